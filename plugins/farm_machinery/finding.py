"""What can be looked up by typing: machines; and what the search at the top finds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from hub.room import Choice, Hit, Lookup, _, db, mask_person

from .desk import desk
from .models import Machine, Rental
from .words import MACHINE_STATES, RENTAL_STATES

_SLIP = re.compile(r"[Zz]0*(\d{1,9})")


def find_machines(words: str, most: int) -> Sequence[Machine]:
    """Machines whose number or kind begins with, or whose name holds, what was typed; an exact number comes first."""
    typed = words.strip()
    if not typed:
        return []
    return db.session.scalars(
        select(Machine)
        .where(
            Machine.state != "retired",
            or_(
                Machine.number.startswith(typed.upper(), autoescape=True),
                Machine.name.contains(typed, autoescape=True),
                Machine.kind.startswith(typed, autoescape=True),
            ),
        )
        .order_by(Machine.number != typed.upper(), Machine.number)
        .limit(most)
    ).all()


def search_machines(words: str, most: int) -> Iterable[Hit]:
    """Machines; each opens its price and its next free days."""
    for machine in find_machines(words, most):
        yield Hit(machine.title, _sub(machine), desk.url("quote", machine=machine.id))


def search_slips(words: str, most: int) -> Iterable[Hit]:
    """A rental by the number of its slip, Z000123."""
    found = _SLIP.fullmatch(words.strip())
    if found is None or most < 1:
        return
    row = db.session.scalars(
        select(Rental)
        .where(Rental.id == int(found[1]))
        .options(joinedload(Rental.machine), joinedload(Rental.renter))
    ).one_or_none()
    if row is not None:
        who = mask_person(row.renter.name, row.renter.phone) if row.renter else "—"
        sub = f"{row.machine.title} · {who} · {RENTAL_STATES[row.state]}"
        yield Hit(row.number, sub, desk.url("rental", rental=row.id))


def _choices(words: str, most: int) -> Iterable[Choice]:
    for machine in find_machines(words, most):
        yield Choice(machine.id, machine.title, _sub(machine), code=machine.number)


def _sub(machine: Machine) -> str:
    return _("%(rate)s 元一天，%(state)s", rate=machine.day_rate, state=MACHINE_STATES[machine.state])


LOOKUPS = (
    Lookup("machines", find=_choices, get=lambda id: db.session.get(Machine, id), text=lambda machine: machine.title,
           permission="view", model=Machine),
)  # fmt: skip
