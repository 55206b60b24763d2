"""A long list as a workbook: begun at the first look, made beside the pages, fetched when it is ready.

The address is the one of every export. It answers a page that says how far the file is and may be left; whoever comes
back finds the file, for an hour. Permission and village are asked at every look, as on every page, and are part of
what the file is found by.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from flask import redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from hub.admin.counting import MOST, capped
from hub.admin.sheets import BATCH, write_xlsx
from hub.admin.workbooks import Note, Workbook, drop_old
from hub.kernel.database import db
from hub.kernel.here import here
from hub.kernel.keys import keyed_digest
from hub.kernel.state import the_hub

if TYPE_CHECKING:
    from hub.admin.asked import Asked
    from hub.admin.export import Rows
    from hub.admin.view import RecordsView

LONG = 20_000  # rows; fewer are a file in a second or two
BREATH = 0.005  # seconds after each batch in which the process answers others
TAKE, AGAIN = "take", "again"


def answer(view: RecordsView, asked: Asked) -> ResponseReturnValue | None:
    """The page of the file, or the file; None when the list is short."""
    drop_old(the_hub().settings)
    book = Workbook(the_hub().settings, _key(view, asked))
    address = url_for(".export", export_type="xlsx") + asked.url().removeprefix(asked.base)
    if request.args.get(AGAIN):
        found = book.progress()
        if found is not None and found.state != "making":
            book.remove()
        return redirect(address)
    progress = book.progress()
    if request.args.get(TAKE):
        if progress is None or progress.state != "ready":
            return redirect(address)
        return _file(view, book)
    if progress is None:
        if not _is_long(view, asked):
            return None
        _begin(view, asked, book)
        progress = book.progress()
    mark = "&" if "?" in address else "?"
    return render_template(
        "admin/hub/export.html",
        title=view.title,
        progress=progress,
        ready_at=datetime.fromtimestamp(progress.at, UTC) if progress else None,
        look_url=address,
        take_url=f"{address}{mark}{TAKE}=1",
        again_url=f"{address}{mark}{AGAIN}=1",
        back_url=asked.url(),
    )


def _file(view: RecordsView, book: Workbook) -> ResponseReturnValue:
    from hub.admin.export import TYPES, file_name

    return send_file(
        book.file,
        mimetype=TYPES["xlsx"],
        as_attachment=True,
        download_name=f"{file_name(view)}.xlsx",
        max_age=0,
    )


def _key(view: RecordsView, asked: Asked) -> str:
    """What the file is found by: all that decides what may be in it."""
    who = (here.user.id, here.user.lang, *sorted(here.grants)) if here.user else ()
    return keyed_digest("export", here.village_id, view.endpoint, asked.url(), *who).hex()[:40]


def _is_long(view: RecordsView, asked: Asked) -> bool:
    return _count(view, asked, LONG) > LONG


def _count(view: RecordsView, asked: Asked, most: int) -> int:
    return db.session.scalar(select(capped(view.ids(asked.conditions), most))) or 0


def _begin(view: RecordsView, asked: Asked, book: Workbook) -> None:
    from hub.admin.export import exported, rows_of

    exported.send(view, kind="xlsx")
    rows = rows_of(view, asked)
    book.begin(_count(view, asked, MOST), partial(_write, rows))


def _write(rows: Rows, file: IO[bytes], note: Note) -> None:
    """What the thread does; it knows of no request."""
    try:
        # What is written in between lies beside the file, where nobody but the hub looks.
        write_xlsx(file, rows.title, rows.titles, _counted(rows, note), folder=Path(file.name).parent)
    finally:
        rows.close()


def _counted(rows: Rows, note: Note) -> Iterator[Iterable[Sequence[Any]]]:
    for number, batch in enumerate(rows.batches, 1):
        yield batch
        note(number * BATCH)
        time.sleep(BREATH)
