"""What a transaction is for is said before it begins: to read, or to write.

On SQLite a transaction that reads and then writes fails under load; one declared as writing takes its lock at once. A
page that is only looked at (GET) is declared as reading, and a write inside it is refused.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from contextvars import ContextVar

_writing: ContextVar[bool] = ContextVar("hub_transaction_writes", default=True)


def transaction_writes() -> bool:
    """Whether a transaction that begins now may write."""
    return _writing.get()


@contextlib.contextmanager
def intention(*, writes: bool) -> Iterator[None]:
    """Declare whether the transactions begun inside will write. Outside requests the default is that they do."""
    token = _writing.set(writes)
    try:
        yield
    finally:
        _writing.reset(token)


def declare_intention(*, writes: bool) -> None:
    """The same for the rest of the current context (a request)."""
    _writing.set(writes)
