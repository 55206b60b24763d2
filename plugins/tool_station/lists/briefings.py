"""Who was briefed, and until when."""

from __future__ import annotations

from datetime import date
from typing import Any

from hub.room import Column, FlagFilter, RecordsView, Resident, RowAction, _, _l, _lp, here, pill, short_day

from ..models import Briefing


def _until(day: date) -> Any:
    """The last day, or that it has passed."""
    return short_day(day) if day >= here.today else pill(_("%(day)s已到期", day=short_day(day)), "off")


class Briefings(RecordsView):
    """培训"""

    model = Briefing
    slug = "briefings"
    title = _l("培训")
    singular = _lp("singular", "安全培训")
    permission = "view"
    joins = (Briefing.resident,)
    columns = (
        Column("resident", _l("姓名"), Resident.name, kind="main", personal=True),
        Column("given_on", _l("培训日期"), Briefing.given_on),
        Column("valid_until", _l("有效到"), Briefing.valid_until, sort=True, show=_until),
        Column("adult", _l("已确认成年"), Briefing.adult, kind="secondary"),
    )  # fmt: skip
    order = "-valid_until"
    filters = (FlagFilter("valid", _l("只看有效"), lambda: Briefing.valid_until >= here.today),)
    search_resident = Briefing.resident
    links = (RowAction(_l("登记培训"), page="brief", permission="brief"),)
    row_actions = (
        RowAction(_l("作废"), page="withdraw", arg="briefing_id", permission="brief", post=True,
                  confirm=_l("让这次培训现在失效？"), show=lambda row: row.valid_until >= here.today),
    )  # fmt: skip
