"""The chain of seals: each is a keyed hash over the one before and the whole entry, so that nothing can be changed,
left out or put in between by whoever has the database but not the key."""

from __future__ import annotations

import hmac
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import Table, select

from hub.audit.models import AuditEntry, AuditHead, AuditSeal

BEGINNING = ""  # what stands before the first seal
ENTRY: Table = AuditEntry.__table__  # type: ignore[assignment]
SEAL: Table = AuditSeal.__table__  # type: ignore[assignment]
HEAD: Table = AuditHead.__table__  # type: ignore[assignment]
COLUMNS = tuple(ENTRY.c)
ALL_ENTRIES = select(*COLUMNS)


class Sealing:
    """Seals made with one key."""

    def __init__(self, key: str) -> None:
        self._key = key.encode()
        self.fingerprint = self._mac("key")[:16]

    def of_entry(self, before: str, village: int, place: int, entry: Mapping[Any, Any]) -> str:
        """The seal of an entry at its place in a village's chain."""
        return self._mac("entry", before, village, place, [_plain(entry[column.name]) for column in COLUMNS])

    def of_head(self, village: int, length: int, entry_id: int, seal: str) -> str:
        """The seal of the chain's end."""
        return self._mac("head", village, length, entry_id, seal)

    def _mac(self, *what: Any) -> str:
        text = json.dumps(what, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hmac.digest(self._key, text.encode(), sha256).hex()


def _plain(value: Any) -> Any:
    return value.astimezone(UTC).isoformat(timespec="microseconds") if isinstance(value, datetime) else value
