"""Disputes seen early, cases with all that belongs to them, mediators, advice, what went to the county.

Whatever says something of somebody is sealed. When a case is filed all of it goes, and its index alone stays: number,
kind, dates and how it ended.
"""

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from hub.kits.casework import QuietCaseColumns, QuietStepColumns, case_keys, step_keys
from hub.kits.papers import TemplateColumns, template_keys
from hub.room import RoomTables, Sealed, SealedRecord, User, UTCDateTime, reference

from .words import (
    CONFIRMED,
    ENDINGS,
    FORMS,
    FOUND,
    HAZARDS,
    KINDS,
    MEANS,
    PLACES,
    ROOM,
    SIDES,
    SOURCES,
    STATES,
    TIES,
)


def _one_of(column: str, codes: Iterable[str]) -> str:
    """The condition that a column holds one of the codes."""
    return f"{column} IN ({', '.join(repr(code) for code in codes)})"


class Base(RoomTables, DeclarativeBase):
    """Base of the room's models."""

    room = ROOM


class Case(SealedRecord, QuietCaseColumns, Base):
    """调解案件: a dispute from its registering until it is filed."""

    kind: Mapped[str] = mapped_column(String(12))
    source: Mapped[str] = mapped_column(String(8))
    matter = Sealed(longest=1000)  # what it is about, in words that both sides may read
    words = Sealed(longest=500)  # why one refused, or why it ended
    ending: Mapped[str] = mapped_column(String(12), default="", doc="why it ended without an agreement")
    accepted_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    informed_at: Mapped[datetime | None] = mapped_column(UTCDateTime, doc="when both were told their rights")
    visit_on: Mapped[date | None] = mapped_column(doc="when somebody is to go and ask whether it is kept")

    __table_args__ = (
        *case_keys(receipts=False),
        CheckConstraint(_one_of("kind", KINDS), name="kind"),
        CheckConstraint(_one_of("source", SOURCES), name="source"),
        CheckConstraint(_one_of("state", STATES), name="state"),
        CheckConstraint(_one_of("ending", ("", *ENDINGS)), name="ending"),
        CheckConstraint(
            "state IN ('applied', 'refused', 'archived') OR accepted_at IS NOT NULL", name="accepted"
        ),
        CheckConstraint(
            "state <> 'archived' OR (matter_sealed IS NULL AND words_sealed IS NULL)", name="index_only"
        ),
        Index(None, "village_id", "accepted_at"),
        Index(None, "village_id", "state", "visit_on"),
        Index(None, "village_id", "state", "resolved_at"),
    )


class Party(SealedRecord, Base):
    """当事人: who they are and whether they agree to the mediation. Of the boxes for identity numbers and the like
    nothing is kept: they are filled by hand on the paper."""

    case_id: Mapped[int] = mapped_column()
    side: Mapped[str] = mapped_column(String(1))
    name = Sealed(longest=50)
    phone = Sealed(longest=20)
    answer: Mapped[str] = mapped_column(String(3), default="")
    answered_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    __table_args__ = (
        reference("case_id", to=Case, ondelete="CASCADE"),
        CheckConstraint(_one_of("side", SIDES), name="side"),
        CheckConstraint("answer IN ('', 'yes', 'no')", name="answer"),
        Index(None, "village_id", "case_id", "id"),
    )


class Mediator(SealedRecord, Base):
    """调解员: a keeper of the room, or a volunteer, of whom the name is known."""

    user_id: Mapped[int | None] = mapped_column(doc="empty: a volunteer")
    name = Sealed(longest=50)
    left_on: Mapped[date | None] = mapped_column(doc="when a volunteer stopped")
    user: Mapped[User | None] = relationship(foreign_keys=[user_id])

    __table_args__ = (
        ForeignKeyConstraint(["user_id"], [User.__table__.c.id]),
        UniqueConstraint("village_id", "user_id"),
        CheckConstraint("user_id IS NULL OR name_sealed IS NULL", name="named_once"),
        Index(None, "village_id", "left_on"),
    )


class Seat(Base):
    """A mediator mediates a case, and said that nothing ties them to either side."""

    case_id: Mapped[int] = mapped_column()
    mediator_id: Mapped[int] = mapped_column()
    asked_at: Mapped[datetime] = mapped_column(UTCDateTime, doc="when they said so")
    mediator: Mapped[Mediator] = relationship(foreign_keys=[mediator_id])

    __table_args__ = (
        reference("case_id", to=Case, ondelete="CASCADE"),
        reference("mediator_id", to=Mediator),
        UniqueConstraint("village_id", "case_id", "mediator_id"),
        Index(None, "village_id", "mediator_id"),
    )


class Interest(Base):
    """回避: a mediator has declared an interest in a case, and cannot be chosen for it."""

    case_id: Mapped[int] = mapped_column()
    mediator_id: Mapped[int] = mapped_column()
    tie: Mapped[str] = mapped_column(String(8))
    declared_at: Mapped[datetime] = mapped_column(UTCDateTime)

    __table_args__ = (
        reference("case_id", to=Case, ondelete="CASCADE"),
        reference("mediator_id", to=Mediator),
        UniqueConstraint("village_id", "case_id", "mediator_id"),
        CheckConstraint(_one_of("tie", TIES), name="tie"),
        Index(None, "village_id", "mediator_id"),
    )


class Step(SealedRecord, QuietStepColumns, Base):
    """One thing that happened to a case."""

    note = Sealed(longest=500)

    __table_args__ = step_keys(Case)


class Meeting(SealedRecord, Base):
    """A session with both sides: when, where, what was said before both, what was agreed."""

    case_id: Mapped[int] = mapped_column()
    held_at: Mapped[datetime] = mapped_column(UTCDateTime)
    place: Mapped[str] = mapped_column(String(8))
    heads: Mapped[int] = mapped_column(Integer)
    said = Sealed(longest=2000)
    agreed = Sealed(longest=1000)

    __table_args__ = (
        reference("case_id", to=Case, ondelete="CASCADE"),
        CheckConstraint(_one_of("place", PLACES), name="place"),
        CheckConstraint("heads BETWEEN 1 AND 50", name="heads"),
        Index(None, "village_id", "case_id", "id"),
        Index(None, "village_id", "held_at"),
    )


class Statement(SealedRecord, Base):
    """What one party said in private. It is on no paper but that party's own 调查记录."""

    case_id: Mapped[int] = mapped_column()
    party_id: Mapped[int] = mapped_column()
    taken_at: Mapped[datetime] = mapped_column(UTCDateTime)
    place: Mapped[str] = mapped_column(String(8))
    text = Sealed(longest=2000)
    party: Mapped[Party] = relationship(foreign_keys=[party_id])

    __table_args__ = (
        reference("case_id", to=Case, ondelete="CASCADE"),
        reference("party_id", to=Party, ondelete="CASCADE"),
        CheckConstraint(_one_of("place", PLACES), name="place"),
        Index(None, "village_id", "case_id", "id"),
        Index(None, "village_id", "party_id"),
    )


class Agreement(SealedRecord, Base):
    """What both agreed on, orally or in writing. That it was made, and how, stays in the index."""

    case_id: Mapped[int] = mapped_column()
    form: Mapped[str] = mapped_column(String(8))
    made_on: Mapped[date]
    terms = Sealed(longest=2000)
    confirm_by: Mapped[date] = mapped_column(doc="the last day on which a court can be asked to confirm it")
    confirmed: Mapped[str] = mapped_column(
        String(8), default="", doc="whether one is asked; empty: not said yet"
    )

    __table_args__ = (
        reference("case_id", to=Case, ondelete="CASCADE"),
        UniqueConstraint("village_id", "case_id"),
        CheckConstraint(_one_of("form", FORMS), name="form"),
        CheckConstraint(_one_of("confirmed", ("", *CONFIRMED)), name="confirmed"),
        Index(None, "village_id", "made_on"),
        Index(None, "village_id", "confirmed", "confirm_by"),
    )


class Duty(SealedRecord, Base):
    """What is to be done by when, as agreed."""

    case_id: Mapped[int] = mapped_column()
    due_on: Mapped[date]
    what = Sealed(longest=300)
    done_on: Mapped[date | None]

    __table_args__ = (
        reference("case_id", to=Case, ondelete="CASCADE"),
        Index(None, "village_id", "case_id", "id"),
        Index(None, "village_id", "done_on", "due_on"),
    )


class FollowUp(SealedRecord, Base):
    """回访: somebody asked whether the agreement is kept."""

    case_id: Mapped[int] = mapped_column()
    visited_on: Mapped[date]
    means: Mapped[str] = mapped_column(String(8))
    found: Mapped[str] = mapped_column(String(8))
    note = Sealed(longest=500)

    __table_args__ = (
        reference("case_id", to=Case, ondelete="CASCADE"),
        CheckConstraint(_one_of("means", MEANS), name="means"),
        CheckConstraint(_one_of("found", FOUND), name="found"),
        Index(None, "village_id", "case_id", "id"),
        Index(None, "village_id", "visited_on"),
    )


class Hazard(SealedRecord, Base):
    """隐患: a dispute that was seen early, looked after before it is one."""

    kind: Mapped[str] = mapped_column(String(12))
    seen_on: Mapped[date]
    what = Sealed(longest=500)
    state: Mapped[str] = mapped_column(String(8), default="watched")
    look_on: Mapped[date] = mapped_column(doc="when to look again")
    settled_on: Mapped[date | None]
    case_id: Mapped[int | None]

    __table_args__ = (
        reference("case_id", to=Case),
        CheckConstraint(_one_of("kind", KINDS), name="kind"),
        CheckConstraint(_one_of("state", HAZARDS), name="state"),
        CheckConstraint("(state = 'watched') = (settled_on IS NULL)", name="settled"),
        CheckConstraint("state = 'watched' OR what_sealed IS NULL", name="forgotten"),
        Index(None, "village_id", "state", "look_on"),
        Index(None, "village_id", "seen_on", "id"),
        Index(None, "village_id", "settled_on"),
        Index(None, "village_id", "case_id"),
    )


class Advice(Base):
    """法律咨询: counted, nothing about the matter."""

    given_at: Mapped[datetime] = mapped_column(UTCDateTime)
    heads: Mapped[int] = mapped_column(Integer)

    __table_args__ = (
        CheckConstraint("heads BETWEEN 1 AND 50", name="heads"),
        Index(None, "village_id", "given_at", "id"),
    )


class AidHandOver(SealedRecord, Base):
    """法律援助申请 that was handed to the county: when, and who took it there; not whose, and not what about."""

    handed_on: Mapped[date]
    received_by = Sealed(longest=50)

    __table_args__ = (Index(None, "village_id", "handed_on", "id"),)


class PaperTemplate(TemplateColumns, Base):
    """The village's own template of one of the official forms."""

    __table_args__ = template_keys()
