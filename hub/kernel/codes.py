"""Codes that open a page without an account: on a receipt, in a QR code on a wall.

A code is made of signs that are hard to mistake, 7K4M-2PXX-9QRT-H3WD: a secret that nobody can guess, 5 bits a sign,
and before it four signs that say which village it belongs to, hidden by the secret. So a code is read without looking
anything up, and the look-up itself is one of an indexed hash within one village. Of the code only the hash is kept;
the salt lets this hub alone make it again. O, I and L are read as 0, 1 and 1.
"""

import hashlib
import re
import secrets
import unicodedata
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, mapped_column

from hub.kernel.database import db
from hub.kernel.here import here
from hub.kernel.keys import keyed_digest
from hub.kernel.models import SECRET

Row = TypeVar("Row", bound=Any)
SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_ALIKE = str.maketrans("OIL", "011")
_VILLAGE, _BITS = 4, 5
MOST_VILLAGES = 1 << (_VILLAGE * _BITS)


class CodeColumns:
    """What a row needs that has a code; its table says UNIQUE(village_id, code_hash). The audit never shows them."""

    code_salt: Mapped[str | None] = mapped_column(String(32), info=SECRET)
    code_hash: Mapped[str | None] = mapped_column(String(64), info=SECRET)


@dataclass(frozen=True, slots=True)
class Codes:
    """Codes of one kind; `kind` keeps those of two kinds apart, `secret` is the number of signs nobody can guess."""

    kind: str
    secret: int = 12

    def give(self, row: Any) -> str:
        """Give a row a code; one that it had before is void. Answers the code, which is not kept."""
        row.code_salt = secrets.token_hex(16)
        code = self._code(row)
        row.code_hash = _hash(code)
        return code

    def of(self, row: Any) -> str | None:
        """The code of a row, to be printed again; None when it has none, or when this hub's key was changed since."""
        if not row.code_salt:
            return None
        code = self._code(row)
        return code if secrets.compare_digest(_hash(code), row.code_hash or "") else None

    def forget(self, row: Any) -> None:
        """From now on nobody sees the row from outside."""
        row.code_salt = row.code_hash = None

    def read(self, text: str) -> str | None:
        """A code as somebody typed it or as it stands in an address, in its proper form; None when it can be none."""
        signs = unicodedata.normalize("NFKC", text).upper().translate(_ALIKE)
        signs = re.sub(r"[\s\-–—－_.·]", "", signs)
        if len(signs) != _VILLAGE + self.secret or any(sign not in SIGNS for sign in signs):
            return None
        return _grouped(signs)

    def village_of(self, text: str) -> int | None:
        """The number of the village that a code names, without looking anything up; no village may have it."""
        code = self.read(text)
        if code is None:
            return None
        signs = code.replace("-", "")
        return _number(signs[:_VILLAGE]) ^ _mask(signs[_VILLAGE:]) or None

    def find(self, model: type[Row], text: str) -> Row | None:
        """The row of a code in the present village, or None."""
        code = self.read(text)
        if code is None or self.village_of(code) != here.village_id:
            return None
        return db.session.scalars(select(model).where(model.code_hash == _hash(code))).one_or_none()

    def _code(self, row: Any) -> str:
        """The same each time, for this hub and this salt."""
        if here.village_id >= MOST_VILLAGES:
            raise ValueError(f"codes know {MOST_VILLAGES} villages")
        digest = keyed_digest(self.kind, type(row).__tablename__, here.village_id, row.code_salt)
        secret = _signs(int.from_bytes(digest) >> (256 - self.secret * _BITS), self.secret)
        return _grouped(_signs(here.village_id ^ _mask(secret), _VILLAGE) + secret)


def random_signs(length: int) -> str:
    """So many signs that are hard to mistake, by chance: for a number that is called out or noted down."""
    return "".join(secrets.choice(SIGNS) for _sign in range(length))


def proper_signs(text: str) -> str:
    """Such signs as somebody typed them, in their proper form: what separates them is left out."""
    signs = unicodedata.normalize("NFKC", text).upper().translate(_ALIKE)
    return "".join(sign for sign in signs if sign in SIGNS)


def _grouped(signs: str) -> str:
    return "-".join(signs[place : place + 4] for place in range(0, len(signs), 4))


def _mask(secret: str) -> int:
    digest = hashlib.sha256(secret.encode()).digest()
    return int.from_bytes(digest[:4]) >> (32 - _VILLAGE * _BITS)


def _hash(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()


def _signs(number: int, length: int) -> str:
    return "".join(SIGNS[number >> (_BITS * place) & 31] for place in reversed(range(length)))


def _number(signs: str) -> int:
    number = 0
    for sign in signs:
        number = number << _BITS | SIGNS.index(sign)
    return number
