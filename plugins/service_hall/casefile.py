"""A request's own page, and what is done there."""

from __future__ import annotations

from typing import Any

from flask import abort
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from hub.kits.casework import LEVELS, SOURCES, number_of, steps_of, term_of
from hub.room import (
    Button,
    Pages,
    _,
    _l,
    db,
    here,
    mask_person,
    short_day,
    short_moment,
)

from .desk import ID
from .handling import OFFICE
from .models import Request, Step
from .words import CATEGORIES, ROOM, STATES, STEPS, TONES

casefile = Pages()
CASE = f"/case/<{ID}:case>"


@casefile.get("case", permission="view", url=CASE, template="service_hall/case.html")
def case(case: int) -> dict[str, Any]:
    row = find(case)
    buttons = buttons_of(row)
    title = _("第 %(number)s 号", number=number_of(row)) if row.number else _("草稿")
    return {
        "title": f"{title} {row.item.name}", "notes": here.can("residents.names"), "nothing": _("还没有受理。"),
        "state": STATES[row.state], "tone": TONES[row.state],
        "pairs": facts_of(row), "main": buttons[:1], "more": buttons[1:],
        "steps": [(short_moment(step.at), STEPS[step.kind], step.note, step.by.name if step.by else "")
                  for step in steps_of(Step, row.id)],
    }  # fmt: skip


def find(case_id: int) -> Request:
    """A request, to be looked at; what is not there is a page not found."""
    row = db.session.scalars(
        select(Request)
        .where(Request.id == case_id)
        .options(joinedload(Request.item), joinedload(Request.resident), joinedload(Request.handler))
    ).one_or_none()
    return row or abort(404)


def facts_of(row: Request) -> list[tuple[Any, Any]]:
    """What is known of a request."""
    rating = OFFICE.rating_of(row.id)
    rated = _within(LEVELS[rating.level], SOURCES[rating.source]) if rating else ""
    pairs = [
        (_("事项"), _within(row.item.name, CATEGORIES[row.item.category])),
        (_("居民"), person_of(row)),
        (_("经办"), row.handler.name if row.handler else ""),
        (_("受理"), short_day(row.numbered_on)),
        (_("期限"), term_of(row)),
        (_("还缺"), "、".join(row.lacking)),
        (_("转办"), _forwarded(row)),
        (_("说明"), row.note),
        (_("结果"), row.result),
        (_("不予办理的原因"), row.reason),
        (_("评价"), rated),
    ]
    always = (_("事项"), _("居民"), _("经办"))
    return [pair for pair in pairs if pair[0] in always or pair[1] not in ("", "—")]


def _within(what: Any, more: Any) -> str:
    """A thing, and in brackets what kind it is of: 低保申请（民政）."""
    return _("%(what)s（%(more)s）", what=what, more=more)


def person_of(row: Request) -> str:
    """王* · 8842, and the whole name and number for those who work on it."""
    if row.resident is None:
        return _("没有留名")
    if here.can(f"{ROOM}.handle") and here.can("residents.names"):
        return " ".join(filter(None, (row.resident.name, row.resident.phone)))
    return mask_person(row.resident.name, row.resident.phone)


def _forwarded(row: Request) -> str:
    if not row.forwarded_to or row.forwarded_at is None:
        return ""
    words = [row.forwarded_to, short_moment(row.forwarded_at)]
    if row.chases:
        words.append(_("催过 %(n)s 次", n=row.chases))
    return " · ".join(words)


def buttons_of(row: Request) -> list[Button]:
    """What can be done now, the likeliest first."""

    def page(label: Any, name: str) -> Button:
        return Button(label, casefile.url(name, case=row.id))

    def press(label: Any, name: str, confirm: Any = "", tone: str = "") -> Button:
        return Button(label, casefile.url(name, case=row.id), "post", confirm, tone)

    if row.state == "draft":
        mine = [
            page(_l("受理"), "accept_draft"),
            press(_l("删除草稿"), "discard", _l("草稿删除以后不能恢复，删除吗？"), "danger"),
        ]
        return mine if here.can(f"{ROOM}.accept") else []
    printing = [page(_l("打印回执"), "receipt")]
    if not here.can(f"{ROOM}.handle"):
        return printing if here.can(f"{ROOM}.accept") else []
    settling = [page(_l("办好"), "settle"), page(_l("不予办理"), "refuse")]
    passing = [page(_l("延期"), "lengthen"), page(_l("移交"), "give")]
    by_state = {
        "accepted": [
            *settling[:1],
            page(_l("等居民"), "wait"),
            page(_l("转镇里"), "forward"),
            settling[1],
            *passing,
        ],
        "waiting": [press(_l("居民来过了，接着办"), "resume"), settling[1], passing[1]],
        "forwarded": [
            page(_l("催办"), "chase"),
            *settling,
            page(_l("镇里退回"), "returned"),
            page(_l("等居民"), "wait"),
            *passing,
        ],
    }
    ended = [page(_l("重新办理"), "reopen")]
    if row.state != "closed":
        ended = [press(_l("已告知居民，办结"), "close"), *ended]
    if OFFICE.rating_of(row.id) is None:
        ended = [*ended[:1], page(_l("评价"), "rate"), *ended[1:]]
    return [*by_state.get(row.state, ended), page(_l("备注"), "add_note"), *printing]
