"""The pages at the counter: only asking, accepting a request, noting an opinion, what an item takes."""

from __future__ import annotations

from typing import Any

from flask import abort
from sqlalchemy import select

from hub.room import Done, Pages, Refused, _, _l, db, short_day

from . import intake
from .forms import AcceptForm, AnswerForm, AskForm, OpinionForm, PapersForm
from .models import Item, Opinion, Request
from .words import CATEGORIES

ID = "int(max=2147483647)"
desk = Pages()


@desk.action(
    "ask", form=AskForm, permission="record", title=_l("只是问问"), submit=_l("记一次"),
    template="service_hall/ask.html",
)  # fmt: skip
def ask(form: AskForm) -> Done:
    question = intake.ask(form.category.data, form.override_reason.data)
    sentence = _("记下了：咨询 %(category)s", category=CATEGORIES[question.category])
    return Done(sentence, undo_url=desk.url("unask", question=question.id))


@desk.post("unask", permission="record", url=f"/question/<{ID}:question>/undo")
def unask(question: int) -> Done:
    intake.unask(question)
    return Done(_("已撤销"))


def _offer_papers(form: AcceptForm) -> None:
    """The list of materials belongs to the item that was chosen."""
    item = form.item.data
    papers = item.papers if isinstance(item, Item) else ()
    if not papers:
        del form.papers
        return
    form.papers.choices = [(paper, paper) for paper in papers]


@desk.action(
    "accept", form=AcceptForm, permission="accept", title=_l("受理"), submit=_l("受理"),
    template="service_hall/accept.html", prepare=_offer_papers,
)  # fmt: skip
def accept(form: AcceptForm) -> Done:
    taken = intake.Intake(
        item_id=form.item.data.id,
        resident=form.resident.data,
        papers=form.papers.data if "papers" in form else (),
        note=form.note.data,
        crowd_reason=form.override_reason.data,
    )
    if form.draft.data:
        draft = intake.save_draft(taken)
        return Done(_("已存草稿：%(item)s，还没有受理", item=draft.item.name), to=_case(draft))
    return _accepted(intake.accept(taken))


def _offer_papers_of(form: PapersForm, case: int) -> None:
    request = db.session.get(Request, case) or abort(404)
    if request.state != "draft":
        raise Refused(_("这件事已经受理过了。"))
    if not request.item.papers:
        del form.papers
        return
    form.papers.choices = [(paper, paper) for paper in request.item.papers]
    if form.papers.typed is None and not form.papers.data:
        form.papers.data = [paper for paper in request.item.papers if paper not in request.lacking]


@desk.action(
    "accept_draft", form=PapersForm, permission="accept", title=_l("受理草稿"), submit=_l("受理"),
    url=f"/case/<{ID}:case>/accept", template="service_hall/papers.html", prepare=_offer_papers_of,
)  # fmt: skip
def accept_draft(form: PapersForm, case: int) -> Done:
    papers = form.papers.data if "papers" in form else ()
    return _accepted(intake.accept_draft(case, papers, form.override_reason.data))


@desk.post(
    "discard",
    permission="accept",
    url=f"/case/<{ID}:case>/discard",
    confirm=_l("草稿删除以后不能恢复，删除吗？"),
)
def discard(case: int) -> Done:
    if db.session.get(Request, case) is None:
        abort(404)
    return Done(_("草稿已删除：%(item)s", item=intake.discard_draft(case)))


@desk.action(
    "opinion", form=OpinionForm, permission="accept", title=_l("登记意见"), submit=_l("登记"),
)  # fmt: skip
def opinion(form: OpinionForm) -> Done:
    row = intake.note_opinion(form.category.data, form.text.data, form.override_reason.data)
    return Done(_("意见已记下，%(day)s前答复", day=short_day(row.due_on)))


def _opinion_facts(opinion_id: int) -> dict[str, Any]:
    row = db.session.get(Opinion, opinion_id) or abort(404)
    return {"facts": [(CATEGORIES[row.category], row.text)]}


@desk.action(
    "answer", form=AnswerForm, permission="accept", title=_l("答复意见"), submit=_l("答复"),
    url=f"/opinion/<{ID}:opinion_id>/answer", context=_opinion_facts,
    prepare=lambda _form, opinion_id: _opinion_facts(opinion_id),
)  # fmt: skip
def answer(form: AnswerForm, opinion_id: int) -> Done:
    intake.answer_opinion(opinion_id, form.answer.data)
    return Done(_("已答复。答复可以贴在大厅，或在下次来时当面说。"))


@desk.get("items_at_hand", permission="view", url="/checklists", template="service_hall/checklists.html")
def checklists() -> dict[str, Any]:
    """All that can be done here, by category, each with its list of materials."""
    items = db.session.scalars(select(Item).where(Item.offered).order_by(Item.category, Item.name).limit(300))
    grouped: dict[str, list[Item]] = {category: [] for category in CATEGORIES}
    for item in items:
        grouped[item.category].append(item)
    return {"groups": [(CATEGORIES[category], rows) for category, rows in grouped.items() if rows]}


@desk.get(
    "checklist", permission="view", url=f"/item/<{ID}:item>/checklist", template="service_hall/checklist.html"
)
def checklist(item: int) -> dict[str, Any]:
    """What one item takes, to be printed and taken home."""
    row = db.session.get(Item, item) or abort(404)
    return {"item": row, "category": CATEGORIES[row.category]}


def _accepted(request: Request) -> Done:
    facts = {"number": request.number, "item": request.item.name, "day": short_day(request.due_on)}
    return Done(
        _("已受理：第 %(number)s 号 %(item)s，%(day)s前办结", **facts),
        to=desk.url("receipt", case=request.id),
    )


def _case(request: Request) -> str:
    return desk.url("case", case=request.id)
