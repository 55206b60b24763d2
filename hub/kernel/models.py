"""Bases of models: one for the core, one a room. Each has its own metadata, so that a room's migrations see that
room's tables only, and a quarantined room can be taken out whole."""

import re
from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import ForeignKey, ForeignKeyConstraint, MetaData, String, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column

from hub.kernel.types import UTCDateTime

VILLAGE = "village_id"
NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

# Columns marked so hold personal data: the audit says that they changed, never from what to what.
PERSONAL: dict[Any, Any] = {"personal": True}

# Columns marked so are worked out from others, such as letters to search by: the audit tells of those others alone.
DERIVED: dict[Any, Any] = {"derived": True}

# Columns marked so open a door and are nobody's own, such as a code on a wall; the audit hides them in the same way.
SECRET: dict[Any, Any] = {"secret": True}

# Columns marked so hold what is sealed (hub.confidential): nothing finds, sorts, exports or audits by them.
SEALED: dict[Any, Any] = {"sealed": True}

# A column so marked names a resident, and is not simply moved when a double is merged: its owner does that when it
# hears `residents_merged`, because both may have a row of which there can be only one.
MERGED_BY_OWNER: dict[Any, Any] = {"merged_by_owner": True}

# A column so marked names a resident in a row that the hub may also make by itself, years later, as when a balance is
# carried over: such a row does not say that a room needed them on that day.
NO_USE: dict[Any, Any] = {"no_use": True}


def snake(name: str) -> str:
    """`LoanItem` → `loan_item`."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


class Tables:
    """What every base shares: the naming of tables and constraints, and UNIQUE(village_id, id) on rows of villages,
    the target of composite foreign keys."""

    table_prefix: ClassVar[str] = ""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        if DeclarativeBase in cls.__bases__:
            cls.metadata = MetaData(naming_convention=NAMING)  # type: ignore[attr-defined]
        super().__init_subclass__(**kwargs)
        table = cls.__dict__.get("__table__")
        if table is not None and VILLAGE in table.c and "id" in table.c:
            table.append_constraint(UniqueConstraint(table.c.village_id, table.c.id))

    @declared_attr.directive
    def __tablename__(cls) -> str:
        return cls.table_prefix + snake(cls.__name__)  # type: ignore[attr-defined]


class CoreBase(Tables, DeclarativeBase):
    """Base of the core's own models."""


class Village(CoreBase):
    """A village: the one that rows belong to, and what its people may set about it."""

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(50))
    town: Mapped[str] = mapped_column(String(50), default="")
    centre_name: Mapped[str] = mapped_column(String(60), default="党群服务中心")
    address: Mapped[str] = mapped_column(String(200), default="")
    floor_area: Mapped[int | None] = mapped_column(doc="square metres")
    population: Mapped[int | None] = mapped_column(doc="residents, for 人次 per 百人")
    time_zone: Mapped[str] = mapped_column(String(40), default="Asia/Shanghai")
    phone: Mapped[str] = mapped_column(String(30), default="", doc="the centre's own number, not a person's")
    route: Mapped[str] = mapped_column(String(500), default="", doc="how to get there")
    aims: Mapped[str] = mapped_column(String(200), default="", doc="五常三聚")
    principle: Mapped[str] = mapped_column(String(200), default="")
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)


class VillageRow:
    """Mixed into every model whose rows belong to a village."""

    @declared_attr
    def id(cls) -> Mapped[int]:
        return mapped_column(primary_key=True, sort_order=-2)

    @declared_attr
    def village_id(cls) -> Mapped[int]:
        return mapped_column(ForeignKey(Village.__table__.c.id), sort_order=-1)


class RoomTables(VillageRow, Tables):
    """What a room's base is made of::

        class Base(RoomTables, DeclarativeBase):
            room = "tool_station"

    Its tables are then named `tool_station__<model>`, belong to a village, and live in the room's own metadata.
    """

    room: ClassVar[str]

    def __init_subclass__(cls, **kwargs: Any) -> None:
        if DeclarativeBase in cls.__bases__:
            cls.table_prefix = cls.room + "__"
            ROOM_BASES.append(cls)
        super().__init_subclass__(**kwargs)


# Every room's base in the order they came into being, so that those of a room that fails can be taken out again.
ROOM_BASES: list[type[Any]] = []


def reference(column: str, to: type[Any], *, ondelete: str | None = None) -> ForeignKeyConstraint:
    """A foreign key that cannot leave the village: (village_id, `column`) → (village_id, id) of `to`.

    Goes into `__table_args__`; the relationship beside it says `relationship(foreign_keys=[column])`.
    """
    target = to.__table__
    return ForeignKeyConstraint([VILLAGE, column], [target.c.village_id, target.c.id], ondelete=ondelete)
