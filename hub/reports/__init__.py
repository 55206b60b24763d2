"""月报: a village's month in figures, on the screen and on paper, frozen when it is locked."""
