"""While modules are read and a hub is put together."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def nothing_to_collect(*, stays: bool = False) -> Iterator[None]:
    """Nearly all that is made within stays: classes, tables, forms, addresses. Looking again and again for what does
    not takes a fifth to a third of that time.

    `stays=True` says that nothing made so far is ever given up: it is never looked through again, neither now nor
    while pages are answered. For a process that puts one hub together and serves it until its end.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if stays:
            gc.freeze()
        if was_on:
            gc.enable()


@contextmanager
def without(module: str) -> Iterator[None]:
    """Within, a library is not to be found by those that would like to have it and can do without. What is read in
    already stays so."""
    if module in sys.modules:
        yield
        return
    sys.modules[module] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        del sys.modules[module]
