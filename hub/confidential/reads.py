"""Who was shown something sealed. It is noted while a page is made and written before the page leaves the house: what
cannot be noted is not shown. A page that is only read writes nothing else, so this is a transaction of its own."""

from __future__ import annotations

from typing import Any

import structlog
from flask import Flask, Response, g, has_request_context, make_response
from sqlalchemy import insert
from sqlalchemy.exc import SQLAlchemyError

from hub.confidential.models import SealedRead
from hub.i18n import _
from hub.kernel.clock import now
from hub.kernel.database import db
from hub.kernel.here import here
from hub.kernel.transactions import intention
from hub.web.errors import error_page

log = structlog.get_logger()
Record = tuple[str, str, int]  # room, table, row


def note(room: str, table: str, row_id: int) -> None:
    """Somebody is shown what this record keeps sealed; once a request is enough."""
    record = (room, table, row_id)
    if not has_request_context():
        db.session().connection().execute(insert(SealedRead), [_entry(record)])
        return
    if g.get("hub_reads_written"):
        raise RuntimeError("what is sealed is not read while an answer is already on its way")
    g.setdefault("hub_reads", {}).setdefault(record)


def init_reads(app: Flask) -> None:
    """Write what was noted when the answer stands."""

    @app.after_request
    def write(answer: Response) -> Response:
        records: dict[Record, None] = g.pop("hub_reads", {})
        g.hub_reads_written = True
        if not records:
            return answer
        entries = [_entry(record) for record in records]
        try:
            db.session.rollback()  # whatever was to be kept is committed; the lock is free for this
            with intention(writes=True), db.engine.begin() as connection:
                connection.execute(insert(SealedRead), entries)
        except SQLAlchemyError as error:
            log.error("read_not_noted", kind=type(error).__name__)
            page = error_page(
                503, _("谁看过没能记下来，所以没有显示"),
                _("保密的内容要先记下谁看过才能显示。请稍后再打开一次；一直这样请联系管理员。"),
            )  # fmt: skip
            return make_response(page)
        return answer


def _entry(record: Record) -> dict[str, Any]:
    room, table, row_id = record
    return {
        "at": now(), "village_id": here.village_id, "user_id": here.user.id if here.user else None, "room": room,
        "table": table, "row_id": row_id, "broken": f"{room}.glass" in here.grants,
    }  # fmt: skip
