"""Checking the chain of seals from its beginning to its end, in the order it was made and in little memory.

What is found is the first place of a village's chain that does not fit: an entry that was changed, one that is missing
in the middle, or an end that was cut off. Whoever has the key can forge all of it, and a whole database that is put
back to an older state fits itself; the copies, kept elsewhere, tell then.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from flask import Flask
from sqlalchemy import Row, select
from sqlalchemy.engine import Connection

from hub.audit.chain import ALL_ENTRIES, BEGINNING, ENTRY, HEAD, SEAL, Sealing
from hub.kernel.database import db
from hub.kernel.transactions import intention

BATCH = 1000
CHANGED, MISSING, CUT, HEADLESS, HEAD_CHANGED, UNSEALED, OTHER_KEY = (
    "changed", "missing", "cut", "headless", "head_changed", "unsealed", "other_key",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Break:
    """The first thing that is wrong: at which place of the chain, and which entry."""

    kind: str
    place: int
    entry_id: int | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """One village's chain: how many entries fit, and what the first is that does not."""

    village: int
    fit: int
    wrong: Break | None


def verify(app: Flask, key: str, village: int | None = None) -> list[Verdict]:
    """One verdict a village, as of one moment."""
    sealing = Sealing(key)
    with app.app_context(), intention(writes=False), db.engine.connect() as connected:
        connection = connected
        if connection.dialect.name == "postgresql":
            connection = connected.execution_options(isolation_level="REPEATABLE READ")
        asked = villages(connection) if village is None else [village]
        return [_verdict(connection, sealing, one) for one in asked]


def villages(connection: Connection) -> list[int]:
    """Those that have a chain, or should have one."""
    known = chain(
        connection.execute(select(HEAD.c.village_id)).scalars(),
        connection.execute(select(SEAL.c.village_id).distinct()).scalars(),
        (village or 0 for village in connection.execute(select(ENTRY.c.village_id).distinct()).scalars()),
    )
    return sorted(set(known))


def _verdict(connection: Connection, sealing: Sealing, village: int) -> Verdict:
    head = connection.execute(select(HEAD).where(HEAD.c.village_id == village)).first()
    if head is not None and head.key != sealing.fingerprint:
        return Verdict(village, 0, Break(OTHER_KEY, 0))
    place, entry_id, seal = 0, 0, BEGINNING
    for row in _sealed(connection, village):
        place += 1
        if row.place != place or row.id is None:
            gone = row.sealed_id if row.place == place else None
            return Verdict(village, place - 1, Break(MISSING, place, gone))
        entry_id, fits = row.id, sealing.of_entry(seal, village, place, dict(row._mapping))
        if fits != row.seal:
            return Verdict(village, place - 1, Break(CHANGED, place, entry_id))
        seal = fits
    wrong = _end(sealing, village, head, (place, entry_id, seal)) or _left_out(connection, village, place)
    return Verdict(village, place, wrong)


def _sealed(connection: Connection, village: int) -> Iterator[Row[tuple[object, ...]]]:
    """The chain in its order, each seal with its entry, if that is still there."""
    query = (
        select(SEAL.c.place, SEAL.c.seal, SEAL.c.entry_id.label("sealed_id"), *ALL_ENTRIES.selected_columns)
        .outerjoin(ENTRY, ENTRY.c.id == SEAL.c.entry_id)
        .where(SEAL.c.village_id == village)
        .order_by(SEAL.c.place)
        .limit(BATCH)
    )
    after = 0
    while rows := connection.execute(query.where(SEAL.c.place > after)).all():
        yield from rows
        after = rows[-1].place


def _end(
    sealing: Sealing, village: int, head: Row[tuple[object, ...]] | None, found: tuple[int, int, str]
) -> Break | None:
    """Whether the chain ends where it should."""
    if head is None:
        return Break(HEADLESS, found[0]) if found[0] else None
    if sealing.of_head(village, head.length, head.entry_id, head.seal) != head.mac:
        return Break(HEAD_CHANGED, head.length, head.entry_id)
    if (head.length, head.entry_id, head.seal) != found:
        return Break(CUT, found[0] + 1, head.entry_id)
    return None


def _left_out(connection: Connection, village: int, place: int) -> Break | None:
    """An entry whose seal was taken away; one that is only waiting for it still has an empty one."""
    mine = ENTRY.c.village_id == village if village else ENTRY.c.village_id.is_(None)
    query = (
        select(ENTRY.c.id)
        .outerjoin(SEAL, SEAL.c.entry_id == ENTRY.c.id)
        .where(mine, SEAL.c.entry_id.is_(None))
    )
    found = connection.execute(query.order_by(ENTRY.c.id).limit(1)).scalar()
    return Break(UNSEALED, place + 1, found) if found is not None else None
