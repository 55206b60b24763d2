"""Who took which list out of the hub stands in the audit: with the list and the kind of file, and nobody's name."""

from __future__ import annotations

from contextlib import closing
from typing import Any

from hub.admin.export import exported
from hub.admin.view import RecordsView
from hub.audit.writer import note
from hub.kernel.database import db
from hub.kernel.here import here
from hub.kernel.transactions import intention

KINDS = {"csv": "CSV", "xlsx": "Excel"}


@exported.connect
def note_export(view: RecordsView, kind: str) -> None:
    """Written before the file is made: what cannot be noted does not leave. The page itself only reads, so this is a
    transaction of its own."""
    facts: dict[str, Any] = {"room": view.room} if view.room else {}
    with intention(writes=True), closing(db.session.session_factory()) as session:
        session.bind_village(here.village_id)  # type: ignore[attr-defined]
        note(
            "export",
            view.model.__tablename__,
            session=session,
            sheet=str(view.title),
            file=KINDS[kind],
            **facts,
        )
        session.commit()
