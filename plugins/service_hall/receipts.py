"""受理回执: what the resident takes home."""

from __future__ import annotations

from typing import Any

from hub.kits.casework import code_of, number_of
from hub.room import Done, Pages, Refused, _, _l, address_for_phones, mask_person

from . import handling
from .casefile import CASE, find, term_of

receipts = Pages()


@receipts.get("receipt", permission="accept", url=f"{CASE}/receipt", template="service_hall/receipt.html")
def receipt(case: int) -> dict[str, Any]:
    """受理回执: half a page, with the code that shows how far it is."""
    row = find(case)
    if row.number is None:
        raise Refused(_("草稿没有回执，受理以后才有。"))
    return {
        "request_": row, "number": number_of(row), "code": code_of(row), "who": mask_person(
            row.resident.name, row.resident.phone) if row.resident else "",
        "term": term_of(row), "address": address_for_phones(receipts.url("progress"))[0],
    }  # fmt: skip


@receipts.post(
    "new_code",
    permission="accept",
    url=f"{CASE}/code",
    confirm=_l("换发以后，旧回执上的码就不能用了。换发吗？"),
)
def new_code(case: int) -> Done:
    find(case)
    handling.new_code(case)
    return Done(_("已换发回执码，请重新打印回执"), to=receipts.url("receipt", case=case))
