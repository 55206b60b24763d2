"""Opening and closing a village's public page, and its address."""

from __future__ import annotations

from flask import url_for
from sqlalchemy import select

from hub.audit.writer import note
from hub.kernel.codes import Codes
from hub.kernel.database import db
from hub.kernel.here import here
from hub.notices.models import PublicPage

CODES = Codes("centre", 16)


def page() -> PublicPage | None:
    """The village's page, where it ever had one."""
    return db.session.scalars(select(PublicPage)).one_or_none()


def open_page() -> PublicPage:
    """From now on whoever has the address sees the page."""
    found = page()
    if found is None:
        found = PublicPage()
        db.session.add(found)
    if CODES.of(found) is None:
        CODES.give(found)
    found.open = True
    db.session.flush()
    note("open_page", PublicPage.__tablename__, found.id)
    return found


def close_page() -> None:
    """From now on nobody sees it; the address is kept for when it is opened again."""
    found = page()
    if found is not None:
        found.open = False
        note("close_page", PublicPage.__tablename__, found.id)


def renew() -> PublicPage:
    """The page gets another address; the old one, and every poster with it, opens nothing any more."""
    found = open_page()
    CODES.give(found)
    db.session.flush()
    return found


def address_of(found: PublicPage | None) -> str | None:
    """Where the page is, on this hub; None where there is none."""
    code = CODES.of(found) if found is not None else None
    return url_for("notices.centre", code=code.replace("-", "")) if code else None


def is_open_under(code: str) -> bool:
    """Whether the page of the present village is open under a code."""
    found = CODES.find(PublicPage, code)
    return found is not None and found.open and here.village.active
