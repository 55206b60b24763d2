"""受理回执 for the submitter, 转办单 for the body concerned."""

from __future__ import annotations

from typing import Any

from hub.kits.casework import code_of, number_of, paper_day, paper_term
from hub.room import Done, Pages, Refused, _, _l, address_for_phones, here

from .casefile import CASE, find
from .handling import OFFICE
from .papers import named_to_body, text_for_body
from .words import COURT, KINDS, ROOM, TOPICS

paperwork = Pages()


@paperwork.get("receipt", permission="accept", url=f"{CASE}/receipt", template=f"{ROOM}/receipt.html")
def receipt(case: int) -> dict[str, Any]:
    """受理回执: what kind of matter it is and until when; neither what was said nor by whom."""
    row = find(case)
    numbered_on = row.numbered_on or here.today
    return {
        "title": _("受理回执"), "number": number_of(row), "code": code_of(row), "court": COURT if row.court else "",
        "pairs": [(_("事项"), KINDS[row.kind]), (_("哪一类"), TOPICS[row.topic]),
                  (_("收到"), paper_day(numbered_on)), (_("期限"), paper_term(row))],
        "address": address_for_phones(paperwork.url("progress"))[0],
        "case_url": paperwork.url("case", case=row.id), "code_url": paperwork.url("new_code", case=row.id),
    }  # fmt: skip


@paperwork.post(
    "new_code", permission="accept", url=f"{CASE}/code",
    confirm=_l("换发以后，旧回执上的码就不能用了。换发吗？"),
)  # fmt: skip
def new_code(case: int) -> Done:
    find(case)
    OFFICE.new_code(case)
    return Done(_("已换发回执码，请重新打印回执"), to=paperwork.url("receipt", case=case))


@paperwork.get(
    "forwarding", permission="handle", url=f"{CASE}/forwarding", template=f"{ROOM}/forwarding.html"
)
def forwarding(case: int) -> dict[str, Any]:
    """转办单: whose it is stands on it only when they agreed."""
    row = find(case)
    if row.forwarded_at is None:
        raise Refused(_("还没有转办，没有转办单。"))
    due_on = row.due_on or here.today
    return {
        "number": number_of(row), "row": row, "text": text_for_body(row), "who": " ".join(named_to_body(row)),
        "pairs": [(_("事项"), KINDS[row.kind]), (_("哪一类"), TOPICS[row.topic]), (_("转给"), row.forwarded_to),
                  (_("请在此前答复"), paper_day(due_on))],
    }  # fmt: skip
