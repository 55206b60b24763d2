"""A room is walked over once a day, point by point. A room mixes `CheckColumns` into a model of its own, names its
points, and adds the page and the list::

    class Check(CheckColumns, Base):
        __table_args__ = check_keys()

    daily = DailyCheck(Check, checklist)
    add_check_page(shop, daily, title=_l("每日检查"), faulty=_l("%(n)s 项不正常，请登记故障"))

    class Checks(ChecksView):
        _check = Check
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.schema import SchemaItem

from hub.kits.upkeep.pages import Workshop
from hub.room import (
    Column,
    DateFilter,
    Done,
    Form,
    RecordsView,
    RowAction,
    TextField,
    TicksField,
    UTCDateTime,
    _,
    _l,
    _lp,
    db,
    here,
    pill,
)


class CheckColumns:
    """One day's check."""

    day: Mapped[date]
    missing: Mapped[str] = mapped_column(String(600), default="", doc="what was not in order, one a line")
    note: Mapped[str] = mapped_column(String(200), default="")
    checked_at: Mapped[datetime] = mapped_column(UTCDateTime)


def check_keys() -> tuple[SchemaItem, ...]:
    """Keys of the table: one check a day and village."""
    return (UniqueConstraint("village_id", "day"),)


@dataclass(frozen=True, slots=True)
class DailyCheck:
    """The daily check of a room. `model` is made of `CheckColumns`; `points` are asked for each time, for a village
    may change them. All of them together have at most 600 signs."""

    model: type[Any]
    points: Callable[[], Sequence[str]]

    def today(self) -> Any | None:
        """The check of today, if it was done."""
        return db.session.scalars(select(self.model).where(self.model.day == here.today)).one_or_none()

    def note(self, in_order: Iterable[str], note: str = "") -> Any:
        """Note the check of today; once more on the same day puts it right. What is not in order is kept, in words."""
        sound = set(in_order)
        missing = "\n".join(point for point in self.points() if point not in sound)
        row = self.today()
        if row is None:
            row = self.model(day=here.today)
            db.session.add(row)
        row.missing, row.note, row.checked_at = missing, note.strip(), here.now
        db.session.flush()
        return row


class CheckForm(Form):
    """每日检查"""

    in_order = TicksField(_l("逐项看过，正常的打勾"))
    note = TextField(_l("备注"), max=200)


def add_check_page(
    shop: Workshop,
    daily: DailyCheck,
    *,
    title: Any,
    faulty: Any,
    template: str = "pages/action.html",
) -> None:
    """Add the page `check`. Whoever found something that is not in order is told so (`faulty`, which names how many
    with `%(n)s`) and goes on to the page `fault`."""

    def list_points(form: CheckForm) -> None:
        points = daily.points()
        form.in_order.choices = [(point, point) for point in points]
        done = daily.today()
        if done is not None and form.in_order.raw_data is None:
            missing = done.missing.splitlines()
            form.in_order.data = [point for point in points if point not in missing]
            form.note.data = done.note

    @shop.pages.action(
        "check", form=CheckForm, permission=shop.permission, title=title, submit=_l("检查好了"), prepare=list_points,
        template=template,
    )  # fmt: skip
    def check(form: CheckForm) -> Done:
        missing = daily.note(form.in_order.data, form.note.data).missing.splitlines()
        if not missing:
            return shop.done(_("检查好了，都正常"))
        return Done(str(faulty) % {"n": len(missing)}, to=shop.pages.url("fault"))


class ChecksView(RecordsView):
    """每日检查, as a list"""

    _check: ClassVar[type[Any]]

    slug = "checks"
    title = _l("每日检查")
    singular = _lp("singular", "每日检查")
    permission = "view"
    order = "-day"
    empty_text = _l("还没有检查过，每天看一遍，从“每日检查”登记。")
    links: Sequence[RowAction] = (RowAction(_l("每日检查"), page="check", permission="upkeep"),)

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        if hasattr(cls, "_check"):
            check = cls.model = cls._check
            cls.columns = (
                Column("day", _l("哪一天"), check.day, kind="main", sort=True),
                Column("missing", _l("没打勾的"), check.missing, show=_missing),
                Column("note", _l("备注"), check.note, kind="secondary"),
                Column("checked_at", _l("几点查的"), check.checked_at, kind="hide_phone"),
            )
            cls.filters = (DateFilter("day", _l("哪一天")),)


def _missing(missing: str) -> Any:
    return missing.replace("\n", _("、")) or pill(_("都正常"), "ok")
