"""Receipt codes: whoever has one sees how far the matter is, on a page that needs no account.

A code is 16 signs, 7K4M-2PXX-9QRT-H3WD: twelve that nobody can guess (60 bits), before them four that say which village
it belongs to, hidden by the twelve. So a code is read without looking anything up, and the look-up itself is one of an
indexed hash within one village. Of the code only the hash is kept. O, I and L are read as 0, 1 and 1.
"""

from __future__ import annotations

import hashlib
import re
import secrets
import unicodedata
from typing import Any, TypeVar

from sqlalchemy import select

from hub.room import Form, TextField, _, _l, db, here, keyed_digest

Case = TypeVar("Case", bound=Any)
SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_ALIKE = str.maketrans("OIL", "011")
_SECRET, _VILLAGE, _BITS = 12, 4, 5
MOST_VILLAGES = 1 << (_VILLAGE * _BITS)


def give_code(case: Any) -> str:
    """Give a case a code; one that it had before is void. Answers the code, which is not kept."""
    case.code_salt = secrets.token_hex(16)
    code = _code(case)
    case.code_hash = _hash(code)
    return code


def code_of(case: Any) -> str | None:
    """The code of a case, to be printed again; None when it has none, or when this hub's key was changed since."""
    if not case.code_salt:
        return None
    code = _code(case)
    return code if secrets.compare_digest(_hash(code), case.code_hash or "") else None


def forget_code(case: Any) -> None:
    """From now on nobody sees the case from outside."""
    case.code_salt = case.code_hash = None


def read_code(text: str) -> str | None:
    """A code as somebody typed it, in its proper form; None when it can be none."""
    signs = unicodedata.normalize("NFKC", text).upper().translate(_ALIKE)
    signs = re.sub(r"[\s\-–—－_.·]", "", signs)
    if len(signs) != _VILLAGE + _SECRET or any(sign not in SIGNS for sign in signs):
        return None
    return "-".join(signs[place : place + 4] for place in range(0, len(signs), 4))


def village_of(code: str) -> int | None:
    """The number of the village that a code belongs to, if it is a good one; no village may have it."""
    signs = code.replace("-", "")
    number = _number(signs[:_VILLAGE]) ^ _mask(signs[_VILLAGE:])
    return number or None


def find_by_code(model: type[Case], text: str) -> Case | None:
    """The case of a code in the present village, or None."""
    code = read_code(text)
    if code is None or village_of(code) != here.village_id:
        return None
    return db.session.scalars(select(model).where(model.code_hash == _hash(code))).one_or_none()


class CodeForm(Form):
    """查进度: what is asked of whoever comes with a code. (On the page itself; what it finds stands below.)"""

    code = TextField(_l("回执码"), max=40, required=True, description=_l("回执上的十六位，横线可以不输"))

    def validate(self, extra_validators: Any = None) -> bool:
        sound = super().validate(extra_validators)
        if sound and read_code(self.code.data) is None:
            self.code.errors = [_("回执码是十六位字母和数字，请对着回执核对。")]
            return False
        return sound

    def village(self) -> int | None:
        """The number of the village that the code names."""
        code = read_code(self.code.data)
        return village_of(code) if code else None


def _code(case: Any) -> str:
    """The same each time, for this hub and this salt."""
    if here.village_id >= MOST_VILLAGES:
        raise ValueError(f"receipt codes know {MOST_VILLAGES} villages")
    digest = keyed_digest("receipt", type(case).__tablename__, here.village_id, case.code_salt)
    secret = _signs(int.from_bytes(digest) >> (256 - _SECRET * _BITS), _SECRET)
    signs = _signs(here.village_id ^ _mask(secret), _VILLAGE) + secret
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
