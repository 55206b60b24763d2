"""The centre: its rooms, their hours and equipment, opening and closing, the tally at the door."""
