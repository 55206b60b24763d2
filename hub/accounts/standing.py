"""Where the one who sends a request stands, in plain values: for deeds done many times a minute, which need neither
the rows of the session nor all that a page shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ScalarSelect, Select, String, and_, bindparam, cast, func, select

from hub.accounts.grants import open_grants
from hub.accounts.models import Membership, SignIn, User
from hub.accounts.session import hash_token
from hub.kernel.models import Village


class KnownUser(NamedTuple):
    """What is known of the user."""

    id: int
    name: str
    lang: str
    town_admin: bool


class KnownVillage(NamedTuple):
    """What is known of the village."""

    id: int
    name: str
    time_zone: str


class _Role(NamedTuple):
    role: str
    rooms: str


class Standing(NamedTuple):
    """Who is signed in and what they may in the village they work in, confidential rooms left out; without a row of the
    session."""

    user: KnownUser
    village: KnownVillage
    grants: frozenset[str]


_USER, _VILLAGE, _SIGN_IN, _MEMBERSHIP = (model.__table__.c for model in (User, Village, SignIn, Membership))
_MINE = _SIGN_IN.token_hash == bindparam("token_hash")
_HERE = func.set_config("app.village_id", cast(_VILLAGE.id, String), True)


def stands(database: str) -> Select[Any]:
    """The statement that tells where somebody stands, by `asked`. On PostgreSQL it also opens the village's rows to the
    statements after it in the same transaction."""
    columns = [
        _USER.id, _USER.name, _USER.lang, _USER.town_admin, _VILLAGE.id, _VILLAGE.name, _VILLAGE.time_zone,
        _MEMBERSHIP.role, _MEMBERSHIP.rooms, *([_HERE] if database == "postgresql" else []),
    ]  # fmt: skip
    return (
        select(*columns)
        .join_from(SignIn.__table__, User.__table__, _USER.id == _SIGN_IN.user_id)
        .join(Membership.__table__, and_(_MEMBERSHIP.user_id == _USER.id, _MEMBERSHIP.active))
        .join(Village.__table__, and_(_VILLAGE.id == _MEMBERSHIP.village_id, _VILLAGE.active))
        .where(
            _MINE, _SIGN_IN.ended_at.is_(None), _SIGN_IN.expires_at > bindparam("now"), _USER.active,
            ~_USER.must_change_password, _VILLAGE.id == _SIGN_IN.village_id,
        )
    )  # fmt: skip


def village_of_sign_in() -> ScalarSelect[int]:
    """The number of the village that somebody works in, as a value within another statement."""
    return select(_SIGN_IN.village_id).where(_MINE).scalar_subquery()


def asked(session: Mapping[str, Any], at: datetime) -> dict[str, Any] | None:
    """The values by which the statements find who sent a request; None when nobody is signed in."""
    token = session.get("_user_id")
    return {"token_hash": hash_token(token), "now": at} if isinstance(token, str) else None


def standing(found: Sequence[Sequence[Any]]) -> Standing | None:
    """What the statement told. None when there is something that they must do first, or where they are in no
    village."""
    if len(found) != 1:
        return None
    row = found[0]
    user = KnownUser(row[0], row[1], row[2], bool(row[3]))
    return Standing(user, KnownVillage(*row[4:7]), open_grants(user, _Role(*row[7:9])))
