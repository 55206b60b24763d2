"""Is it really them? Five wrong passwords lock an account for a quarter of an hour; a name that no account has, too."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from hub.accounts.models import UnknownName, User
from hub.accounts.names import fold_username
from hub.accounts.passwords import fits, hash_password, is_dated
from hub.i18n import _
from hub.kernel.clock import now
from hub.kernel.database import db
from hub.kernel.keys import keyed_digest
from hub.kernel.refusals import Refused
from hub.kernel.tenancy import TRUSTED
from hub.kernel.transactions import intention
from hub.text import short_moment

TRIES = 5
WARN_BELOW = 2
LOCKED_FOR = timedelta(minutes=15)
FORGOTTEN = timedelta(days=365)  # names that no account has


def authenticate(username: str, password: str) -> User:
    """The user with this password. Raises Refused with the next step.

    Commits by itself: a wrong password must be counted although the page answers with an error. The slow comparison
    is made outside of any transaction, so that nobody else has to wait for it.
    """
    name = fold_username(username)
    user_id, password_hash = _look_up(name)
    right = fits(password_hash, password)
    user = db.session.get(User, user_id, with_for_update=True) if user_id else None
    counted = user or _unknown(name)
    if counted.locked_until is not None and counted.locked_until > now():
        sentence = _locked(counted)
        db.session.rollback()
        raise Refused(sentence, "password")
    if user is None or not right:
        sentence = _count_failure(counted)
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


def _unknown(name: str) -> UnknownName:
    """What is counted of a name that no account has, held. The oldest are forgotten on the way."""
    name_hash = keyed_digest("sign-in", name).hex()
    found = select(UnknownName).where(UnknownName.name_hash == name_hash).with_for_update()
    row = db.session.scalars(found).one_or_none()
    if row is None:
        old = delete(UnknownName).where(UnknownName.tried_at < now() - FORGOTTEN)
        db.session.execute(old, execution_options={TRUSTED: True})
        try:
            with db.session.begin_nested():
                row = UnknownName(name_hash=name_hash, failures=0, tried_at=now())
                db.session.add(row)
        except IntegrityError:  # the same name at the same moment
            row = db.session.scalars(found).one()
    row.tried_at = now()
    return row


def _count_failure(user: User | UnknownName) -> str:
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


def _locked(user: User | UnknownName) -> str:
    return _(
        "密码连错了 %(n)s 次，账号锁定到 %(until)s。到时再试；忘了密码，请村书记重设。",
        n=TRIES, until=short_moment(user.locked_until),
    )  # fmt: skip
