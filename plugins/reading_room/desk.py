"""The pages at the counter: lend and return by scanning, renew, call, count who reads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from hub.kits.lending import called_today, is_open, is_overdue, open_loan
from hub.room import (
    Done,
    Pages,
    Refused,
    Resident,
    _,
    _l,
    _lp,
    _n,
    days_overdue,
    db,
    here,
    mask_name,
    mask_person,
    short_day,
)

from . import coming, lending, waiting
from .forms import DeskForm, LateLoanForm, ReadForm, RenewForm, ReturnOneForm
from .models import Copy, Loan
from .shelf import copy_of_scan, reader_of_scan
from .terms import policy
from .words import CALL_RESULTS

ID = "int(max=2147483647)"
desk = Pages()


def _fit_desk(form: DeskForm) -> None:
    form.book = _copy(form.copy.data)
    reader: Resident | None = form.reader.data
    if form.book is not None:
        form.blocked = lending.why_blocked(form.book, reader.id if reader else None)
    if reader is not None:
        form.notes = tuple(lending.notes_on(reader.id))
        form.loans = tuple(lending.loans_of(reader.id))


@desk.action(
    "desk", form=DeskForm, permission="lend", title=_l("借书还书"), submit=_l("登记"),
    template="reading_room/desk.html", prepare=_fit_desk,
    context=lambda: {"most": policy().books, "today": here.today, "pages": desk},
)  # fmt: skip
def at_desk(form: DeskForm) -> Done:
    reader: Resident | None = form.reader.data
    if form.book is not None:
        if reader is None:
            raise Refused(_("请扫读者证，或输姓名查找。"), "reader")
        return _lend(form.book, reader, form.override_reason.data)
    if not form.scan.data:
        raise Refused(_("请先扫一册书。"), "scan")
    card = reader_of_scan(form.scan.data)
    if card is not None:
        return Done(
            _("读者 %(who)s，请扫书。", who=mask_name(card.name)), to=desk.url("desk", reader=card.id)
        )
    copy = copy_of_scan(form.scan.data, prefer="in" if reader else "")
    loan = open_loan(Loan, "copy_id", copy.id) if copy.state == "out" else None
    if loan is not None:
        return _give_back(loan.id, reader)
    if reader is not None:
        return _lend(copy, reader, form.override_reason.data)
    lending.check_copy(copy)
    return Done(_("%(book)s 在架，请扫读者证或选读者。", book=copy.label), to=desk.url("desk", copy=copy.id))


def _lend(copy: Copy, reader: Resident, reason: str) -> Done:
    loan = lending.lend(copy.id, reader, crowd_reason=reason)
    facts = {"book": loan.copy.label, "who": mask_name(reader.name), "day": short_day(loan.due_on)}
    return Done(
        _("已借出：%(book)s，%(who)s，%(day)s还", **facts), to=desk.url("desk", reader=reader.id),
        undo_url=desk.url("undo_lend", loan=loan.id),
    )  # fmt: skip


def _give_back(loan_id: int, reader: Resident | None = None, damage: str = "") -> Done:
    back = lending.give_back(loan_id, damage)
    return Done(
        said_of(back), to=desk.url("desk", reader=reader.id if reader else None),
        undo_url=desk.url("undo_return", loan=loan_id),
    )  # fmt: skip


def said_of(back: lending.Returned) -> str:
    """已还：… and for whom it is to be put aside."""
    sentence = _("已还：%(book)s", book=back.loan.copy.label)
    late = days_overdue(back.loan.due_on)
    if late:
        sentence += _("，") + _n("逾期 %(n)s 天", late)
    if back.kept_for is not None:
        resident = back.kept_for.resident
        who = mask_person(resident.name, resident.phone) if resident else "—"
        sentence += _("。有人预约，请放在一边留给 %(who)s", who=who)
    return sentence


@desk.post("undo_lend", permission="lend", url=f"/loan/<{ID}:loan>/undo")
def undo_lend(loan: int) -> Done:
    return Done(_("已撤销：%(book)s 没有借出", book=lending.undo_lend(loan).label))


@desk.post("undo_return", permission="lend", url=f"/loan/<{ID}:loan>/out-again")
def undo_return(loan: int) -> Done:
    return Done(_("已撤销归还：%(book)s 还借着", book=lending.undo_return(loan).copy.label))


@desk.post("back", permission="lend", url=f"/loan/<{ID}:loan>/back")
def back(loan: int) -> Done:
    done = _give_back(loan)
    return Done(done.sentence, undo_url=done.undo_url)


def _choose_line(form: ReturnOneForm, loan: int) -> None:
    form.line = line_of(find_open(loan))


@desk.action(
    "back_one", form=ReturnOneForm, permission="lend", title=_l("还书"), submit=_l("还书"),
    url=f"/return/<{ID}:loan>", template="reading_room/return_one.html", prepare=_choose_line,
)  # fmt: skip
def back_one(form: ReturnOneForm, loan: int) -> Done:
    damaged = form.condition.data == "damaged"
    if damaged and not form.damage.data:
        raise Refused(_("请写一句哪里坏了。"), "damage")
    returned = lending.give_back(loan, form.damage.data if damaged else "")
    return Done(said_of(returned), undo_url=desk.url("undo_return", loan=loan))


@desk.post(
    "lose", permission="lend", url=f"/loan/<{ID}:loan>/lost", confirm=_l("登记为丢失？这次借阅就此结束。")
)
def lose(loan: int) -> Done:
    return Done(_("已登记丢失：%(book)s", book=lending.lose(loan).copy.label))


@desk.action("renew", form=RenewForm, permission="lend", title=_l("续借"), submit=_l("续借"))
def renew(form: RenewForm) -> Done:
    loan = lending.renew(form.loan.data.id, form.due.data)
    return Done(_("已续借：%(book)s，%(day)s还", book=loan.copy.label, day=short_day(loan.due_on)))


@desk.action(
    "late_loan", form=LateLoanForm, permission="lend", title=_l("补录借书"), submit=_lp("button", "补录")
)
def late_loan(form: LateLoanForm) -> Done:
    loan = lending.lend_afterwards(
        form.copy.data.id, form.reader.data, form.out_at.data, form.ended_at.data
    )  # fmt: skip
    return Done(_("已补录：%(book)s", book=loan.copy.label))


@desk.action(
    "read", form=ReadForm, permission="record", title=_l("在室阅览"), submit=_l("登记"),
    template="reading_room/read.html",
)  # fmt: skip
def read(form: ReadForm) -> Done:
    scans = form.scans.data.replace(",", " ").replace("，", " ").split()
    try:
        visit = coming.read(form.heads.data, scans, form.override_reason.data)
    except Refused as refusal:
        raise Refused(refusal.sentence, "scans" if refusal.field == "scan" else refusal.field) from refusal
    return Done(_n("已登记：%(n)s 人在看书", visit.heads), undo_url=desk.url("undo_read", visit=visit.id))


@desk.post("undo_read", permission="record", url=f"/visit/<{ID}:visit>/undo")
def undo_read(visit: int) -> Done:
    from hub.room import visits

    return Done(_n("已撤销：%(n)s 人在看书", visits.undo(visit).heads))


@desk.get("calls", permission="call", template="reading_room/calls.html")
def calls() -> dict[str, Any]:
    """The overdue, those not yet called today first; and who is to be told that a book is there."""
    loans = db.session.scalars(
        select(Loan)
        .where(is_overdue(Loan, here.today))
        .options(joinedload(Loan.copy).joinedload(Copy.title), joinedload(Loan.borrower))
        .order_by(Loan.due_on, Loan.id)
        .limit(100)
    ).all()
    rows = [(loan, days_overdue(loan.due_on), called_today(loan)) for loan in loans]
    keep = policy().keep_days
    return {
        "rows": sorted(rows, key=lambda row: row[2]), "results": CALL_RESULTS, "pages": desk,
        "ready": [(wait, waiting.until(wait, keep)) for wait in waiting.aside(keep, late=False)],
    }  # fmt: skip


@desk.post("called", permission="call", url=f"/loan/<{ID}:loan>/called/<result>")
def called(loan: int, result: str) -> Done:
    if result not in CALL_RESULTS:
        raise Refused(_("没有这种结果，请重新点。"))
    row = lending.note_call(loan, result)
    sentence = _("已记下：%(book)s，%(result)s", book=row.copy.label, result=CALL_RESULTS[result])
    return Done(sentence, to=desk.url("calls"))


@desk.post("told", permission="call", url=f"/wait/<{ID}:wait>/told")
def told(wait: int) -> Done:
    row = waiting.tell(wait)
    return Done(_("已通知：%(book)s 到了", book=row.title.quoted), to=desk.url("calls"))


def loans_out(*conditions: Any, most: int = 200) -> Sequence[Loan]:
    """What is out, the most urgent first."""
    return db.session.scalars(
        select(Loan)
        .where(is_open(Loan), *conditions)
        .options(joinedload(Loan.copy).joinedload(Copy.title), joinedload(Loan.borrower))
        .order_by(Loan.due_on, Loan.id)
        .limit(most)
    ).all()


def find_open(loan_id: int) -> Loan:
    """An open loan, to be looked at. Raises Refused."""
    found = loans_out(Loan.id == loan_id, most=1)
    if not found:
        raise Refused(_("这次借阅已经办完，不用再还。"))
    return found[0]


def line_of(loan: Loan) -> str:
    """《棉田手记》B00012 · 李* · 5520 · 今天还"""
    who = mask_person(loan.borrower.name, loan.borrower.phone) if loan.borrower else "—"
    late = days_overdue(loan.due_on)
    due = _n("逾期 %(n)s 天", late) if late else _("%(day)s还", day=short_day(loan.due_on))
    return f"{loan.copy.label} · {who} · {due}"


def _copy(typed: str) -> Copy | None:
    is_id = typed.isascii() and typed.isdecimal() and len(typed) <= 10 and int(typed) < 2**31
    return db.session.get(Copy, int(typed)) if is_id else None
