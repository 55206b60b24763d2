"""How a case ends: agreed or not, what was promised is kept, and it is asked after. Each function holds the case first
and adds a step to it."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import select

from hub.room import Refused, _, db, here, short_day

from .handling import OFFICE, held, in_state
from .models import Agreement, Case, Duty, FollowUp
from .words import CONFIRMED, ENDINGS, FLOW, FORMS, FOUND

CONFIRM_WITHIN = timedelta(days=30)
VISIT_AFTER, VISIT_AGAIN = timedelta(days=30), timedelta(days=15)


def agree(
    case_id: int, form: str, made_on: date, terms: str, duty: str = "", due_on: date | None = None
) -> Agreement:
    """Both agree, orally or in writing. The dispute is settled in its term; a court can be asked to confirm it within
    thirty days. Raises Refused."""
    case = held(case_id)
    FLOW.check(case, "agreed")
    _check_past(case, made_on, "made_on")
    if bool(duty) != (due_on is not None):
        raise Refused(_("要做什么和哪天以前做完，请一起填。"), "due_on" if duty else "duty")
    FLOW.move(case, "agreed")
    case.resolved_at = here.now
    row = Agreement(case_id=case.id, form=form, made_on=made_on, confirm_by=made_on + CONFIRM_WITHIN)
    row.terms = terms
    db.session.add(row)
    db.session.flush()
    OFFICE.note(case, "agreed", str(FORMS[form]))
    if duty and due_on:
        _duty(case, made_on, due_on, duty)
    return row


def end(case_id: int, ending: str, words: str) -> Case:
    """终止: there is no agreement. Raises Refused."""
    case = held(case_id)
    FLOW.check(case, "ended")
    if ending not in ENDINGS:
        raise Refused(_("请选为什么终止。"), "ending")
    FLOW.move(case, "ended")
    case.ending, case.words = ending, words
    OFFICE.note(case, "ended", str(ENDINGS[ending]))
    return case


def confirm(case_id: int, answer: str) -> Agreement:
    """Whether both ask a court to confirm their agreement. Raises Refused."""
    case = in_state(case_id, "agreed", "performing", "followed")
    row = agreement_of(case.id)
    assert row
    if row.confirmed:
        raise Refused(_("已经登记过了。"))
    if answer == "asked" and here.today > row.confirm_by:
        raise Refused(
            _("申请司法确认要在协议生效后 30 天内，已经过了%(day)s。", day=short_day(row.confirm_by)),
            "answer",
        )
    row.confirmed = answer
    OFFICE.note(case, "confirming", str(CONFIRMED[answer]))
    return row


def add_duty(case_id: int, due_on: date, what: str) -> Duty:
    """Something else is to be done by a day. Raises Refused."""
    case = in_state(case_id, "agreed", "performing")
    row = agreement_of(case.id)
    assert row
    return _duty(case, row.made_on, due_on, what)


def keep_duty(duty_id: int) -> Case:
    """One thing of what was agreed is done. Raises Refused."""
    row = db.session.get(Duty, duty_id)
    if row is None:
        raise Refused(_("没有找到这一项。"))
    case = in_state(row.case_id, "agreed", "performing")
    db.session.refresh(row)
    if row.done_on is not None:
        raise Refused(_("这一项已经登记履行了。"))
    row.done_on = here.today
    OFFICE.note(case, "kept", short_day(row.due_on))
    return case


def perform(case_id: int) -> Case:
    """It is signed, or said before the mediator: it is being kept from now on, and will be asked after. Raises
    Refused."""
    case: Case = OFFICE.move(case_id, "performing")
    last = max((duty.due_on for duty in duties_of(case.id)), default=here.today)
    case.visit_on = max(last, here.today) if last > here.today else here.today + VISIT_AFTER
    return case


def follow_up(case_id: int, visited_on: date, means: str, found: str, note: str = "") -> FollowUp:
    """回访. What is kept, or goes to a court, is over; what is not yet is asked after again. Raises Refused."""
    case = in_state(case_id, "performing")
    row = agreement_of(case.id)
    if visited_on > here.today or (row and visited_on < row.made_on):
        raise Refused(_("回访日期要在达成协议以后，今天以前。"), "visited_on")
    visit = FollowUp(case_id=case.id, visited_on=visited_on, means=means, found=found)
    visit.note = note
    db.session.add(visit)
    OFFICE.note(case, "visited", str(FOUND[found]))
    if found in ("done", "court"):
        FLOW.move(case, "followed")
        case.visit_on = None
        OFFICE.note(case, "followed")
    else:
        case.visit_on = here.today + VISIT_AGAIN
    db.session.flush()
    return visit


def agreement_of(case_id: int) -> Agreement | None:
    return db.session.scalars(select(Agreement).where(Agreement.case_id == case_id)).one_or_none()


def duties_of(case_id: int) -> list[Duty]:
    query = select(Duty).where(Duty.case_id == case_id).order_by(Duty.due_on, Duty.id)
    return list(db.session.scalars(query))


def _duty(case: Case, made_on: date, due_on: date, what: str) -> Duty:
    if due_on < made_on:
        raise Refused(_("履行日期不能早于协议日期。"), "due_on")
    row = Duty(case_id=case.id, due_on=due_on)
    row.what = what
    db.session.add(row)
    OFFICE.note(case, "duty", short_day(due_on))
    if case.state == "performing" and (case.visit_on is None or due_on > case.visit_on):
        case.visit_on = due_on
    return row


def _check_past(case: Case, day: date, field: str) -> None:
    began = case.numbered_on or day
    if not began <= day <= here.today:
        raise Refused(_("日期要在登记以后，今天以前。"), field)
