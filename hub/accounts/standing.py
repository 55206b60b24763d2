"""Where the one who sends a request stands, in plain values: for deeds done many times a minute, which need neither
the rows of the session nor all that a page shows."""

from __future__ import annotations

from typing import NamedTuple

from flask import session
from sqlalchemy import and_, bindparam, select

from hub.accounts.grants import open_grants
from hub.accounts.models import Membership, SignIn, User
from hub.accounts.session import hash_token
from hub.kernel.clock import now
from hub.kernel.database import db
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
_STANDING = (
    select(
        _USER.id, _USER.name, _USER.lang, _USER.town_admin,
        _VILLAGE.id, _VILLAGE.name, _VILLAGE.time_zone,
        _MEMBERSHIP.role, _MEMBERSHIP.rooms, _SIGN_IN.expires_at,
    )
    .join_from(SignIn.__table__, User.__table__, _USER.id == _SIGN_IN.user_id)
    .join(Membership.__table__, and_(_MEMBERSHIP.user_id == _USER.id, _MEMBERSHIP.active))
    .join(Village.__table__, and_(_VILLAGE.id == _MEMBERSHIP.village_id, _VILLAGE.active))
    .where(
        _SIGN_IN.token_hash == bindparam("token_hash"), _SIGN_IN.ended_at.is_(None), _USER.active,
        ~_USER.must_change_password, _VILLAGE.id == _SIGN_IN.village_id,
    )
)  # fmt: skip


def standing() -> Standing | None:
    """Where the sender of this request stands, in one statement. None when nobody is signed in, or not in a village, or
    there is something they must do first."""
    token = session.get("_user_id")
    if not isinstance(token, str):
        return None
    found = db.session.connection().execute(_STANDING, {"token_hash": hash_token(token)}).one_or_none()
    if found is None or found[-1] <= now():
        return None
    user, village, role = KnownUser(*found[:4]), KnownVillage(*found[4:7]), _Role(*found[7:9])
    return Standing(user, village, open_grants(user, role))
