"""What lies on the table and hangs on the rail."""

from __future__ import annotations

from hub.room import ChoiceFilter, Column, DateFilter, RecordsView, Resident, RowAction, _l

from .models import Bundle
from .words import STATES, TONES, WORK


class Bundles(RecordsView):
    """衣物"""

    model = Bundle
    slug = "bundles"
    title = _l("衣物")
    singular = _l("衣物")
    permission = "view"
    joins = (Bundle.resident,)
    columns = (
        Column("number", _l("号"), Bundle.number, kind="main"),
        Column("resident", _l("谁的"), Resident.name, personal=True),
        Column("work", _l("做什么"), Bundle.work, choices=WORK),
        Column("pieces", _l("件数"), Bundle.pieces, kind="num"),
        Column("promised_on", _l("约哪天取"), Bundle.promised_on),
        Column("brought_at", _l("收下"), Bundle.brought_at, kind="hide_phone", sort=True),
        Column("state", _l("状态"), Bundle.state, choices=STATES, pill=TONES),
    )
    order = "-brought_at"
    filters = (
        ChoiceFilter("state", _l("状态")),
        ChoiceFilter("work", _l("做什么")),
        DateFilter("brought_at", _l("收下")),
    )
    search_resident = Bundle.resident
    empty_text = _l("还没有收过衣服，点“收衣”收下第一件。")
    links = (RowAction(_l("收衣"), page="take_in", permission="mend"),)
    row_actions = (
        RowAction(
            _l("补好了"), page="mend", arg="bundle", permission="mend", main=True, post=True,
            show=lambda row: row.state == "waiting",
        ),
        RowAction(
            _l("取走"), page="fetch", arg="bundle", permission="mend", main=True, post=True,
            show=lambda row: row.state == "ready",
        ),
    )  # fmt: skip
