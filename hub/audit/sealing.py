"""The sealer: a moment after an entry was written, it is sealed. One process of a deployment seals at a time.

The chain is not extended in the transaction of the deed itself, for then all villages' deeds would wait for one
another; what has been written and is not sealed yet is known by its empty seal.
"""

from __future__ import annotations

from typing import Any

import structlog
from flask import Flask
from sqlalchemy import bindparam, delete, insert, select, update
from sqlalchemy.engine import Connection, Engine

from hub.audit.chain import ALL_ENTRIES, BEGINNING, ENTRY, HEAD, SEAL, Sealing
from hub.kernel.alone import lock_in
from hub.kernel.database import db
from hub.kernel.keys import audit_key
from hub.kernel.transactions import intention
from hub.settings import Settings

log = structlog.get_logger()
BATCH = 500
WORK = "audit"


_SEAL_IT = (
    update(SEAL)
    .where(SEAL.c.entry_id == bindparam("entry"))
    .values(place=bindparam("its_place"), seal=bindparam("its_seal"))
)


class NoKey(RuntimeError):
    """There is no key, or another than the one the entries are sealed with; sealing on would fork the chain."""


def seal_all(app: Flask) -> int:
    """Seal everything that waits now, in transactions of moderate size; answers how many entries. Raises NoKey.

    What is written meanwhile waits for the next time: running after who records would cost each of them a share of the
    lock.
    """
    settings: Settings = app.extensions["hub"].settings
    with app.app_context():
        engine = db.engine
    total, sealed = 0, BATCH
    while sealed == BATCH and _anything_waits(engine):
        sealed = _seal_some(engine, settings)
        total += sealed
    return total


def seal_anew(app: Flask) -> int:
    """Forget all seals and seal everything with the present key: for a key that was lost. What was changed before is
    noticed no more."""
    settings: Settings = app.extensions["hub"].settings
    with app.app_context(), intention(writes=True), db.engine.begin() as connection:
        connection.execute(update(SEAL).values(place=None, seal=None))
        connection.execute(delete(HEAD))
    audit_key(settings, make=True)
    return seal_all(app)


def waiting(connection: Connection) -> int | None:
    """The oldest entry that is not sealed yet."""
    return connection.execute(
        select(SEAL.c.entry_id).where(SEAL.c.place.is_(None)).order_by(SEAL.c.entry_id).limit(1)
    ).scalar()


def _anything_waits(engine: Engine) -> bool:
    """Looked at without holding anybody up."""
    with intention(writes=False), engine.connect() as connection:
        return waiting(connection) is not None


def _seal_some(engine: Engine, settings: Settings) -> int:
    with intention(writes=True), engine.begin() as connection:
        if connection.dialect.name == "postgresql" and not lock_in(connection, WORK):
            return 0
        heads = {row.village_id: row for row in connection.execute(select(HEAD))}
        sealing = _sealing(settings, {row.key for row in heads.values()})
        chains = {
            village: _Chain(row.length, row.entry_id, row.seal, known=True) for village, row in heads.items()
        }
        waits = SEAL.c.place.is_(None)
        query = ALL_ENTRIES.join(SEAL, SEAL.c.entry_id == ENTRY.c.id).where(waits)
        entries = connection.execute(query.order_by(ENTRY.c.id).limit(BATCH)).mappings().all()
        seals = []
        for entry in entries:
            village = entry["village_id"] or 0
            chain = chains.setdefault(village, _Chain(0, 0, BEGINNING))
            seals.append(chain.add(sealing, village, entry))
        if seals:
            connection.execute(_SEAL_IT, seals)
        for village, chain in chains.items():
            if chain.grown:
                chain.keep(sealing, connection, village)
        return len(entries)


def _sealing(settings: Settings, fingerprints: set[str]) -> Sealing:
    """The key that fits the seals there are; made when there are none."""
    key = audit_key(settings, make=not fingerprints)
    if key is None:
        raise NoKey("the audit's key is missing")
    sealing = Sealing(key)
    if fingerprints - {sealing.fingerprint}:
        raise NoKey("the audit was sealed with another key")
    return sealing


class _Chain:
    """A village's chain while it grows."""

    def __init__(self, length: int, entry_id: int, seal: str, *, known: bool = False) -> None:
        self._length, self._entry_id, self._seal, self._known = length, entry_id, seal, known
        self.grown = False

    def add(self, sealing: Sealing, village: int, entry: Any) -> dict[str, Any]:
        """Put an entry at the end; answers what its seal becomes."""
        self._length += 1
        self._seal = sealing.of_entry(self._seal, village, self._length, entry)
        self._entry_id, self.grown = entry["id"], True
        return {"entry": entry["id"], "its_place": self._length, "its_seal": self._seal}

    def keep(self, sealing: Sealing, connection: Connection, village: int) -> None:
        values = {
            "length": self._length, "entry_id": self._entry_id, "seal": self._seal, "key": sealing.fingerprint,
            "mac": sealing.of_head(village, self._length, self._entry_id, self._seal),
        }  # fmt: skip
        if self._known:
            connection.execute(update(HEAD).where(HEAD.c.village_id == village).values(values))
        else:
            connection.execute(insert(HEAD).values(village_id=village, **values))
