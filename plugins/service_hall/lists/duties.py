"""Who was at the counter."""

from __future__ import annotations

from hub.kits.roster import shift_columns
from hub.room import DateFilter, RecordsView, RowAction, _l

from ..models import Duty


class Duties(RecordsView):
    """值班"""

    model = Duty
    slug = "duties"
    title = _l("值班")
    singular = _l("值班")
    permission = "view"
    columns = shift_columns(Duty)
    order = "-starts_at"
    filters = (DateFilter("day", _l("哪一天")),)
    empty_text = _l("还没有排过班，请从“值班表”排班。")
    links = (
        RowAction(_l("值班表"), page="rota", permission="view"),
        RowAction(_l("排班"), page="plan_shift", permission="duty"),
    )
