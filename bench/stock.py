"""Stock Flask-Admin on the same tables: names shown, fifty rows a page, search and filters, nothing overridden.

It is told one thing about villages: which one to show (`get_query`), so that its rows are those of the hub's list. It
looks residents up by ajax, for a field that lists all of them would take a hundred times as long.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

from flask import Flask
from flask_admin import Admin
from flask_admin.contrib.sqla import ModelView
from flask_admin.contrib.sqla.filters import IntEqualFilter
from flask_babel import Babel
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import ForeignKey, String, event
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from bench.plan import HERE, SECRET
from hub.kernel.database import PRAGMAS, engine_options


class Base(DeclarativeBase):
    """The tables as a quick project would map them."""


class Named:
    """A table of which the name is shown."""

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(60))

    def __str__(self) -> str:
        return self.name


class Room(Named, Base):
    __tablename__ = "room"
    village_id: Mapped[int]


class Resident(Named, Base):
    __tablename__ = "resident"
    village_id: Mapped[int]
    phone: Mapped[str]
    group: Mapped[str]
    consent_on: Mapped[date | None]
    last_used_on: Mapped[date | None]


class User(Named, Base):
    __tablename__ = "user"


class Visit(Base):
    __tablename__ = "visit"
    id: Mapped[int] = mapped_column(primary_key=True)
    village_id: Mapped[int] = mapped_column(default=HERE)
    room_id: Mapped[int] = mapped_column(ForeignKey(Room.id))
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime]
    day: Mapped[date]
    heads: Mapped[int]
    kind: Mapped[str] = mapped_column(default="visit")
    purpose: Mapped[str] = mapped_column(default="")
    resident_id: Mapped[int | None] = mapped_column(ForeignKey(Resident.id))
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey(User.id), default=1)
    recorded_at: Mapped[datetime] = mapped_column(default=lambda: datetime.now(UTC).replace(tzinfo=None))
    late: Mapped[bool] = mapped_column(default=False)
    override_reason: Mapped[str] = mapped_column(default="")
    token: Mapped[str] = mapped_column(default=lambda: uuid4().hex)
    room: Mapped[Room] = relationship()
    resident: Mapped[Resident | None] = relationship()
    recorded_by: Mapped[User | None] = relationship()


class OfVillage(ModelView):
    """Rows of one village."""

    page_size = 50
    can_export = True
    export_types = ["csv", "xlsx"]

    def get_query(self) -> Any:
        return super().get_query().filter(self.model.village_id == HERE)

    def get_count_query(self) -> Any:
        return super().get_count_query().filter(self.model.village_id == HERE)


class VisitView(OfVillage):
    column_list = ["started_at", "room", "heads", "purpose", "resident", "recorded_by"]
    column_export_list = ["started_at", "room", "heads", "recorded_by"]
    column_default_sort = ("started_at", True)
    column_sortable_list = ["started_at"]
    column_searchable_list = ["resident.name"]
    column_filters = [IntEqualFilter(Visit.room_id, "room"), "started_at"]
    form_columns = ["room", "resident", "started_at", "ended_at", "day", "heads", "purpose"]
    form_ajax_refs = {"resident": {"fields": ["name"], "page_size": 10}}


class ResidentView(OfVillage):
    column_list = ["name", "phone", "group", "consent_on", "last_used_on"]
    column_default_sort = "name"
    column_searchable_list = ["name"]


def make_app(address: str) -> Flask:
    """The app on one database."""
    app = Flask("stock")
    app.config.update(
        SECRET_KEY=SECRET, SQLALCHEMY_DATABASE_URI=address, SQLALCHEMY_ENGINE_OPTIONS=engine_options(address)
    )
    db = SQLAlchemy(app, model_class=Base)
    with app.app_context():
        if address.startswith("sqlite"):
            event.listen(db.engine, "connect", _as_durable)
    Babel(app)
    admin = Admin(app, name="stock")
    admin.add_view(VisitView(Visit, db, endpoint="visit"))
    admin.add_view(ResidentView(Resident, db, endpoint="resident"))
    return app


def _as_durable(connection: Any, _record: object) -> None:
    for name, value in PRAGMAS.items():
        connection.execute(f"PRAGMA {name}={value}")
