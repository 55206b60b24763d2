"""A long list as a workbook: begun at the first look, made beside the pages, fetched when it is ready.

The address is the one of every export. It answers a page that says how far the file is and may be left; whoever comes
back finds the file, for an hour. Permission and village are asked at every look, as on every page, and are part of
what the file is found by.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Offer:
    """A file that may be long in the making. `address` is where its page is; `begin` has it made and answers whether it
    did: what is short is not. `written` says how far it is, of how many; the two texts are for what is no list."""

    title: str
    file_name: str
    address: str
    back_url: str
    begin: Callable[[Workbook], bool]
    waiting: str = ""
    written: Callable[[int, int], str] | None = None


def answer(view: RecordsView, asked: Asked) -> ResponseReturnValue | None:
    """The page of the file, or the file; None when the list is short."""
    from hub.admin.export import file_name

    def begin(book: Workbook) -> bool:
        is_long = _is_long(view, asked)
        if is_long:
            _begin(view, asked, book)
        return is_long

    address = url_for(".export", export_type="xlsx") + asked.url().removeprefix(asked.base)
    offer = Offer(view.title, f"{file_name(view)}.xlsx", address, asked.url(), begin)
    return answer_with(Workbook(the_hub().settings, _key(view, asked)), offer)


def answer_with(book: Workbook, offer: Offer) -> ResponseReturnValue | None:
    """The page of a file, or the file; None when it was not begun."""
    from hub.admin.export import TYPES

    drop_old(the_hub().settings)
    if request.args.get(AGAIN):
        found = book.progress()
        if found is not None and found.state != "making":
            book.remove()
        return redirect(offer.address)
    progress = book.progress()
    if request.args.get(TAKE):
        if progress is None or progress.state != "ready":
            return redirect(offer.address)
        return send_file(
            book.file, mimetype=TYPES["xlsx"], as_attachment=True, download_name=offer.file_name, max_age=0
        )  # fmt: skip
    if progress is None:
        if not offer.begin(book):
            return None
        progress = book.progress()
    mark = "&" if "?" in offer.address else "?"
    return render_template(
        "admin/hub/export.html",
        offer=offer,
        progress=progress,
        ready_at=datetime.fromtimestamp(progress.at, UTC) if progress else None,
        take_url=f"{offer.address}{mark}{TAKE}=1",
        again_url=f"{offer.address}{mark}{AGAIN}=1",
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
