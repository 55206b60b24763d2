"""Waiting for one of several alike, such as the copies of a book: first come, first served, no day named.

The room calls `settle` whenever one of the things came, went or was asked for, with the kind held. Who did not come in
time loses the turn by the calendar alone: `Queue.kept_for` knows it on reading, and the next `settle` writes it down.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Generic, TypeVar

from sqlalchemy import CheckConstraint, Index, String, select, text
from sqlalchemy.orm import Mapped, declared_attr, joinedload, mapped_column, relationship
from sqlalchemy.schema import SchemaItem

from hub.room import PERSONAL, Refused, Resident, UTCDateTime, _, db, here, reference

Wait = TypeVar("Wait", bound=Any)
WAITING = "state = 'waiting'"


class WaitColumns:
    """Somebody waits; from `ready_on` one of the things is put aside for them."""

    resident_id: Mapped[int | None] = mapped_column(info=PERSONAL, doc="empty once unlinked or erased")
    asked_at: Mapped[datetime] = mapped_column(UTCDateTime)
    state: Mapped[str] = mapped_column(
        String(10), default="waiting", doc="waiting | taken | cancelled | lapsed"
    )
    ready_on: Mapped[date | None] = mapped_column(doc="the day one was put aside")
    told_at: Mapped[datetime | None] = mapped_column(UTCDateTime, doc="they were told that it is there")

    @declared_attr
    def resident(cls) -> Mapped[Resident | None]:
        return relationship(Resident, foreign_keys=[cls.resident_id])  # type: ignore[list-item]


def wait_keys(
    table: str, kind: str, to_kind: type[Any], thing: str, to_thing: type[Any]
) -> tuple[SchemaItem, ...]:
    """References, checks and indexes: one turn a person and kind, one person a thing that is put aside."""
    return (
        reference(kind, to=to_kind),
        reference(thing, to=to_thing),
        reference("resident_id", to=Resident),
        CheckConstraint("state IN ('waiting', 'taken', 'cancelled', 'lapsed')", name="state"),
        CheckConstraint(f"({thing} IS NULL) = (ready_on IS NULL)", name="ready"),
        _one_waiting(f"uq_{table}_person", kind, "resident_id"),
        _one_waiting(f"uq_{table}_aside", thing),
        Index(None, "village_id", kind, "asked_at", "id"),
        Index(None, "village_id", "resident_id"),
        Index(None, "village_id", "state", "asked_at", "id"),
    )


def _one_waiting(name: str, *columns: str) -> Index:
    return Index(
        name, "village_id", *columns, unique=True, sqlite_where=text(WAITING), postgresql_where=text(WAITING)
    )


@dataclass(frozen=True, slots=True)
class Queue(Generic[Wait]):
    """The queues of a room. `kind` is the column that names what is waited for, `thing` the one put aside; the kind is
    held by whoever calls what changes something."""

    wait: type[Wait]
    kind: str
    thing: str

    def waiting(self, kind_id: int) -> Sequence[Wait]:
        """Those who wait for a kind, the first first."""
        return db.session.scalars(
            select(self.wait)
            .where(getattr(self.wait, self.kind) == kind_id, self.wait.state == "waiting")
            .options(joinedload(self.wait.resident))
            .order_by(self.wait.asked_at, self.wait.id)
        ).all()

    def join(self, kind_id: int, resident: Resident) -> Wait:
        """Somebody asks for it. Raises Refused when they wait already."""
        if any(one.resident_id == resident.id for one in self.waiting(kind_id)):
            raise Refused(_("已经预约过了，到了会通知，不用再约。"), "resident")
        row = self.wait(
            **{self.kind: kind_id}, resident_id=resident.id, resident=resident, asked_at=here.now, state="waiting"
        )  # fmt: skip
        db.session.add(row)
        db.session.flush()
        resident.last_used_on = here.today
        return row

    def find(self, wait_id: int) -> Wait:
        """A turn that is still waited for. Raises Refused."""
        row = db.session.get(self.wait, wait_id)
        if row is not None:
            db.session.refresh(row)
        if row is None or row.state != "waiting":
            raise Refused(_("这个预约已经办完了。"))
        return row

    def settle(self, kind_id: int, free: Collection[int], keep: int) -> list[Wait]:
        """Give the free things to those whose turn it is; each is kept for `keep` days. Answers whose came up."""
        left = dict.fromkeys(free)
        unserved = []
        for one in self.waiting(kind_id):
            aside = getattr(one, self.thing)
            if aside is not None and lapsed(one, keep):
                one.state = "lapsed"
            elif aside in left:
                del left[aside]
            else:
                setattr(one, self.thing, None)
                one.ready_on = one.told_at = None
                unserved.append(one)
        db.session.flush()  # what is let go of is free before it is given to the next
        served = unserved[: len(left)]
        for one, thing_id in zip(served, left, strict=False):
            setattr(one, self.thing, thing_id)
            one.ready_on = here.today
        db.session.flush()
        return served

    def take(self, kind_id: int, resident_id: int, thing_id: int) -> None:
        """The one who waited has come and takes this one."""
        for one in self.waiting(kind_id):
            if one.resident_id == resident_id:
                one.state = "taken"
                setattr(one, self.thing, thing_id)
                one.ready_on = one.ready_on or here.today
        db.session.flush()

    def wait_again(self, kind_id: int, resident_id: int, thing_id: int) -> None:
        """The loan that ended somebody's waiting was undone."""
        taken = db.session.scalars(
            select(self.wait)
            .where(
                getattr(self.wait, self.kind) == kind_id, self.wait.resident_id == resident_id,
                getattr(self.wait, self.thing) == thing_id, self.wait.state == "taken",
            )
            .order_by(self.wait.asked_at.desc())
        ).first()  # fmt: skip
        if taken is not None:
            taken.state = "waiting"
            db.session.flush()

    def kept_for(self, kind_id: int, thing_id: int, keep: int) -> Wait | None:
        """Whose the thing is today, as if `settle` had just been called: the one it was put aside for, else the first
        who has none."""
        first = None
        for one in self.waiting(kind_id):
            aside = getattr(one, self.thing)
            if aside == thing_id and not lapsed(one, keep):
                return one
            if aside is None and first is None:
                first = one
        return first


def lapsed(wait: Any, keep: int) -> bool:
    """Whether somebody did not come in time for what was put aside: on the day itself or within `keep` days more."""
    return wait.ready_on is not None and here.today > wait.ready_on + timedelta(days=keep)
