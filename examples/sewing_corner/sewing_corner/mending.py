"""Clothes come in, are mended, and are fetched. Nothing here commits."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import func, select

from hub.room import Refused, Resident, Room, _, db, here, hold, visits

from .models import Bundle
from .words import STATES

ROOM = "sewing_corner"
BRINGING, FETCHING = "bringing", "fetching"  # kinds of visit
SOURCE = ROOM + ".bundle"
FETCHED = ROOM + ".fetched"
LONGEST = timedelta(days=30)
MOST = 10  # pieces of one resident that may wait at a time, so that everybody gets a turn


def take_in(resident: Resident, work: str, pieces: int, promised_on: date, crowd_reason: str = "") -> Bundle:
    """Take in clothes and give them the next number. Raises Refused."""
    if not here.today <= promised_on <= here.today + LONGEST:
        raise Refused(_("请约在今天到 %(n)s 天以内。", n=LONGEST.days), field="promised_on")
    hold(Room, here.room(ROOM).id)  # two keepers do not write the same number on two tags
    mine = select(func.sum(Bundle.pieces)).where(Bundle.resident_id == resident.id, Bundle.state == "waiting")
    waiting = db.session.scalar(mine) or 0
    if waiting + pieces > MOST:
        raise Refused(
            _("每人最多同时放 %(most)s 件，已经有 %(n)s 件在等。", most=MOST, n=waiting), field="pieces"
        )
    bundle = Bundle(
        number=(db.session.scalar(select(func.max(Bundle.number))) or 0) + 1,
        resident_id=resident.id,
        work=work,
        pieces=pieces,
        promised_on=promised_on,
        brought_at=here.now,
    )
    db.session.add(bundle)
    db.session.flush()
    visits.record(
        here.room(ROOM),
        1,
        kind=BRINGING,
        resident_id=resident.id,
        source=(SOURCE, bundle.id),
        override_reason=crowd_reason,
    )
    return bundle


def take_back(bundle_id: int) -> None:
    """Clothes that were just taken in by mistake; hooks.py removes them with their visit. Raises Refused."""
    if _in_state(bundle_id, "waiting") and visits.undo_source((SOURCE, bundle_id)) is None:
        raise Refused(_("这一号已经撤销了。"))


def mend(bundle_id: int) -> Bundle:
    """They are mended and hang on the rail. Raises Refused."""
    bundle = _in_state(bundle_id, "waiting")
    bundle.state, bundle.mended_at = "ready", here.now
    return bundle


def unmend(bundle_id: int) -> Bundle:
    """They are not mended after all."""
    bundle = _in_state(bundle_id, "ready")
    bundle.state, bundle.mended_at = "waiting", None
    return bundle


def fetch(bundle_id: int) -> Bundle:
    """They are fetched; whoever fetches them is a visit. Raises Refused."""
    bundle = _in_state(bundle_id, "ready")
    bundle.state, bundle.fetched_at = "fetched", here.now
    source = (FETCHED, bundle.id)
    visits.record(here.room(ROOM), 1, kind=FETCHING, source=source, override_reason=_("来取衣服"))
    return bundle


def unfetch(bundle_id: int) -> None:
    """They were not fetched; hooks.py puts them back with the visit."""
    if visits.undo_source((FETCHED, bundle_id)) is None:
        raise Refused(_("这一号已经撤销了。"))


def put_back(bundle: Bundle) -> None:
    """Back on the rail."""
    bundle.state, bundle.fetched_at = "ready", None


def _in_state(bundle_id: int, state: str) -> Bundle:
    bundle = hold(Bundle, bundle_id)
    if bundle is None:
        raise Refused(_("没有这一号，可能刚才被撤销了。"))
    if bundle.state != state:
        raise Refused(_("第 %(n)s 号现在是“%(state)s”。", n=bundle.number, state=STATES[bundle.state]))
    return bundle
