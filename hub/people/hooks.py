"""What this feature answers to the hub."""

from __future__ import annotations

from collections.abc import Iterable

from flask import url_for

from hub.i18n import _l
from hub.kernel.declarations import Hit, ImportSheet, PersonalData, SearchSource
from hub.kernel.hookspecs import hookimpl
from hub.people import index, keeping, sheet, usage, views
from hub.people.lookup import RESIDENTS, tell_apart
from hub.people.models import Resident
from hub.people.records import ResidentsView
from hub.people.search import find_residents

BLUEPRINTS = [views.blueprint]
LOOKUPS = [RESIDENTS]
MENU_MAIN = [(_l("居民"), "residents.index_view", views.VIEW, "residents")]

index.follow_residents()
usage.follow_usage()


@hookimpl
def admin_views() -> list[type[ResidentsView]]:
    return [ResidentsView]


@hookimpl
def search() -> list[SearchSource]:
    return [SearchSource(_l("居民"), views.VIEW, _hits, typed=_l("姓名、拼音首字母、手机后四位"))]


@hookimpl
def import_sheets() -> list[ImportSheet]:
    return [sheet.SHEET]


@hookimpl
def personal_data() -> list[PersonalData]:
    return [
        PersonalData(
            Resident, ("name", "phone", "group", "consent_on", "last_used_on"), _l("知道是谁、能联系到本人"),
            _l("%(years)s 年没有用到就清除", years=keeping.YEARS), keeping.kept_of, keeping.erase,
        )
    ]  # fmt: skip


def _hits(words: str, most: int) -> Iterable[Hit]:
    for resident in find_residents(words, most):
        yield Hit(resident.name, tell_apart(resident), url_for("people.resident", resident_id=resident.id))
