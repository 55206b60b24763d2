"""The day sheet for an evening without power, and entering it afterwards in one form."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import request as web

from hub.room import Done, Pages, Refused, _, _l, _n, here, local_date

from . import entering
from .children import children_of, fetches, pickups_of
from .entering import Entry
from .forms import EnterForm
from .models import Enrolment, Pickup
from .terms import policy, term_at_hand, term_of
from .words import RELEASES

paper = Pages()
BLANKS = 4  # empty lines of the sheet, for children who are not on it yet


def day_of_address() -> date:
    """The day of an address (`?day=2025-11-23`); today for what is none."""
    try:
        return date.fromisoformat(web.args.get("day", "")[:10])
    except ValueError:
        return here.today


@paper.get("day_sheet", permission="children", template="evening_class/day_sheet.html")
def day_sheet() -> dict[str, Any]:
    """The children of a day on paper, with those who may fetch them and boxes to tick."""
    day = day_of_address()
    term = term_of(day) or term_at_hand()
    children = children_of(term.id) if term else []
    fetch = pickups_of(child.id for child in children)
    rows = [
        (child, [fetches(one) for one in fetch.get(child.id, []) if one.valid_until >= day])
        for child in children
    ]
    return {"rows": rows, "day": local_date(day), "term": term, "blanks": range(BLANKS), "policy": policy()}


def _ways(child: Enrolment, fetch: list[Pickup], day: date) -> list[tuple[str, Any]]:
    """How a child can have left, as the form sends it."""
    ways: list[tuple[str, Any]] = [
        (f"adult{one.id}", _("交给 %(who)s", who=fetches(one))) for one in fetch if one.valid_until >= day
    ]
    if child.walks_on:
        ways.append(("alone", RELEASES["alone"]))
    return [*ways, ("phone", _("电话同意，交给：")), ("excused", _("请假"))]


def _lines(day: date) -> list[tuple[Enrolment, list[tuple[str, Any]]]]:
    term = term_of(day)
    children = children_of(term.id) if term else []
    fetch = pickups_of(child.id for child in children)
    return [(child, _ways(child, fetch.get(child.id, []), day)) for child in children]


def _prepare(form: EnterForm) -> None:
    if form.day.typed is None:
        rule = policy()
        form.day.data = form.day.data or day_of_address()
        form.begins.data, form.ends.data = rule.begins, rule.ends


def _sheet() -> dict[str, Any]:
    given = web.form if web.method == "POST" else web.args
    try:
        day = date.fromisoformat(given.get("day", "")[:10])
    except ValueError:
        day = here.today
    return {"lines": _lines(day), "sent": web.form, "pages": paper, "day": day.isoformat()}


def _written(name: str) -> str:
    """What was typed, without signs that nobody can see."""
    return "".join(sign for sign in web.form.get(name, "") if sign.isprintable()).strip()[:50]


def _entries(day: date) -> list[Entry]:
    """What was chosen for each child. Raises Refused for what nobody offered."""
    entries = []
    for child, ways in _lines(day):
        how = web.form.get(f"how{child.id}", "")
        if not how:
            continue
        if how not in dict(ways):
            raise Refused(_("%(name)s：请从列出的里面选一个。", name=child.name))
        pickup = int(how.removeprefix("adult")) if how.startswith("adult") else None
        taken_by = _written(f"by{child.id}") if how == "phone" else ""
        entries.append(Entry(child.id, "adult" if pickup else how, pickup, taken_by))
    return entries


@paper.action(
    "enter", form=EnterForm, permission="children", title=_l("停电补录"), submit=_l("补录这一晚"), prepare=_prepare,
    context=_sheet, template="evening_class/enter.html",
)  # fmt: skip
def enter(form: EnterForm) -> Done:
    session = entering.enter(form.day.data, form.begins.data, form.ends.data, _entries(form.day.data))
    return Done(_n("补录好了：来了 %(n)s 个孩子，已下课", session.came))
