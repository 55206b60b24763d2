"""Passwords: how they are kept, which are good enough, and the first one somebody is given."""

from __future__ import annotations

import base64
import secrets
import unicodedata
from itertools import pairwise
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from hub.i18n import _
from hub.kernel.refusals import Refused

SHORTEST = 8
LONGEST = 128
_hasher = PasswordHasher()


def _of_no_one() -> str:
    """A hash that no password has, as costly to verify as any; drawn and not computed, which would take every start
    a quarter of a second."""
    salt, drawn = (
        base64.b64encode(secrets.token_bytes(length)).decode().rstrip("=")
        for length in (_hasher.salt_len, _hasher.hash_len)
    )
    cost = f"m={_hasher.memory_cost},t={_hasher.time_cost},p={_hasher.parallelism}"
    return f"$argon2id$v=19${cost}${salt}${drawn}"


# Verified when there is no such user, so that the answer takes as long as for one who is there.
_NOBODY = _of_no_one()

# Letters and digits that cannot be taken for one another when read out or copied from paper.
_CLEAR = "abcdefghjkmnpqrstuvwxyz23456789"

# The commonest of leaked lists with eight characters or more, and what is likely here.
_COMMON = frozenset(Path(__file__).with_name("common_passwords.txt").read_text("utf-8").split())


def hash_password(password: str) -> str:
    """The hash that is kept (argon2id)."""
    return _hasher.hash(_written(password))


def fits(password_hash: str | None, password: str) -> bool:
    """Whether a password is the one behind the hash; without a hash it takes as long and is not."""
    try:
        _hasher.verify(password_hash or _NOBODY, _written(password)[:LONGEST])
    except (VerificationError, InvalidHashError):
        return False
    return password_hash is not None


def is_dated(password_hash: str) -> bool:
    """Whether the hash was made with weaker parameters than those of today."""
    return _hasher.check_needs_rehash(password_hash)


def first_password() -> str:
    """A password to be told to somebody and changed at the first sign-in: kfm7-p2xq-9ahd, 59 bits."""
    return "-".join("".join(secrets.choice(_CLEAR) for _letter in range(4)) for _group in range(3))


def check_password(password: str, username: str) -> str:
    """A password that is good enough. Raises Refused for the field `password`."""
    written = _written(password)
    plain = written.casefold()
    if len(written) < SHORTEST:
        raise Refused(_("密码至少 %(n)s 位，现在是 %(have)s 位。", n=SHORTEST, have=len(written)), "password")
    if len(written) > LONGEST:
        raise Refused(_("密码最多 %(n)s 位。", n=LONGEST), "password")
    if any(unicodedata.category(sign) == "Cc" for sign in written):
        raise Refused(_("密码里有看不见的控制符，请重新输入。"), "password")
    if username and username.casefold() in plain and len(plain) < len(username) + SHORTEST:
        raise Refused(_("密码不能是用户名，也不能只比用户名多几位。"), "password")
    if plain in _COMMON or len(set(plain)) < 4 or _is_run(plain):
        raise Refused(_("这个密码太常见，很容易被猜到。可以用几个不相干的词加数字。"), "password")
    return password


def _is_run(text: str) -> bool:
    """12345678, hgfedcba."""
    return {ord(after) - ord(before) for before, after in pairwise(text)} in ({1}, {-1})


def _written(password: str) -> str:
    """The same password whether typed full-width or half-width, composed or not."""
    return unicodedata.normalize("NFKC", password)
