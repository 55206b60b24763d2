"""The rows, table by table, as plain values in the order of their columns: what both databases are loaded from."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from random import Random
from typing import Any

from bench import lent, worked
from bench.plan import COMMON, HERE, NAMESAKES, RARE, RECORDERS, ROOMS, VILLAGES, Plan
from hub.accounts.session import hash_token
from hub.demo.names import GROUPS, invented_names, invented_phone
from hub.kernel.manifest import read_manifest
from hub.people.keys import keys_of
from hub.settings import CHECKOUT

Rows = Iterator[tuple[Any, ...]]
BORN = datetime(2015, 12, 1, tzinfo=UTC)
PURPOSES = ("借书", "下棋", "排练", "开会", "咨询", "上课", "", "", "", "", "", "")
ROOMY = 99_000  # heads that a room holds here, so that the recorders are never told that it is full


def token_of(recorder: int) -> str:
    """The token in the cookie of one who records."""
    return f"recorder-{recorder}"


def tables(plan: Plan) -> Iterator[tuple[str, tuple[str, ...], Rows]]:
    """Name, columns and rows of each table, in an order that keeps to the foreign keys."""
    yield (
        "village",
        ("id", "name", "town", "centre_name", "address", "population", "time_zone", "phone", "route", "aims",
         "principle", "active", "created_at"),
        (
            (id, f"第{id}村", "镇", "党群服务中心", "", 3_000, "Asia/Shanghai", "", "", "", "", True, BORN)
            for id in villages()
        ),
    )  # fmt: skip
    yield (
        "user",
        ("id", "username", "name", "password_hash", "must_change_password", "town_admin", "active", "lang",
         "failures", "created_at"),
        ((id, f"recorder{id}", f"登记员{id}", "-", False, False, True, "zh_Hans_CN", 0, BORN) for id in recorders()),
    )  # fmt: skip
    yield (
        "membership",
        ("id", "user_id", "village_id", "role", "rooms", "active"),
        ((id, id, HERE, "secretary", "", True) for id in recorders()),
    )
    yield (
        "sign_in",
        ("id", "token_hash", "user_id", "village_id", "device", "created_at", "expires_at"),
        ((id, hash_token(token_of(id)), id, HERE, "computer", BORN, BORN.replace(year=2099)) for id in recorders()),
    )  # fmt: skip
    yield (
        "room",
        ("id", "village_id", "key", "name", "icon", "purpose", "used_for", "enabled", "place", "warn_above",
         "refuse_above", "stay_minutes", "hours"),
        _rooms(),
    )  # fmt: skip
    people = [row for village in villages() for row in _residents(plan, village)]
    people = [(id, *row) for id, row in enumerate(people, 1)]
    yield (
        "resident",
        ("id", "village_id", "name", "phone", "group", "consent_on", "last_used_on"),
        iter(people),
    )
    yield "resident_key", ("village_id", "resident_id", "key"), _keys(people)
    yield (
        "visit",
        ("id", "village_id", "room_id", "started_at", "ended_at", "day", "heads", "kind", "purpose", "resident_id",
         "recorded_by_id", "recorded_at", "late", "override_reason", "token"),
        _visits(plan),
    )  # fmt: skip
    yield from lent.tables(plan)
    yield from worked.tables(plan)


def villages() -> range:
    return range(1, VILLAGES + 1)


def recorders() -> range:
    return range(1, RECORDERS + 1)


def room_id(village: int, place: int) -> int:
    """The id of the village's room at a place of `ROOMS`."""
    return (village - 1) * len(ROOMS) + place + 1


def _rooms() -> Rows:
    found = {key: read_manifest(CHECKOUT / "plugins" / key) for key in ROOMS}
    for village in villages():
        for place, key in enumerate(ROOMS):
            known = found[key]
            yield (
                room_id(village, place), village, key, known.name.zh, known.icon, known.facts.purpose,
                known.facts.used_for, True, place, ROOMY, ROOMY, known.facts.stay_minutes, "always",
            )  # fmt: skip


def _residents(plan: Plan, village: int) -> Rows:
    rng = Random(f"residents-{village}")
    names = (name for name in invented_names(rng) if name not in (COMMON, RARE))
    number = plan.residents_of(village)
    namesakes = min(NAMESAKES, number // 8) if village == HERE else 0
    for place, name in enumerate(islice(names, number)):
        known = name
        if village == HERE and place == number - 1:
            known = RARE
        elif namesakes and place % (number // namesakes) == 1:
            known = COMMON
        phone = invented_phone(place) if rng.random() < 0.85 else ""
        yield village, known, phone, rng.choice(GROUPS), plan.first_day, plan.first_day


def _keys(people: list[tuple[Any, ...]]) -> Rows:
    for id, village, name, phone, *_ in people:
        for key in sorted(keys_of(name, phone)):
            yield village, id, key


def _visits(plan: Plan) -> Rows:
    first_resident, id = 1, 0
    for village in villages():
        rng = Random(f"visits-{village}")
        number, people = plan.visits_of(village), plan.residents_of(village)
        for place in range(number):
            id += 1
            came = plan.moment(place, number)
            chance = rng.random()
            resident = None if chance < plan.walk_ins else first_resident + int(rng.random() * people)
            yield (
                id, village, room_id(village, int(chance * 8000) % len(ROOMS)), came,
                came + timedelta(minutes=60), (came + timedelta(hours=8)).date(), 1 + int(chance * 100) % 5, "visit",
                PURPOSES[id % len(PURPOSES)], resident, 1 + id % RECORDERS, came, False, "",
                f"{id * 0x9E3779B97F4A7C15 % 2**64:016x}",
            )  # fmt: skip
        first_resident += people
