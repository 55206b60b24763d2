"""The heaps of the C library, from which threads take their memory."""

from __future__ import annotations

import os

_ARENA_MAX = -8  # M_ARENA_MAX in malloc.h
ENOUGH = 2


def share_heaps() -> None:
    """Let all threads of this process share two heaps. glibc would give nearly each its own, eight for a processor,
    and what one thread has given back is then of no use to the others; but only one runs Python at a time.

    An operator's own `MALLOC_ARENA_MAX` stays. Without glibc nothing is changed.
    """
    if "MALLOC_ARENA_MAX" in os.environ or "arena_max" in os.environ.get("GLIBC_TUNABLES", ""):
        return
    import ctypes

    try:
        ctypes.CDLL(None).mallopt(_ARENA_MAX, ENOUGH)
    except (
        AttributeError,
        OSError,
        TypeError,
    ):  # another C library; TypeError: no process to look into (Windows)
        return
