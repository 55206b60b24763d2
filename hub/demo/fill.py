"""Fills an empty hub with the demo villages."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import structlog
from flask import Flask
from sqlalchemy import select

from hub.accounts.models import Membership, User
from hub.audit.writer import quiet
from hub.centre.models import Equipment, Room
from hub.centre.situation import in_village
from hub.confidential.keys import ensure_key
from hub.demo.accounts import make_accounts
from hub.demo.centre import (
    NOT_WORN,
    count_at_the_door,
    dress_rooms,
    load_calendar,
    make_village,
    open_and_close,
)
from hub.demo.days import make_visits
from hub.demo.demo import Demo
from hub.demo.lists import bring_lists
from hub.demo.people import make_residents
from hub.demo.villages import VILLAGES, VillagePlan
from hub.kernel.clock import now
from hub.kernel.database import db
from hub.kernel.here import here
from hub.kernel.state import the_hub
from hub.visits.rollup import rebuild

log = structlog.get_logger()

SEED = 20250813
TWO_YEARS = 730  # days


def fill(app: Flask, *, span: int = TWO_YEARS, scale: float = 1.0, seed: int = SEED) -> None:
    """Fill an empty hub: `span` days up to today, with `scale` as many people and visits as the real demo."""
    began = now() - timedelta(days=span)
    with quiet():
        ensure_key(app)
    with app.app_context(), quiet():
        ids = [make_village(plan, began) for plan in VILLAGES]
        make_accounts(ids, began)
        db.session.commit()
    for plan, village_id in zip(VILLAGES, ids, strict=True):
        rng = Random(f"{seed}-{village_id}")  # noqa: S311 - invented data, not a secret
        with in_village(app, village_id), quiet():
            _fill_village(plan, here.today - timedelta(days=span), scale, rng)
        with in_village(app, village_id, _secretary(app, village_id)):
            _touch_up(rng)
            with quiet():
                bring_lists(plan.first_phone + max(round(plan.residents * scale), 20), rng)


def _fill_village(plan: VillagePlan, first_day: date, scale: float, rng: Random) -> None:
    load_calendar(first_day)
    dress_rooms(plan, rng)
    db.session.flush()
    keepers = _keepers()
    residents = make_residents(max(round(plan.residents * scale), 20), plan.first_phone, first_day, rng)
    heads = make_visits(first_day, plan.liveliness * scale, keepers, rng)
    open_and_close(first_day, keepers[""], rng)
    count_at_the_door(heads, first_day, rng)
    _ask_rooms(Demo(rng, first_day, here.today, residents, scale, keepers))
    rebuild()


def _ask_rooms(demo: Demo) -> None:
    """The rooms' own demo data; one that fails leaves nothing behind and harms nobody."""
    hub = the_hub()
    for room in hub.rooms.loaded:
        if room.declared.demo_data is None or room.id not in here.enabled_rooms:
            continue
        try:
            with db.session.begin_nested():
                room.declared.demo_data(demo)
        except Exception as error:
            if hub.settings.strict:
                raise
            log.error("demo_failed", room=room.id, exc_info=error)


def _keepers() -> dict[str, int]:
    """Who looks after which room; under "" whoever looks after the village."""
    keepers: dict[str, int] = {}
    members = db.session.scalars(
        select(Membership).where(Membership.village_id == here.village_id).order_by(Membership.id)
    )
    for member in members:
        for key in member.rooms.split():
            keepers.setdefault(key, member.user_id)
        if member.role == "secretary":
            keepers[""] = member.user_id
    return keepers


def _secretary(app: Flask, village_id: int) -> User:
    with app.app_context():
        found = db.session.scalars(
            select(User)
            .join(Membership, Membership.user_id == User.id)
            .where(Membership.village_id == village_id, Membership.role == "secretary")
        )
        return found.one()


def _touch_up(rng: Random) -> None:
    """A few changes by the secretary, so that the audit of the demo has something to show."""
    rooms = db.session.scalars(
        select(Room).where(Room.refuse_above.is_not(None)).order_by(Room.place).limit(3)
    ).all()
    for room in rooms:
        room.stay_minutes += 5
    lasting = select(Equipment).where(Equipment.name.not_in(NOT_WORN)).order_by(Equipment.id)
    things = db.session.scalars(lasting).all()
    for thing in rng.sample(list(things), min(len(things), 4)):
        thing.condition, thing.note = "worn", "已报修"
        thing.checked_on = here.today
