"""Is it really them? Five wrong passwords lock an account for a quarter of an hour."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from hub.accounts.models import User
from hub.accounts.names import fold_username
from hub.accounts.passwords import fits, hash_password, is_dated
from hub.i18n import _
from hub.kernel.clock import now
from hub.kernel.database import db
from hub.kernel.refusals import Refused
from hub.kernel.transactions import intention
from hub.text import short_moment

TRIES = 5
WARN_BELOW = 2
LOCKED_FOR = timedelta(minutes=15)


def authenticate(username: str, password: str) -> User:
    """The user with this password. Raises Refused with the next step.

    Commits by itself: a wrong password must be counted although the page answers with an error. The slow comparison
    is made outside of any transaction, so that nobody else has to wait for it.
    """
    user_id, password_hash = _look_up(fold_username(username))
    right = fits(password_hash, password)
    user = db.session.get(User, user_id, with_for_update=True) if user_id else None
    if user is None:
        db.session.rollback()
        raise Refused(_wrong(), "password")
    if user.locked_until is not None and user.locked_until > now():
        sentence = _locked(user)
        db.session.rollback()
        raise Refused(sentence, "password")
    if not right:
        sentence = _count_failure(user)
        db.session.commit()
        raise Refused(sentence, "password")
    if not user.active:
        db.session.rollback()
        raise Refused(_("这个账号已停用。如需恢复，请联系村书记或镇管理员。"), "username")
    user.failures, user.locked_until = 0, None
    if is_dated(user.password_hash):
        user.password_hash = hash_password(password)
    return user


def _look_up(username: str) -> tuple[int | None, str | None]:
    with intention(writes=False):
        found = db.session.execute(
            select(User.id, User.password_hash).where(User.username == username)
        ).first()
        db.session.rollback()
    return (found.id, found.password_hash) if found else (None, None)


def _count_failure(user: User) -> str:
    user.failures += 1
    left = TRIES - user.failures
    if left == 0:
        user.failures, user.locked_until = 0, now() + LOCKED_FOR
        return _locked(user)
    if left <= WARN_BELOW:
        return _("用户名或密码不对。再错 %(n)s 次，这个账号会锁定一刻钟。", n=left)
    return _wrong()


def _wrong() -> str:
    return _("用户名或密码不对。请检查大小写和输入法，再试一次。")


def _locked(user: User) -> str:
    return _(
        "密码连错了 %(n)s 次，账号锁定到 %(until)s。到时再试；忘了密码，请村书记重设。",
        n=TRIES, until=short_moment(user.locked_until),
    )  # fmt: skip
