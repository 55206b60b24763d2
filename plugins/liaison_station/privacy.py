"""What the room keeps of people, how it forgets, and when."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select, update

from hub.kits.casework import forget_cases, forget_steps
from hub.room import (
    PersonalData,
    Resident,
    Retention,
    Unsettled,
    _,
    _l,
    change_rows,
    db,
    here,
    in_brackets,
    join_notes,
    short_day,
)

from .casefile import casefile, title_of
from .lists.people import Receptions
from .models import Deputy, Matter, Posting, Reception, Step, Trader
from .posting import HANGS
from .words import FLOW, LEVELS, REPLIED, STATES, STEPS, TRADES

CONTACT = timedelta(days=90)  # after closing
YEAR = timedelta(days=365)
NOBODY = {"contact": "", "phone": "", "named_ok": False, "forwarded_text": ""}
NOTHING = {"text": "", "reply": "", "missing": "", **NOBODY}
ended = func.coalesce(Matter.closed_at, Matter.resolved_at)


def _is(model: type[Any], resident_id: int) -> ColumnElement[bool]:
    """Rows with the telephone of a resident: by that alone one can be known here."""
    phone = select(Resident.phone).where(Resident.id == resident_id, Resident.phone != "").scalar_subquery()
    here_too: ColumnElement[bool] = model.phone == phone
    return here_too


def matters_of(resident_id: int) -> Iterable[tuple[str, str]]:
    """What somebody has brought forward with their telephone number."""
    rows = db.session.scalars(select(Matter).where(_is(Matter, resident_id)).order_by(Matter.opened_at))
    for row in rows:
        yield title_of(row), join_notes((row.contact, row.phone, row.text, row.missing, row.reply))


def matters_in_hand(resident_id: int) -> Iterable[Unsettled]:
    """What is worked on is answered and fed back first; without the telephone nobody could be told any more."""
    open_states = (*FLOW.worked_on, *REPLIED)
    rows = select(Matter).where(_is(Matter, resident_id), Matter.state.in_(open_states))
    for row in db.session.scalars(rows.order_by(Matter.opened_at)):
        said = in_brackets(title_of(row), STATES[row.state])
        yield Unsettled(said, partial(casefile.url, "case", case=row.id))


def terms_of_office(resident_id: int) -> Iterable[Unsettled]:
    """A deputy in office goes from the list; a day on which they are announced to receive people is settled first."""
    for row in db.session.scalars(select(Deputy).where(_is(Deputy, resident_id))):
        days = select(Reception.day).where(Reception.deputy_id == row.id, Reception.state == "planned")
        for day in db.session.scalars(days.order_by(Reception.day)):
            yield Unsettled(_("%(day)s的代表接待日", day=short_day(day)), Receptions.url)
        if row.left_on is None:
            yield Unsettled(str(LEVELS[row.level]), ends=_("从代表名单中去掉"))


def shops_kept(resident_id: int) -> Iterable[Unsettled]:
    """A shop that is open stays on the list."""
    for row in db.session.scalars(select(Trader).where(_is(Trader, resident_id), Trader.left_on.is_(None))):
        yield Unsettled(_("商户 %(shop)s", shop=row.shop), ends=_("商户留下，联系人和电话清空"))


def notes_of(resident_id: int) -> Iterable[tuple[str, str]]:
    """What was noted at the steps of these."""
    rows = db.session.execute(
        select(Step.kind, Step.note)
        .join(Matter, Matter.id == Step.case_id)
        .where(_is(Matter, resident_id), Step.note != "")
        .order_by(Step.id)
    )
    for kind, note in rows:
        yield str(STEPS[kind]), note


def erase_matters(resident_id: int) -> int:
    """Take a person out of what they brought forward, with all that was said; the matters are counted on."""
    erase_notes(resident_id)
    return forget_cases(Matter, "erasure", _is(Matter, resident_id), **NOTHING)


def erase_notes(resident_id: int) -> int:
    """Empty what was noted at the steps of these."""
    return forget_steps(Step, Matter, "erasure", _is(Matter, resident_id))


def deputies_of(resident_id: int) -> Iterable[tuple[str, str]]:
    """The deputy somebody is, by their telephone."""
    for row in db.session.scalars(select(Deputy).where(_is(Deputy, resident_id))):
        yield str(LEVELS[row.level]), join_notes((row.name, row.phone))


def traders_of(resident_id: int) -> Iterable[tuple[str, str]]:
    """The shops somebody is called about."""
    for row in db.session.scalars(select(Trader).where(_is(Trader, resident_id))):
        yield str(TRADES[row.trade]), join_notes((row.shop, row.contact, row.phone))


def erase_deputies(resident_id: int) -> int:
    """A deputy without name and telephone, and no longer in office; the reception days stay."""
    left = func.coalesce(Deputy.left_on, here.today)
    mine = update(Deputy).where(_is(Deputy, resident_id))
    return change_rows(mine.values(name="", phone="", left_on=left), "erasure")


def erase_traders(resident_id: int) -> int:
    """A shop without whom to call."""
    return change_rows(update(Trader).where(_is(Trader, resident_id)).values(contact="", phone=""), "erasure")


def forget_contacts() -> int:
    """90 days after a matter was closed, or fed back and never closed, nobody can be called about it; its code is
    void, and what was noted on the way is gone."""
    old = ended < here.now - CONTACT
    known = or_(
        Matter.contact != "", Matter.phone != "", Matter.forwarded_text != "", Matter.code_hash.is_not(None)
    )
    forget_steps(Step, Matter, "retention", old)
    return forget_cases(Matter, "retention", old, known, **NOBODY)


def forget_texts() -> int:
    """Twelve months after closing a matter is a number among others."""
    old, said = ended < here.now - YEAR, or_(Matter.text != "", Matter.reply != "", Matter.missing != "")
    return forget_cases(Matter, "retention", old, said, **NOTHING)


def forget_who_left() -> int:
    """90 days after a deputy's term ended, or a shop closed, nobody is known of it."""
    day = here.today - CONTACT
    deputies = update(Deputy).where(Deputy.left_on < day, or_(Deputy.name != "", Deputy.phone != ""))
    traders = update(Trader).where(Trader.left_on < day, or_(Trader.contact != "", Trader.phone != ""))
    return change_rows(deputies.values(name="", phone=""), "retention") + change_rows(
        traders.values(contact="", phone=""), "retention"
    )


def clear_board() -> int:
    """What hung for a year, or was taken down 90 days ago."""
    old = or_(Posting.posted_at < here.now - HANGS, Posting.down_at < here.now - CONTACT)
    says = or_(Posting.question != "", Posting.answer != "")
    down = func.coalesce(Posting.down_at, here.now)
    rows = update(Posting).where(old, says).values(question="", answer="", down_at=down)
    return change_rows(rows, "retention")


PERSONAL_DATA = [
    PersonalData(
        Matter,
        ("text", "contact", "phone", "missing", "forwarded_text", "reply", "code_salt", "code_hash"),
        _l("反馈来访人；可以不留名，按电话查得到的才算他的"), _l("联系方式办结 90 天，内容 12 个月"),
        matters_of, erase_matters, matters_in_hand,
        words={
            "text": _l("说的事"), "contact": _l("来访人"), "missing": _l("请他补充的"), "reply": _l("答复"),
            "forwarded_text": _l("转办时写的"), "code_salt": _l("回执码"), "code_hash": _l("回执码"),
        },
    ),
    PersonalData(Step, ("note",), _l("经办时记的话"), _l("办结 90 天后清空"), notes_of, erase_notes),
    PersonalData(
        Deputy, ("name", "phone"), _l("公布接待日，联系代表"), _l("离任 90 天后清空"), deputies_of, erase_deputies,
        terms_of_office,
    ),
    PersonalData(
        Trader, ("contact", "phone"), _l("联系商户"), _l("停业 90 天后清空"), traders_of, erase_traders, shops_kept,
    ),
    PersonalData(
        Posting, ("question", "answer"), _l("同意后公示的意见和答复，不写姓名"), _l("公示 12 个月后清空"),
        words={"question": _l("公示的意见")},
    ),
]  # fmt: skip
RETENTION = [
    Retention(_l("清空来访人的姓名电话、经办记录和回执码"), _l("办结 90 天后"), forget_contacts),
    Retention(_l("清空意见、求助和答复的内容"), _l("办结 12 个月后"), forget_texts),
    Retention(_l("清空离任代表、停业商户的联系方式"), _l("90 天后"), forget_who_left),
    Retention(_l("清空旧的公示"), _l("公示 12 个月或撤下 90 天后"), clear_board),
]
