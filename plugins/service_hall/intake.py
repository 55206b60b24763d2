"""At the counter: a question answered, a request taken in, an opinion noted. Each counts as one visit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from hub.kits.casework import due_day, give_code, lock_case, note_step, open_case
from hub.room import Refused, Resident, Visit, _, db, here, visits

from .models import Item, Opinion, Question, Request, Step
from .words import CATEGORIES, FLOW, ROOM

ASKED, BUSINESS = "ask", "business"  # kinds of visit
QUESTION, REQUEST, OPINION = (
    f"{ROOM}.question",
    f"{ROOM}.request",
    f"{ROOM}.opinion",
)  # what brings visits about
OPINION_DAYS = 10  # working days within which an opinion is answered


@dataclass(frozen=True, slots=True)
class Intake:
    """What is handed in at the counter. `papers` are the materials that are there."""

    item_id: int
    resident: Resident | None = None
    papers: Sequence[str] = ()
    note: str = ""
    crowd_reason: str = ""


def accept(intake: Intake) -> Request:
    """Accept a request: it gets a number, a term, a receipt code, and counts as a visit. Raises Refused."""
    request = _written(intake)
    _accept(request, intake.crowd_reason)
    return request


def save_draft(intake: Intake) -> Request:
    """Keep what was said until the materials are there; nothing is accepted yet. Raises Refused."""
    request = _written(intake)
    request.state = "draft"
    db.session.add(request)
    db.session.flush()
    return request


def accept_draft(request_id: int, papers: Sequence[str], crowd_reason: str = "") -> Request:
    """Accept what was kept as a draft. Raises Refused."""
    request = lock_case(Request, request_id)
    FLOW.check(request, "accepted")
    if request.state != FLOW.draft:
        raise Refused(_("这件事已经受理过了。"))
    request.missing = _missing(request.item, papers)
    _accept(request, crowd_reason)
    return request


def discard_draft(request_id: int) -> str:
    """Throw a draft away; answers what it was about. Raises Refused."""
    request = lock_case(Request, request_id)
    if request.state != FLOW.draft:
        raise Refused(_("已经受理的事不能删除，可以不予办理或办结。"))
    name = request.item.name
    db.session.delete(request)
    return name


def ask(category: str, crowd_reason: str = "") -> Question:
    """Somebody asked, and went away with an answer. Raises Refused."""
    question = Question(category=category, asked_at=here.now)
    db.session.add(question)
    db.session.flush()
    _visit(ASKED, (QUESTION, question.id), str(CATEGORIES[category]), crowd_reason)
    return question


def unask(question_id: int) -> None:
    """Take that back, with its visit. Raises Refused."""
    visit = db.session.scalars(
        select(Visit).where(Visit.source_type == QUESTION, Visit.source_id == question_id)
    ).one_or_none()
    if visit is not None:
        visits.undo(visit.id)
    forget_question(question_id)


def forget_question(question_id: int) -> None:
    """Remove a question whose visit is taken back."""
    question = db.session.get(Question, question_id)
    if question is not None:
        db.session.delete(question)
        db.session.flush()


def note_opinion(category: str, text: str, crowd_reason: str = "") -> Opinion:
    """Write an opinion down; whose it is is not asked. Raises Refused."""
    opinion = Opinion(
        category=category, text=text, noted_at=here.now, due_on=due_day(here.today, OPINION_DAYS)
    )
    db.session.add(opinion)
    db.session.flush()
    _visit(ASKED, (OPINION, opinion.id), _("反映意见"), crowd_reason)
    return opinion


def answer_opinion(opinion_id: int, answer: str) -> Opinion:
    """Say what came of it. Raises Refused."""
    opinion = db.session.scalars(
        select(Opinion).where(Opinion.id == opinion_id).with_for_update()
    ).one_or_none()
    if opinion is None:
        raise Refused(_("没有找到这条意见。"))
    if opinion.answered_at is not None:
        raise Refused(_("这条意见已经答复过了。"))
    opinion.answer, opinion.answered_at = answer, here.now
    return opinion


def find_item(item_id: int) -> Item:
    """An item that is offered. Raises Refused."""
    item = db.session.get(Item, item_id)
    if item is None:
        raise Refused(_("没有找到这个事项，请重新选择。"), "item")
    if not item.offered:
        raise Refused(_("“%(item)s”现在不办，请换一个事项。", item=item.name), "item")
    return item


def _written(intake: Intake) -> Request:
    item = find_item(intake.item_id)
    resident = intake.resident
    if resident is not None:
        resident.last_used_on = here.today
    return Request(
        item_id=item.id, item=item, resident_id=resident.id if resident else None, resident=resident,
        note=intake.note, missing=_missing(item, intake.papers), opened_at=here.now,
        handler_id=here.user.id if here.user else None, forwarded_to="", result="", reason="",
    )  # fmt: skip


def _accept(request: Request, crowd_reason: str) -> None:
    open_case(request, "accepted", request.item.days, ROOM)
    give_code(request)
    db.session.add(request)
    db.session.flush()
    note_step(Step, request, "accepted")
    _visit(BUSINESS, (REQUEST, request.id), request.item.name, crowd_reason)


def _missing(item: Item, papers: Sequence[str]) -> str:
    return "\n".join(paper for paper in item.papers if paper not in papers)


def _visit(kind: str, source: tuple[str, int], purpose: str, crowd_reason: str) -> None:
    room = here.room(ROOM)
    visits.record(room, 1, kind=kind, purpose=purpose[:100], source=source, override_reason=crowd_reason)
