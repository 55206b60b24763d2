"""A matter's own page, and what can be done there."""

from __future__ import annotations

from typing import Any

from flask import abort
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from hub.kits.casework import LEVELS, SOURCES, number_of, steps_of, term_of
from hub.room import Button, Pages, _, _l, db, here, in_brackets, join_notes, short_day, short_moment

from .handling import OFFICE
from .models import Matter, Step
from .papers import identity_of
from .posting import hangs
from .receiving import ID
from .words import FLOW, KINDS, REPLIED, ROOM, STATES, STEPS, TOLD, TONES, TOPICS

casefile = Pages()
CASE = f"/case/<{ID}:case>"


@casefile.get("case", permission="view", url=CASE, template="kits/case.html")
def case(case: int) -> dict[str, Any]:
    row = find(case)
    buttons = buttons_of(row)
    return {
        "title": title_of(row), "state": STATES[row.state], "tone": TONES[row.state],
        "pairs": facts_of(row), "main": buttons[:1], "more": buttons[1:], "notes": here.can(f"{ROOM}.handle"),
        "steps": [(short_moment(step.at), STEPS[step.kind], step.note, step.by.name if step.by else "")
                  for step in steps_of(Step, row.id)],
    }  # fmt: skip


def find(case_id: int) -> Matter:
    """A matter, to be looked at; what is not there is a page not found."""
    row = db.session.scalars(
        select(Matter)
        .where(Matter.id == case_id)
        .options(joinedload(Matter.trader), joinedload(Matter.deputy), joinedload(Matter.handler))
    ).one_or_none()
    return row or abort(404)


def title_of(row: Matter) -> str:
    """第 1120-01 号 意见（道路交通）; never what was said."""
    what = in_brackets(KINDS[row.kind], TOPICS[row.topic])
    return _("第 %(number)s 号 %(what)s", number=number_of(row), what=what)


def facts_of(row: Matter) -> list[tuple[Any, Any]]:
    """What is known of a matter; what was said, by whom and what came of it only for those who handle it."""
    pairs = [
        (_("代表"), row.deputy.name if row.deputy else ""),
        (_("经办"), row.handler.name if row.handler else ""),
        (_("收到"), short_day(row.numbered_on)),
        (_("期限"), term_of(row)),
        (_("转办"), _forwarded(row)),
        (_("反馈"), TOLD[row.told] if row.told else ""),
        (_("评价"), _rated(row)),
    ]
    if here.can(f"{ROOM}.handle"):
        pairs[:0] = [(_("内容"), row.text), (_("来访人"), _submitter(row))]
        pairs += [
            (_("请他补充"), row.missing),
            (_("答复"), row.reply),
            (_("同意事项"), _consents(row)),
            (_("答复公示"), _on_board(row)),
        ]
    return [pair for pair in pairs if pair[1]]


def _submitter(row: Matter) -> str:
    return " ".join(identity_of(row)) or _("匿名")


def _rated(row: Matter) -> str:
    rating = OFFICE.rating_of(row.id)
    return in_brackets(LEVELS[rating.level], SOURCES[rating.source]) if rating else ""


def _consents(row: Matter) -> str:
    return join_notes((
        _("同意转告姓名电话") if row.named_ok else _("不转告姓名电话"),
        _("同意公开答复") if row.post_ok else _("不公开答复"),
    ))  # fmt: skip


def _on_board(row: Matter) -> str:
    posted = hangs(row.id)
    if posted is None:
        return ""
    words = [posted.question, posted.answer] if posted.answer else [_("只公示编号")]
    return join_notes((short_day(posted.posted_at.astimezone(here.tz).date()), *words))


def _forwarded(row: Matter) -> str:
    if not row.forwarded_to or row.forwarded_at is None:
        return ""
    words = [row.forwarded_to, short_moment(row.forwarded_at)]
    if row.chases:
        words.append(_("催过 %(n)s 次", n=row.chases))
    return " · ".join(words)


def buttons_of(row: Matter) -> list[Button]:
    """What can be done now, the likeliest first."""

    def page(label: Any, name: str) -> Button:
        return Button(label, casefile.url(name, case=row.id))

    printing = [page(_l("打印回执"), "receipt")]
    if not here.can(f"{ROOM}.handle"):
        return printing if here.can(f"{ROOM}.accept") else []
    post = page(_l("匿名，公示"), "post") if row.anonymous else None
    telling = [page(_l("反馈来访人"), "feed_back"), *([post] if post else [])]
    court = Button(
        _l("在法院审理"),
        casefile.url("redirect_", case=row.id),
        "post",
        _l("告诉来访人找法院，不再办理，对吗？"),
    )
    passing = [page(_l("延期"), "lengthen"), page(_l("移交"), "give")]
    by_state = {
        "received": [page(_l("转办"), "forward"), page(_l("站里答复"), "reply"), page(_l("请他补充"), "wait"), court],
        "waiting": [Button(_l("补充收到，接着办"), casefile.url("resume", case=row.id), "post")],
        "forwarded": [page(_l("登记答复"), "reply"), page(_l("催办"), "chase"), page(_l("打印转办单"), "forwarding"),
                      page(_l("退回"), "returned"), page(_l("请他补充"), "wait"), court],
        "answered": [*telling, page(_l("再转办"), "forward")],
        "replied": [*telling, page(_l("再转办"), "forward")],
        "redirected": telling,
    }  # fmt: skip
    if row.state in FLOW.ended:
        buttons = _after(row, page)
    else:
        buttons = by_state[row.state] + (passing[1:] if row.state in ("waiting", *REPLIED) else passing)
    return [*buttons, page(_l("同意事项"), "consent"), page(_l("备注"), "add_note"), *printing]


def _after(row: Matter, page: Any) -> list[Button]:
    """What can be done with what the submitter was told of."""
    closing = (
        [Button(_l("办结"), casefile.url("close", case=row.id), "post")] if row.state != "closed" else []
    )
    rating = [page(_l("评价"), "rate")] if OFFICE.rating_of(row.id) is None else []
    board = []
    if hangs(row.id):
        board = [page(_l("撤下公示"), "take_down")]
    elif row.post_ok:
        board = [page(_l("上答复公示"), "post")]
    return [*closing, *rating, *board, page(_l("重新办理"), "reopen")]
