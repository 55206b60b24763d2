"""Threads share their heaps."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest

from hub.kernel.arenas import ENOUGH

COUNTED = """
import ctypes, sys, threading
from hub.kernel.arenas import share_heaps
if sys.argv[1] == "shared":
    share_heaps()
together = threading.Barrier(6)
def take():
    together.wait()
    kept = [bytearray(5000 + i) for i in range(200)]
    together.wait()
threads = [threading.Thread(target=take) for _ in range(6)]
for thread in threads: thread.start()
for thread in threads: thread.join()
libc = ctypes.CDLL(None)
libc.malloc_info(0, ctypes.c_void_p.in_dll(libc, "stdout"))
libc.fflush(None)
"""


def heaps(how: str, **environment: str) -> int:
    """How many heaps six threads have taken memory from."""
    mine = {name: value for name, value in os.environ.items() if not name.startswith(("MALLOC_", "GLIBC_"))}
    told = subprocess.run(
        [sys.executable, "-c", COUNTED, how],
        env=mine | environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return len(re.findall(r"<heap nr=", told.stdout))


@pytest.mark.skipif(sys.platform != "linux", reason="the heaps of glibc")
def test_six_threads_share_two_heaps_and_would_not_by_themselves():
    assert heaps("shared") <= ENOUGH < heaps("as it is")


@pytest.mark.skipif(sys.platform != "linux", reason="the heaps of glibc")
def test_what_an_operator_has_set_stays():
    assert heaps("shared", MALLOC_ARENA_MAX="5") == 5
