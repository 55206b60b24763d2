"""Giving people an account, a role and rooms, and taking them back. Nothing here commits.

A secretary decides about their own village only. An account that also serves another village belongs to both, so what
would hand it over (a new password, another name) is left to the town administrator.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select

from hub.accounts.models import Membership, User
from hub.accounts.names import check_username
from hub.accounts.passwords import first_password, hash_password
from hub.accounts.session import end_all
from hub.audit.writer import note
from hub.confidential import trust
from hub.i18n import _
from hub.kernel.clock import now
from hub.kernel.database import db
from hub.kernel.refusals import Refused
from hub.people.names import check_name

SECRETARY, KEEPER, READER = "secretary", "keeper", "reader"
ROLES = (SECRETARY, KEEPER, READER)


def create_user(username: str, name: str, *, town_admin: bool = False) -> tuple[User, str]:
    """A new account and its first password, which is kept nowhere else. Raises Refused."""
    username, name = check_username(username), check_name(name)
    if find_user(username) is not None:
        raise Refused(
            _(
                "用户名“%(username)s”已经有人用了。请换一个；若是同一个人要在两个村工作，请镇管理员办理。",
                username=username,
            ),
            "username",
        )
    password = first_password()
    user = User(
        username=username,
        name=name,
        password_hash=hash_password(password),
        town_admin=town_admin,
        created_at=now(),
    )
    db.session.add(user)
    db.session.flush()
    return user, password


def find_user(username: str) -> User | None:
    """The account of a user name as it is kept."""
    return db.session.scalars(select(User).where(User.username == username)).one_or_none()


def add_membership(user: User, village_id: int, role: str, rooms: Iterable[str] = ()) -> Membership:
    """Let a user work in a village. Raises Refused."""
    if user.town_admin:
        raise Refused(_("镇管理员不参与村里的工作，也不看居民资料，不能加入村。"), "username")
    if find_membership(user.id, village_id) is not None:
        raise Refused(_("%(name)s 已经在这个村的名单里。", name=user.name), "username")
    membership = Membership(
        user_id=user.id, village_id=village_id, role=role, rooms=_written(role, rooms), trusted=""
    )
    db.session.add(membership)
    db.session.flush()
    trust.rooms_changed(membership, ())
    return membership


def change_membership(membership: Membership, role: str, rooms: Iterable[str] = ()) -> None:
    """Change somebody's role and rooms. Raises Refused for a village's last secretary."""
    if role != SECRETARY:
        _keep_a_secretary(membership)
    before = membership.rooms.split()
    membership.role, membership.rooms = role, _written(role, rooms)
    trust.rooms_changed(membership, before)


def take_off(membership: Membership) -> None:
    """Let somebody work here no more, from this moment on. Raises Refused for a village's last secretary."""
    _keep_a_secretary(membership)
    membership.active = False


def give_back(membership: Membership) -> None:
    """Let somebody who was taken off work here again, as what they were."""
    membership.active = True


def rename(user: User, name: str) -> None:
    """Correct how somebody is called. Raises Refused."""
    user.name = check_name(name)


def reset_password(user: User) -> str:
    """Give a new first password; every sign-in of the user ends. Answers the password, which is kept nowhere else."""
    password = first_password()
    set_password(user, password, must_change=True)
    trust.password_was_reset(user)
    note("password_reset", User.__tablename__, user.id)
    return password


def set_password(user: User, password: str, *, must_change: bool = False) -> None:
    """Change a password; every sign-in of the user ends, for whoever knew the old one may be signed in."""
    user.password_hash = hash_password(password)
    user.must_change_password = must_change
    user.failures, user.locked_until = 0, None
    end_all(user)


def set_active(user: User, active: bool) -> None:
    """Stop an account altogether, or let it sign in again. Raises Refused for a village's last secretary."""
    if not active:
        for membership in db.session.scalars(select(Membership).where(Membership.user_id == user.id)):
            _keep_a_secretary(membership)
        end_all(user)
    user.active = active


def find_membership(user_id: int, village_id: int) -> Membership | None:
    """What a user is in a village, in force or taken off."""
    query = select(Membership).where(Membership.user_id == user_id, Membership.village_id == village_id)
    return db.session.scalars(query).one_or_none()


def belongs_to(user: User, village_id: int) -> bool:
    """Whether an account is this village's alone, so that its secretary may decide about it."""
    villages = db.session.scalars(select(Membership.village_id).where(Membership.user_id == user.id)).all()
    return not user.town_admin and list(villages) == [village_id]


def _keep_a_secretary(membership: Membership) -> None:
    """Locks the village's secretaries, so that the last two cannot take one another off at the same moment."""
    if membership.role != SECRETARY or not membership.active:
        return
    query = (
        select(Membership)
        .join(User, User.id == Membership.user_id)
        .where(
            Membership.village_id == membership.village_id,
            Membership.role == SECRETARY,
            Membership.active,
            User.active,
        )
        .with_for_update(of=Membership)
        .execution_options(populate_existing=True)
    )
    others = [other for other in db.session.scalars(query) if other.id != membership.id]
    if not others:
        raise Refused(_("这是本村唯一的村书记账号。请先让另一位成为村书记，再改这一位。"), "role")


def _written(role: str, rooms: Iterable[str]) -> str:
    """A keeper's rooms as they are stored; other roles have none of their own."""
    if role not in ROLES:
        raise Refused(_("请选一个角色。"), "role")
    keys = sorted(set(rooms)) if role == KEEPER else []
    if role == KEEPER and not keys:
        raise Refused(_("室管员至少要管一个功能室，请勾选。"), "rooms")
    return " ".join(keys)
