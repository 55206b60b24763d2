"""受理回执: what the resident takes home."""

from __future__ import annotations

from typing import Any

from hub.kits.casework import code_of, number_of, paper_day, paper_term
from hub.room import Done, Pages, Refused, _, _l, address_for_phones, mask_person

from . import handling
from .casefile import CASE, find

receipts = Pages()


@receipts.get("receipt", permission="accept", url=f"{CASE}/receipt", template="service_hall/receipt.html")
def receipt(case: int) -> dict[str, Any]:
    """受理回执: half a page, with the code that shows how far it is."""
    row = find(case)
    if row.numbered_on is None:
        raise Refused(_("草稿没有回执，受理以后才有。"))
    who = mask_person(row.resident.name, row.resident.phone) if row.resident else _("没有留名")
    return {
        "title": _("受理回执"), "number": number_of(row), "code": code_of(row), "lacking": row.lacking,
        "pairs": [(_("事项"), row.item.name), (_("居民"), who), (_("受理日期"), paper_day(row.numbered_on)),
                  (_("期限"), paper_term(row)), (_("经办"), row.handler.name if row.handler else "")],
        "address": address_for_phones(receipts.url("progress"))[0],
        "case_url": receipts.url("case", case=row.id), "code_url": receipts.url("new_code", case=row.id),
    }  # fmt: skip


@receipts.post(
    "new_code",
    permission="accept",
    url=f"{CASE}/code",
    confirm=_l("换发以后，旧回执上的码就不能用了。换发吗？"),
)
def new_code(case: int) -> Done:
    find(case)
    handling.OFFICE.new_code(case)
    return Done(_("已换发回执码，请重新打印回执"), to=receipts.url("receipt", case=case))
