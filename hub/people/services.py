"""What is done with residents. Nothing here commits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import or_, select

from hub.i18n import _
from hub.kernel.database import db
from hub.kernel.here import here
from hub.kernel.refusals import Refused
from hub.people.keys import sound_of
from hub.people.models import Resident, ResidentKey
from hub.people.names import check_group, check_name, check_phone
from hub.people.search import is_kept

MOST_CANDIDATES = 8


class PossibleDouble(Refused):
    """Somebody much alike is kept already. `candidates` are shown, and the keeper says whether it is another person."""

    def __init__(self, candidates: Sequence[Resident]) -> None:
        self.candidates = candidates
        super().__init__(
            _("可能已经登记过了。请看下面几位；若都不是同一人，勾选“确认是另一个人”再保存。"), "another"
        )


def create_resident(
    name: str, phone: str = "", group: str = "", consent_on: date | None = None, *, another: bool = False
) -> Resident:
    """Keep a new resident. `another`: the keeper has said that it is nobody of those alike.

    Raises Refused beside a field, and PossibleDouble.
    """
    name, phone, group = check_name(name), check_phone(phone), check_group(group)
    _refuse_double(name, phone, another)
    resident = Resident(name=name, phone=phone, group=group, consent_on=consent_on, last_used_on=here.today)
    db.session.add(resident)
    db.session.flush()
    return resident


def change_resident(
    resident: Resident, *, name: str, phone: str, group: str, consent_on: date | None, another: bool = False
) -> None:
    """Change what is kept of a resident. Raises the same as `create_resident`."""
    name, phone, group = check_name(name), check_phone(phone), check_group(group)
    if (name, phone) != (resident.name, resident.phone):
        _refuse_double(name, phone, another, resident)
    resident.name, resident.phone, resident.group = name, phone, group
    resident.consent_on = consent_on
    db.session.flush()


def residents_alike(name: str, phone: str, besides: Resident | None = None) -> list[Resident]:
    """Residents with the same phone, the same name, or a name that sounds the same."""
    sound = sound_of(name)
    sounding = select(ResidentKey.resident_id).where(
        ResidentKey.village_id == here.village_id, ResidentKey.key == sound
    )
    alike = or_(Resident.name == name, Resident.id.in_(sounding))
    if phone:
        alike = or_(Resident.phone == phone, alike)
    query = select(Resident).where(is_kept(), alike).order_by(Resident.name != name, Resident.id).limit(50)
    return [
        found
        for found in db.session.scalars(query)
        if found is not besides
        and (found.name == name or _shares(found.phone, phone) or sound_of(found.name) == sound)
    ][:MOST_CANDIDATES]


def anonymise(resident: Resident) -> None:
    """Make a resident nameless. The row stays, for the counts that point at it; the search keys go with the name."""
    empty(resident)
    resident.erased_at = resident.erased_at or here.now
    db.session.flush()


def empty(resident: Resident) -> None:
    """Take everything out of a resident's row that says something of a person."""
    resident.name = resident.phone = resident.group = ""
    resident.consent_on = resident.last_used_on = None


def _refuse_double(name: str, phone: str, another: bool, besides: Resident | None = None) -> None:
    if not another and (candidates := residents_alike(name, phone, besides)):
        raise PossibleDouble(candidates)


def _shares(phone: str, other: str) -> bool:
    return bool(phone) and phone == other
