"""How many statements a page asks of the database."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask
from sqlalchemy import event

from hub.kernel.database import db


def counted(app: Flask, ask: Callable[[], Any]) -> int:
    """The statements of one request; what is remembered from then on is asked for before."""
    ask()
    said: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        if statement.lstrip()[:6].upper() == "SELECT":
            said.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        ask()
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return len(said)
