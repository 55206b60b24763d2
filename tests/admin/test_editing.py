"""A record is made, changed and deleted: one form, one transaction, nothing typed is lost."""

from __future__ import annotations

import html
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from sqlalchemy import select

from hub.audit.models import AuditEntry
from hub.centre.situation import in_village
from hub.kernel.database import db
from tests.admin.bench import HERE, models_of

pytestmark = pytest.mark.state("workbench")
TOOLS = "/rooms/workbench/tools"
GIVEN = {
    "number": "N-1", "name": "刨子", "state": "in", "price": "12.50", "bought_on": "2025-03-01",
    "checked_at": "2025-03-01T08:30", "copies": "2", "note": "两行\r\n字",
}  # fmt: skip


def tool(app, **by):
    with in_village(app, HERE):
        found = db.session.scalars(select(models_of(app).Tool).filter_by(**by)).one_or_none()
        if found is not None:
            db.session.expunge(found)
        return found


def test_a_new_record_is_stored_as_it_was_typed(app, secretary):
    answer = secretary.post(f"{TOOLS}/new/", data=GIVEN)
    assert answer.status_code == 303
    made = tool(app, number="N-1")
    assert (made.name, made.price, made.copies, made.note) == ("刨子", Decimal("12.50"), 2, "两行\n字")
    assert made.checked_at == datetime(2025, 3, 1, 0, 30, tzinfo=UTC)
    assert "工具已保存。" in secretary.get(answer.location).text


def test_it_stands_in_the_audit(app, secretary):
    secretary.post(f"{TOOLS}/new/", data=GIVEN)
    with in_village(app, HERE):
        entry = db.session.scalars(
            select(AuditEntry).where(AuditEntry.table == "workbench__tool").order_by(AuditEntry.id.desc())
        ).first()
        assert (entry.action, entry.village_id) == ("create", HERE)


def test_what_was_typed_is_still_there_when_something_is_wrong(secretary):
    answer = secretary.post(f"{TOOLS}/new/", data=GIVEN | {"price": "很贵", "name": ""})
    assert answer.status_code == 422
    assert 'value="很贵"' in answer.text
    assert "请填金额" in answer.text
    assert "这一项还没有填。" in answer.text
    assert 'value="N-1"' in answer.text


def test_a_rule_that_refuses_stands_beside_its_field(app, secretary):
    answer = secretary.post(f"{TOOLS}/new/", data=GIVEN | {"name": "坏"})
    assert answer.status_code == 422
    assert 'id="name-wrong"' in answer.text
    assert "坏的不收。" in answer.text
    assert tool(app, number="N-1") is None


def test_a_double_is_a_sentence_and_no_sql(secretary):
    answer = secretary.post(f"{TOOLS}/new/", data=GIVEN | {"number": "T-001"})
    assert answer.status_code == 422
    assert "这个编号已经有了。" in answer.text
    assert "UNIQUE" not in answer.text.upper().replace("RETURNUNIQUE", "")
    assert 'value="刨子"' in answer.text


class TestGoingBack:
    FILTERED = f"{TOOLS}/?search=T&sort=-number&after=2"

    @pytest.fixture
    def id(self, app):
        return tool(app, number="T-001").id

    def from_list(self, secretary, url, came=FILTERED, host="http://localhost"):
        return secretary.get(url, headers={"Referer": host + came}).text

    def test_from_a_filtered_list_one_comes_back_to_it(self, secretary, id):
        edit = f"{TOOLS}/edit/?id={id}"
        page = self.from_list(secretary, edit)
        back = html.escape(self.FILTERED)
        assert f'name="back" value="{back}"' in page
        assert f'<a class="btn bare" href="{back}">取消</a>' in page
        refused = secretary.post(edit, data=GIVEN | {"name": "", "back": self.FILTERED}).text
        assert f'name="back" value="{back}"' in refused
        saved = secretary.post(edit, data=GIVEN | {"back": self.FILTERED})
        assert (saved.status_code, saved.location) == (303, self.FILTERED)
        gone = secretary.post(f"{TOOLS}/delete/?id={id}", data={"back": self.FILTERED, "confirmed": "1"})
        assert gone.location == self.FILTERED

    def test_its_buttons_name_the_page_they_are_on(self, secretary):
        page = secretary.get(f"{TOOLS}/?sort=-number&after=2&nonsense=1").text
        assert f'name="back" value="{TOOLS}/?sort=-number&amp;after=2"' in page

    def test_from_a_records_page_one_comes_back_to_the_list_too(self, secretary, id):
        details = self.from_list(secretary, f"{TOOLS}/details/?id={id}")
        assert html.escape(self.FILTERED) in details

    def test_asked_once_more_without_script_it_is_still_known(self, secretary, id):
        asked = secretary.post(f"{TOOLS}/delete/?id={id}", data={"back": self.FILTERED}).text
        assert f'name="back" value="{html.escape(self.FILTERED)}"' in asked

    def test_from_anywhere_else_one_goes_on_to_the_record(self, secretary, id):
        edit = f"{TOOLS}/edit/?id={id}"
        for came in ("/", f"{TOOLS}/details/?id={id}", "/nowhere/", "/rooms/workbench/tools"):
            assert 'name="back"' not in self.from_list(secretary, edit, came)
        assert secretary.post(edit, data=GIVEN).location == f"{TOOLS}/details/?id={id}"

    @pytest.mark.parametrize(
        "back",
        [
            "//evil.example/",
            "https://evil.example/",
            "/\\evil.example",
            "javascript:alert(1)",
            "/a\nb",
            "/" + "a" * 3000,
        ],
    )
    def test_nobody_is_led_elsewhere(self, secretary, id, back):
        edit = f"{TOOLS}/edit/?id={id}"
        refused = secretary.post(edit, data=GIVEN | {"name": "", "back": back}).text
        assert 'name="back"' not in refused
        assert secretary.post(edit, data=GIVEN | {"back": back}).location == f"{TOOLS}/details/?id={id}"

    @pytest.mark.parametrize("host", ["http://evil.example", "http://localhost.evil.example", "http://["])
    def test_nor_by_a_page_of_another_host(self, secretary, id, host):
        assert 'name="back"' not in self.from_list(secretary, f"{TOOLS}/edit/?id={id}", host=host)


def test_a_form_shows_what_is_stored_in_the_villages_time(app, secretary):
    secretary.post(f"{TOOLS}/new/", data=GIVEN)
    page = secretary.get(f"{TOOLS}/edit/?id={tool(app, number='N-1').id}")
    assert 'value="2025-03-01T08:30"' in page.text
    assert 'value="12.50"' in page.text


def test_saving_what_was_not_touched_changes_nothing(app, secretary):
    with in_village(app, HERE):
        row = db.session.get(models_of(app).Tool, 1)
        row.checked_at = moment = datetime(2025, 1, 1, 3, 4, 59, tzinfo=UTC)
        before = db.session.query(AuditEntry).count()  # the line above was flushed and is in it
    page = {"number": "T-001", "name": "电钻", "state": "in", "price": "25.00", "copies": "1",
            "bought_on": "2024-02-01", "checked_at": "2025-01-01T11:04"}  # fmt: skip
    assert secretary.post(f"{TOOLS}/edit/?id=1", data=page).status_code == 303
    assert tool(app, id=1).checked_at == moment
    with in_village(app, HERE):
        assert db.session.query(AuditEntry).count() == before


def test_a_relationship_is_chosen_by_id_or_by_typing(app, secretary):
    given = {"tool": "", "tool_text": "没有这件", "resident": "1", "resident_text": "王小明",
             "out_at": "2025-05-05T10:00", "heads": "1"}  # fmt: skip
    assert secretary.post("/rooms/workbench/loans/new/", data=given).status_code == 422
    given |= {"tool": "3", "tool_text": ""}
    assert secretary.post("/rooms/workbench/loans/new/", data=given).status_code == 422
    given |= {"tool": "3", "tool_text": tool(app, id=3).name}
    assert secretary.post("/rooms/workbench/loans/new/", data=given).status_code == 303
    with in_village(app, HERE):
        made = db.session.scalars(select(models_of(app).Loan).order_by(models_of(app).Loan.id.desc())).first()
        assert (made.tool_id, made.resident.name) == (3, "王小明")


def test_deleting_asks_first(app, secretary):
    page = secretary.post(f"{TOOLS}/delete/?id=100")
    assert page.status_code == 200
    assert "真的要删除吗？" in page.text
    assert tool(app, id=100) is not None
    assert secretary.post(f"{TOOLS}/delete/?id=100", data={"confirmed": "1"}).status_code == 303
    assert tool(app, id=100) is None


def test_what_others_refer_to_is_not_deleted(app, secretary):
    answer = secretary.post(f"{TOOLS}/delete/?id=1", data={"confirmed": "1"}, follow_redirects=True)
    assert "别的记录还用着它" in answer.text
    assert tool(app, id=1) is not None


def test_a_rule_may_refuse_to_delete(app, secretary):
    answer = secretary.post(f"{TOOLS}/delete/?id=2", data={"confirmed": "1"}, follow_redirects=True)
    assert "还借着，不能删除。" in answer.text
    assert tool(app, id=2) is not None


def test_several_rows_in_one_deed_after_asking(app, secretary):
    chosen = {"action": "retire", "rowid": ["100", "102", "abc", "99999999999"]}
    page = secretary.post(f"{TOOLS}/action/", data=chosen)
    assert "真的都报废吗？" in page.text
    assert 'name="rowid" value="102"' in page.text
    assert tool(app, id=100).state == "in"
    assert secretary.post(f"{TOOLS}/action/", data=chosen | {"confirmed": "1"}).status_code == 303
    assert (tool(app, id=100).state, tool(app, id=102).state) == ("lost", "lost")


def test_one_row_that_refuses_stops_the_whole_deed(app, secretary):
    chosen = {"action": "retire", "rowid": ["100", "101"], "confirmed": "1"}
    answer = secretary.post(f"{TOOLS}/action/", data=chosen, follow_redirects=True)
    assert "还借着，不能报废。" in answer.text
    assert tool(app, id=100).state == "in"


def test_the_page_of_a_record_shows_all_of_it(secretary):
    page = secretary.get(f"{TOOLS}/details/?id=1")
    assert page.status_code == 200
    assert "T-001" in page.text
    assert "电钻" in page.text
    assert "/rooms/workbench/tools/edit/?id=1" in page.text


@pytest.mark.parametrize("deed", ["details", "edit", "delete"])
@pytest.mark.parametrize("id", ["", "-1", "abc", "0", "99999999999", "2147483648", "1e3", "\0", "999999"])
def test_an_id_that_is_none_is_not_found(secretary, deed, id):
    assert secretary.get(f"{TOOLS}/{deed}/", query_string={"id": id}).status_code == 404
    if deed != "details":
        assert secretary.post(f"{TOOLS}/{deed}/", query_string={"id": id}, data=GIVEN).status_code == 404
