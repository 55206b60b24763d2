"""Residents whom no room has needed for three years are let go of, but not as long as something of theirs is open."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from flask import url_for
from sqlalchemy import ColumnElement, exists, or_

from hub.i18n import _, _l
from hub.kernel.database import db
from hub.kernel.declarations import Retention, Unsettled
from hub.kernel.here import here
from hub.kernel.models import VILLAGE
from hub.kernel.tenancy import TRUSTED
from hub.people.keeping import YEARS, unused
from hub.people.merging import pointers
from hub.people.models import Resident
from hub.people.services import anonymise
from hub.privacy.people import erase
from hub.privacy.unsettled import StillOpen, in_words, to_settle_first


def forget_unused() -> int:
    """Make those nameless whom no room has needed for three years. Who still has something is left as they are
    (`left_of_unused`); what only lay ahead of the others ends. Answers how many residents."""
    forgotten = 0
    for resident in _known_somewhere():
        try:
            erase(resident)
        except StillOpen:
            continue
        forgotten += 1
    known_nowhere = _unused(~_is_named())
    for resident in known_nowhere:
        anonymise(resident)
    return forgotten + len(known_nowhere)


def left_of_unused() -> Iterator[Unsettled]:
    """Those who would have been let go of, and what they still have."""
    for resident in _known_somewhere():
        if standings := to_settle_first(resident):
            yield Unsettled(
                _("%(name)s 已 %(years)s 年没有用到，还有没办完的：%(open)s", name=resident.name, years=YEARS,
                  open=in_words(standings)),
                at=partial(url_for, "privacy.erase", resident_id=resident.id),
            )  # fmt: skip


def _known_somewhere() -> Sequence[Resident]:
    """Those unused whom a record of some room names. They are few: rooms let go of names much sooner."""
    return _unused(_is_named())


def _unused(condition: ColumnElement[bool]) -> Sequence[Resident]:
    """Columns of tables stand in the condition, which nothing scopes; so the village does as well."""
    wanted = unused().where(Resident.village_id == here.village_id, condition).order_by(Resident.id)
    return db.session.scalars(wanted, execution_options={TRUSTED: True}).all()


def _is_named() -> ColumnElement[bool]:
    """Whether any record of the core or of a room points at a resident."""
    return or_(
        *(
            exists()
            .select_from(pointer.table)
            .where(pointer.table.c[VILLAGE] == here.village_id, pointer.column == Resident.id)
            .correlate(Resident)
            for pointer in pointers()
        )
    )


RULE = Retention(_l("居民登记"), _l("%(years)s 年没有用到", years=YEARS), forget_unused, left=left_of_unused)
