"""The kernel: how rooms are found, loaded, gated and kept apart. It knows no room and no feature by name."""
