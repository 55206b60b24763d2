"""The pages at the counter: lend, return, renew, call."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from hub.kits.lending import called_today, is_open, is_overdue
from hub.room import (
    Done,
    Pages,
    Refused,
    _,
    _l,
    _lp,
    _n,
    days_overdue,
    db,
    here,
    join_words,
    mask_person,
    short_day,
)

from . import lending
from .blocking import NotBriefed
from .fitting import fit_late, fit_lend, handout_of
from .forms import LateLoanForm, LendForm, RenewForm, ReturnForm, ReturnOneForm
from .models import Loan
from .tools import open_loans_of
from .words import CALL_RESULTS

ID = "int(max=2147483647)"
desk = Pages()


@contextmanager
def offering_a_briefing(form: LendForm) -> Iterator[None]:
    """Who lacks the briefing that a tool asks for is a link away from it; from there one comes back to the loan."""
    try:
        yield
    except NotBriefed as refusal:
        if here.can("tool_station.brief"):
            known = form.borrower.data  # a newcomer is not: what was refused left nobody behind
            to = desk.url("brief", tool=form.tool.data.id, borrower=known.id if known else None)
            refusal.link = (_("去登记安全培训"), to)
        raise


@desk.action(
    "lend", form=LendForm, permission="lend", title=_l("借出工具"), submit=_l("借出"),
    template="tool_station/lend.html", prepare=fit_lend,
)  # fmt: skip
def lend(form: LendForm) -> Done:
    with offering_a_briefing(form):
        loan = lending.lend(handout_of(form))
    sentence = _("已借出：%(tool)s，%(day)s还", tool=loan.tool.title, day=short_day(loan.due_on))
    return Done(sentence, undo_url=desk.url("undo_lend", loan=loan.id))


@desk.action(
    "late_loan", form=LateLoanForm, permission="lend", title=_l("补录借出"), submit=_lp("button", "补录"),
    template="tool_station/lend.html", prepare=fit_late,
)  # fmt: skip
def late_loan(form: LateLoanForm) -> Done:
    past = lending.Past(form.out_at.data, form.ended_at.data)
    loan = lending.lend_afterwards(handout_of(form), past)
    return Done(_("已补录：%(tool)s", tool=loan.tool.title), undo_url=_undo_of(loan))


@desk.post("undo_lend", permission="lend", url=f"/loan/<{ID}:loan>/undo")
def undo_lend(loan: int) -> Done:
    return Done(_("已撤销：%(tool)s 没有借出", tool=lending.undo_lend(loan).title))


def _choose_loans(form: ReturnForm) -> None:
    form.loans.choices = [(loan.id, line_of(loan)) for loan in loans_out()]


@desk.action(
    "give_back", form=ReturnForm, permission="lend", title=_l("归还工具"), submit=_l("部件齐全、完好，归还"),
    url="/return", template="tool_station/return.html", prepare=_choose_loans,
)  # fmt: skip
def give_back(form: ReturnForm) -> Done:
    scanned = [
        loan.id for loan in open_loans_of(form.numbers.data.replace(",", " ").replace("，", " ").split())
    ]
    back = [lending.give_back(loan_id) for loan_id in dict.fromkeys((*scanned, *form.loans.data))]
    return Done(_("已归还：%(tools)s", tools=join_words(loan.tool.title for loan in back)) + _deposits(back))


def _choose_present(form: ReturnOneForm, loan: int) -> None:
    row = find_loan(loan)
    form.line = line_of(row)
    if not row.checklist:
        del form.present
        return
    form.present.choices = [(name, name) for name in row.checklist]
    if form.condition.typed is None:
        form.present.data = list(row.checklist)


@desk.action(
    "give_back_one", form=ReturnOneForm, permission="lend", title=_l("归还工具"), submit=_l("归还"),
    url=f"/return/<{ID}:loan>", template="tool_station/return_one.html", prepare=_choose_present,
)  # fmt: skip
def give_back_one(form: ReturnOneForm, loan: int) -> Done:
    present = form.present.data if "present" in form else None
    row = lending.give_back(loan, form.condition.data, present, form.fault.data)
    sentence = _("已归还：%(tools)s", tools=row.tool.title)
    if row.missing:
        sentence += _("；缺 %(parts)s，已记下", parts=row.missing)
    return Done(sentence + _deposits([row]))


@desk.post(
    "lose", permission="lend", url=f"/loan/<{ID}:loan>/lost", confirm=_l("登记为丢失？这次借出就此结束。")
)
def lose(loan: int) -> Done:
    return Done(_("已登记丢失：%(tool)s", tool=lending.lose(loan).tool.title))


@desk.action("renew", form=RenewForm, permission="lend", title=_l("续借"), submit=_l("续借"))
def renew(form: RenewForm) -> Done:
    loan = lending.renew(form.loan.data.id, form.due.data)
    return Done(_("已续借：%(tool)s，%(day)s还", tool=loan.tool.title, day=short_day(loan.due_on)))


@desk.get("calls", permission="call", template="tool_station/calls.html")
def calls() -> dict[str, Any]:
    """The overdue, those not yet called today first."""
    loans = db.session.scalars(
        select(Loan)
        .where(is_overdue(Loan, here.today))
        .options(joinedload(Loan.tool), joinedload(Loan.borrower))
        .order_by(Loan.due_on, Loan.id)
        .limit(100)
    ).all()
    rows = [(loan, days_overdue(loan.due_on), called_today(loan)) for loan in loans]
    return {"rows": sorted(rows, key=lambda row: row[2]), "results": CALL_RESULTS, "pages": desk}


@desk.post("called", permission="call", url=f"/loan/<{ID}:loan>/called/<result>")
def called(loan: int, result: str) -> Done:
    if result not in CALL_RESULTS:
        raise Refused(_("没有这种结果，请重新点。"))
    row = lending.note_call(loan, result)
    sentence = _("已记下：%(tool)s，%(result)s", tool=row.tool.title, result=CALL_RESULTS[result])
    return Done(sentence, to=desk.url("calls"))


def loans_out() -> Sequence[Loan]:
    """What is out, the most urgent first."""
    return db.session.scalars(
        select(Loan)
        .where(is_open(Loan))
        .options(joinedload(Loan.tool), joinedload(Loan.borrower))
        .order_by(Loan.due_on, Loan.id)
        .limit(200)
    ).all()


def find_loan(loan_id: int) -> Loan:
    """An open loan, to be looked at. Raises Refused."""
    loan = db.session.scalars(
        select(Loan).where(Loan.id == loan_id).options(joinedload(Loan.tool), joinedload(Loan.borrower))
    ).one_or_none()
    if loan is None or loan.ended_at is not None:
        raise Refused(_("这次借出已经办完，不用再还。"))
    return loan


def line_of(loan: Loan) -> str:
    """电钻 T-03 ＋ 护目镜 · 李* · 5520 · 今天还"""
    paired = loan.tool.title + (" ＋ " + loan.gear if loan.gear else "")
    who = mask_person(loan.borrower.name, loan.borrower.phone) if loan.borrower else "—"
    late = days_overdue(loan.due_on)
    due = _n("逾期 %(n)s 天", late) if late else _("%(day)s还", day=short_day(loan.due_on))
    return f"{paired} · {who} · {due}"


def _undo_of(loan: Loan) -> str | None:
    return None if loan.ended_at else desk.url("undo_lend", loan=loan.id)


def _deposits(loans: Sequence[Loan]) -> str:
    """Says what is to be paid back, so that it is not forgotten."""
    total = sum(loan.deposit for loan in loans if loan.deposit)
    return _("；退押金 %(amount)s 元", amount=total) if total else ""
