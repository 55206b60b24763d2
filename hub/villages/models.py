"""What changes with the year in a village: the seasons' hours, holidays and make-up working days."""

from datetime import date, time

from sqlalchemy import CheckConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from hub.kernel.models import CoreBase, Village, VillageRow

__all__ = ["CalendarDay", "Season", "Village"]


class Season(VillageRow, CoreBase):
    """Hours of the centre from a day of the year on, until the next season begins."""

    name: Mapped[str] = mapped_column(String(20))
    starts_month: Mapped[int]
    starts_day: Mapped[int]
    opens: Mapped[time]
    closes: Mapped[time] = mapped_column(doc="local time; not after `opens` means past midnight")

    __table_args__ = (
        UniqueConstraint("village_id", "starts_month", "starts_day"),
        CheckConstraint("starts_month BETWEEN 1 AND 12 AND starts_day BETWEEN 1 AND 31", name="day_of_year"),
    )


class CalendarDay(VillageRow, CoreBase):
    """A day that differs from its weekday: a holiday, or a working day moved to a weekend (调休)."""

    day: Mapped[date]
    kind: Mapped[str] = mapped_column(String(10), doc="holiday | workday")
    name: Mapped[str] = mapped_column(String(30), default="")
    closed: Mapped[bool] = mapped_column(default=False, doc="the centre itself is closed all day")

    __table_args__ = (UniqueConstraint("village_id", "day"),)
