"""The core's own lists as files: what the page shows, cell by cell; and who took them stands in the audit."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine
from sqlalchemy import select

from hub.admin import cells, sheets
from hub.admin.tabs import EXTENSION
from hub.audit.models import AuditEntry
from hub.centre.models import DoorCount, Equipment, Opening
from hub.conformance.exports import export_differences
from hub.kernel.database import db
from hub.people.models import Resident
from hub.visits import services
from tests.visits.place import NOW, PLACE, acting, client_of, counting, room

pytestmark = pytest.mark.state("visit_place")
WHO = ("secretary", "keeper", "reader")
NOT_EXPORTED = {
    "residents",
    "audit",
    "confidential_reads",
}  # see docs/keepers.md: what leaves the hub is counts


@pytest.fixture(autouse=True)
def at_ten():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def filled(app):
    with acting(app, "keeper"):
        resident = db.session.scalars(select(Resident).where(Resident.name == "艾力·买买提")).one()
        services.record(room(), 2, purpose="问低保")
        services.record(room(), 4, started_at=NOW.replace(year=NOW.year - 1), purpose="去年")
        services.record(room("workshop"), 1, kind="course", resident_id=resident.id)
        db.session.add_all(
            [
                Equipment(room_id=room().id, name="=桌子", quantity=3, checked_on=date(2025, 3, 1)),
                Equipment(room_id=room("yard").id, name="<b>椅</b>", note="旧", condition="worn"),
                Opening(opened_at=NOW, opened_by_id=None),
                Opening(room_id=room().id, opened_at=NOW, closed_at=NOW, late=True),
                DoorCount(day=NOW.date(), heads=31, counted_at=NOW),
            ]
        )
    return app


def lists(app):
    return app.extensions[EXTENSION][""]


def differences(app, view, who: str, query: str = "") -> list[str]:
    return export_differences(app, client_of(app, who), view, PLACE, query)


def address_of(app, view) -> str:
    with app.test_request_context():
        return type(view).url()


class TestEveryListOfTheCore:
    def test_it_is_exported_or_known_not_to_be(self, app):
        assert {view.endpoint for view in lists(app) if not view.can_export} == NOT_EXPORTED

    def test_its_files_hold_what_it_shows(self, filled):
        secretary = client_of(filled, "secretary")
        for view in lists(filled):
            if view.can_export:
                assert "<tbody" in secretary.get(address_of(filled, view)).text, view.endpoint
                for who in WHO:
                    assert differences(filled, view, who) == []

    def test_so_do_the_logs_of_the_rooms(self, filled):
        for key in ("front_desk", "workshop"):
            for view in filled.extensions[EXTENSION][key]:
                assert differences(filled, view, "secretary") == []

    def test_searched_narrowed_and_sorted_as_on_the_screen(self, filled):
        visits, things = (
            next(view for view in lists(filled) if view.endpoint == name)
            for name in ("visit_log", "equipment")
        )
        assert differences(filled, visits, "secretary", "?sort=started_at&month=1") == []
        assert differences(filled, things, "secretary", "?sort=-name&search=桌") == []

    def test_a_file_that_says_something_else_is_found(self, filled, monkeypatch):
        """The control: the comparison sees what it is there for."""
        openings = next(view for view in lists(filled) if view.endpoint == "openings")
        monkeypatch.setattr(cells, "plain", str.upper)
        monkeypatch.setattr(cells, "local_moments", lambda _zone: lambda at: at and at.replace(tzinfo=None))
        monkeypatch.setattr(sheets, "_plain", lambda value: value)
        found = differences(filled, openings, "secretary")
        assert any("Excel" in sentence for sentence in found)
        assert any("CSV" in sentence for sentence in found)


class TestWhoTookIt:
    def entries(self, app) -> list[tuple[str, dict]]:
        with acting(app):
            rows = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "export")).all()
            return [(row.table, row.changes) for row in rows]

    @pytest.mark.parametrize(("kind", "called"), [("csv", "CSV"), ("xlsx", "Excel")])
    def test_it_stands_in_the_audit_in_words(self, filled, kind, called):
        secretary = client_of(filled, "secretary")
        secretary.get(f"/visit-log/export/{kind}/", buffered=True)
        assert self.entries(filled) == [("visit", {"sheet": [None, "来访"], "file": [None, called]})]
        assert "导出" in secretary.get("/audit/").text

    def test_a_list_that_is_not_open_is_not_noted(self, filled):
        assert client_of(filled, "reader").get("/residents/export/csv/").status_code == 403
        assert self.entries(filled) == []

    def test_what_cannot_be_noted_does_not_leave(self, filled, monkeypatch):
        monkeypatch.setattr("hub.audit.exports.note", lambda *_given, **_more: 1 / 0)
        answer = client_of(filled, "secretary").get("/visit-log/export/csv/")
        assert (answer.status_code, answer.mimetype) == (500, "text/html")


def test_the_rows_of_a_file_are_one_query_with_all_that_stands_beside_them(filled):
    secretary = client_of(filled, "secretary")
    with counting(filled) as statements:
        secretary.get("/visit-log/export/csv/", buffered=True)
    assert len([one for one in statements if "FROM visit" in one and "LIMIT" not in one]) == 1
