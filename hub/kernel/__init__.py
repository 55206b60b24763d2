"""The kernel: how rooms are found, loaded, gated and kept apart. It knows no room and no feature by name."""

from hub.kernel.reading_in import without

# It would draw failures for a terminal with them: a hundred modules, while the log is JSON.
with without("rich"):
    import structlog  # noqa: F401 - read in here, before all others that log
