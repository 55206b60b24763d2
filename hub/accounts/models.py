"""Accounts of the people who work with the hub; they stand above villages and serve one or several of them."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hub.kernel.models import CoreBase, Village
from hub.kernel.types import UTCDateTime


class User(CoreBase):
    """Somebody who signs in. Town administrators look after villages and never see a resident."""

    id: Mapped[int] = mapped_column(primary_key=True)
    username: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(50))
    password_hash: Mapped[str] = mapped_column(String(200))
    must_change_password: Mapped[bool] = mapped_column(default=True)
    town_admin: Mapped[bool] = mapped_column(default=False)
    active: Mapped[bool] = mapped_column(default=True)
    lang: Mapped[str] = mapped_column(String(12), default="zh_Hans_CN")
    failures: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None] = mapped_column(UTCDateTime)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)


class UnknownName(CoreBase):
    """A name under which somebody tried to sign in and that no account has: it is counted and locked as one, so that
    the answers do not tell which accounts there are."""

    id: Mapped[int] = mapped_column(primary_key=True)
    name_hash: Mapped[str] = mapped_column(
        String(64), unique=True, doc="keyed; a name may be a mistyped password"
    )
    failures: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None] = mapped_column(UTCDateTime)
    tried_at: Mapped[datetime] = mapped_column(UTCDateTime, index=True)


class Membership(CoreBase):
    """What a user is in a village."""

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey(User.__table__.c.id))
    village_id: Mapped[int] = mapped_column(ForeignKey(Village.__table__.c.id))
    role: Mapped[str] = mapped_column(String(12), doc="secretary | keeper | reader")
    rooms: Mapped[str] = mapped_column(
        String(600), default="", doc="keys of a keeper's rooms, space-separated"
    )
    trusted: Mapped[str] = mapped_column(
        String(600), default="", doc="keys of the confidential ones among them that a second person agreed to"
    )
    glass_room: Mapped[str] = mapped_column(String(40), default="", doc="a confidential room opened in need")
    glass_until: Mapped[datetime | None] = mapped_column(UTCDateTime)
    active: Mapped[bool] = mapped_column(
        default=True, doc="False: no longer works here; kept, so it can be given back"
    )
    user: Mapped[User] = relationship(foreign_keys=[user_id])
    village: Mapped[Village] = relationship(foreign_keys=[village_id])

    __table_args__ = (
        UniqueConstraint("user_id", "village_id"),
        CheckConstraint("role IN ('secretary', 'keeper', 'reader')", name="role"),
    )


class SignIn(CoreBase):
    """One sign-in of a user on one device. Its random token is all that the cookie knows; ending it here ends it
    everywhere."""

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey(User.__table__.c.id))
    village_id: Mapped[int | None] = mapped_column(
        ForeignKey(Village.__table__.c.id), doc="the village worked in"
    )
    device: Mapped[str] = mapped_column(String(60), default="", doc="phone | computer")
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    user: Mapped[User] = relationship(foreign_keys=[user_id])

    __table_args__ = (Index(None, "user_id", "ended_at"),)
