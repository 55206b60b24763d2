"""The room's public page, for anybody without an account: reception days and the reply board; and its sheet to hang."""

from __future__ import annotations

from typing import Any

from hub.kits.casework import number_of, paper_day
from hub.kits.labels import qr_code
from hub.room import Done, OpenPages, Pages, _, _l, address_for_phones, here

from . import posting, receptions
from .models import Board
from .words import LEVELS, ROOM, TOPICS

FRESH = 300  # seconds for which browsers may keep the page
open_board = OpenPages(posting.CODES, home="board")
board_desk = Pages()


@open_board.show("board", url="/board/<code>", template=f"{ROOM}/board.html", cached=FRESH)
def board(code: str) -> dict[str, Any] | None:
    """When deputies receive, and what came of what people said. Deputies are named, nobody else."""
    if posting.CODES.find(Board, code) is None:
        return None
    return {**board_content(), "phone": here.village.phone, "address": here.village.address,
            "progress_url": board_desk.url("progress"), "plain_broad": True}  # fmt: skip


def board_content() -> dict[str, Any]:
    """What hangs on the board now, with whole dates: it may be printed."""
    return {
        "receptions": [(paper_day(row.day), receptions.hours_of(row), row.deputy.name, LEVELS[row.deputy.level],
                        row.about, row.reason if row.state == "cancelled" else "")
                       for row in receptions.upcoming()],
        "postings": [(number_of(row.matter), TOPICS[row.matter.topic], row.question, row.answer,
                      f"{row.posted_at.astimezone(here.tz):%Y-%m-%d}") for row in posting.on_board()],
    }  # fmt: skip


@board_desk.get("board_sheet", permission="view", url="/board", template=f"{ROOM}/board_sheet.html")
def board_sheet() -> dict[str, Any]:
    """The board to be printed and hung up, with the way to its page on a phone."""
    return {**board_content(), "poster": poster_of_page(), "is_open": posting.the_board() is not None}


@board_desk.post("board_open", permission="manage", url="/board/open")
def board_open() -> Done:
    posting.open_board()
    return Done(_("公示页已开通，二维码在下面"), to=board_desk.url("board_sheet"))


@board_desk.post(
    "board_shut",
    permission="manage",
    url="/board/shut",
    confirm=_l("停用以后，贴出去的二维码就打不开了。停用吗？"),
)
def board_shut() -> Done:
    posting.shut_board()
    return Done(_("公示页已停用"), to=board_desk.url("board_sheet"))


def poster_of_page() -> dict[str, Any] | None:
    """Address and QR code of the public page, if it is open; `reachable`: whether a phone can open it."""
    row = posting.the_board()
    code = posting.CODES.of(row) if row is not None else None
    if code is None:
        return None
    address, reachable = address_for_phones(open_board.url("board", code=code.replace("-", "")))
    return {"address": address, "reachable": reachable, "picture": qr_code(address)}
