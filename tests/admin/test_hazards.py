"""What stock Flask-Admin lets happen does not happen here: one test a hazard of the safety notes."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from hub.centre.situation import in_village
from hub.kernel.database import db
from tests.admin.bench import HERE, THERE, models_of
from tests.harness.people import signed_in

pytestmark = pytest.mark.state("workbench")
ROOM = "/rooms/workbench"
TOOLS = f"{ROOM}/tools"
PAGES = (f"{TOOLS}/", f"{ROOM}/loans/", f"{TOOLS}/details/?id=1", f"{TOOLS}/new/", f"{TOOLS}/edit/?id=1",
         f"{TOOLS}/delete/?id=1", f"{ROOM}/loans/new/", f"{ROOM}/lend")  # fmt: skip


def foreign(app, model: str) -> int:
    with in_village(app, THERE):
        return db.session.scalars(select(getattr(models_of(app), model).id)).one()


@pytest.mark.parametrize("deed", ["details", "edit", "delete"])
def test_a_row_of_another_village_is_not_found_by_any_address(app, secretary, deed):
    id = foreign(app, "Tool")
    assert secretary.get(f"{TOOLS}/{deed}/?id={id}").status_code == 404
    answer = secretary.post(f"{TOOLS}/{deed}/?id={id}", data={"confirmed": "1", "number": "Y", "name": "Y"})
    assert answer.status_code in (404, 405)
    with in_village(app, THERE):
        assert db.session.get(models_of(app).Tool, id).name == "邻村的锯"


def test_a_row_of_another_village_is_in_no_list_number_export_or_deed(app, secretary):
    id = foreign(app, "Tool")
    for address in (
        f"{TOOLS}/?search=邻村",
        f"{TOOLS}/export/csv/?search=X-1",
        "/lookup/workbench.tools?q=邻村",
    ):
        assert "邻村的锯" not in secretary.get(address).text.replace('value="邻村"', "")
    secretary.post(f"{TOOLS}/action/", data={"action": "retire", "rowid": [str(id)], "confirmed": "1"})
    with in_village(app, THERE):
        assert db.session.get(models_of(app).Tool, id).state == "in"


def test_a_reference_cannot_point_into_another_village(app, secretary):
    given = {
        "tool": str(foreign(app, "Tool")),
        "tool_text": "邻村的锯",
        "out_at": "2025-05-05T10:00",
        "heads": "1",
    }
    answer = secretary.post(f"{ROOM}/loans/new/", data=given)
    assert answer.status_code == 422
    assert "没有找到" in answer.text


@pytest.mark.parametrize("address", [f"{TOOLS}/new/", f"{TOOLS}/edit/?id=1", f"{TOOLS}/delete/?id=100",
                                     f"{TOOLS}/action/", f"{ROOM}/lend", f"{TOOLS}/100/retire"])  # fmt: skip
def test_nothing_is_done_without_a_token(app, secretary, address):
    answer = secretary.post(
        address, csrf=False, data={"confirmed": "1", "action": "retire", "rowid": ["100"]}
    )
    assert answer.status_code == 400
    with in_village(app, HERE):
        assert db.session.get(models_of(app).Tool, 100).state == "in"


@pytest.mark.parametrize("elsewhere", ["//HOST\\@evil", "https://evil.example", "/\\evil", "//evil.example"])
def test_nobody_is_led_elsewhere(secretary, elsewhere):
    answer = secretary.post(
        f"{TOOLS}/delete/", query_string={"id": "100", "url": elsewhere},
        data={"confirmed": "1", "url": elsewhere, "back": elsewhere},
    )  # fmt: skip
    assert answer.location == f"{TOOLS}/"
    answer = secretary.post(f"{TOOLS}/2/retire", data={"confirmed": "1", "back": elsewhere})
    assert answer.location == f"{ROOM}/"


def test_what_was_typed_is_never_markup(secretary):
    assert "<b>锯" not in "".join(secretary.get(page).text for page in (f"{TOOLS}/", f"{ROOM}/loans/"))
    assert "&lt;b&gt;锯" in secretary.get(f"{TOOLS}/").text
    answer = secretary.get(f"{TOOLS}/", query_string={"search": '"><script>alert(1)</script>'})
    assert "<script>alert" not in answer.text


@pytest.mark.parametrize("address", PAGES)
def test_pages_keep_the_strict_policy(secretary, address):
    page = secretary.get(address)
    assert page.status_code == 200
    assert "unsafe" not in page.headers["Content-Security-Policy"]
    assert not re.search(r"<[^>]+\s(on\w+|style)=", page.text)
    assert all("nonce=" in script for script in re.findall(r"<script[^>]*>", page.text))
    assert "<style" not in page.text


@pytest.mark.parametrize("address", PAGES)
def test_pages_speak_chinese(secretary, address):
    text = re.sub(r"<(script|style).*?</\1>|<[^>]+>", " ", secretary.get(address).text, flags=re.S)
    words = set(re.findall(r"[A-Za-z]{3,}", text)) - {"CSV", "Excel", "English"}
    assert not words


@pytest.mark.parametrize("deed", ["new", "edit", "delete"])
def test_who_may_only_look_changes_nothing(app, reader, keeper, deed):
    for client in (reader, keeper):  # of the tools, that is; only the secretary manages them
        address = f"{TOOLS}/{deed}/?id=1"
        assert client.get(address).status_code == 403
        assert client.post(address, data={"confirmed": "1", "number": "1", "name": "x"}).status_code == 403


def test_deeds_on_several_rows_ask_their_own_permission(app, keeper):
    answer = keeper.post(f"{TOOLS}/action/", data={"action": "retire", "rowid": ["100"], "confirmed": "1"})
    assert answer.status_code == 403


@pytest.mark.parametrize("action", ["delete", "", "nothing", "retire\0"])
def test_there_are_no_deeds_but_those_declared(secretary, action):
    answer = secretary.post(f"{TOOLS}/action/", data={"action": action, "rowid": ["100"], "confirmed": "1"})
    assert answer.status_code == 404


def test_rows_are_not_changed_in_the_list(app, secretary):
    answer = secretary.post(f"{TOOLS}/ajax/update/", data={"list_form_pk": "1", "name": "<script>"})
    assert answer.status_code == 404
    assert secretary.get(f"{TOOLS}/ajax/lookup/?name=tool&query=a").status_code == 404


def test_a_list_that_is_not_shown_is_not_open_either(keeper):
    assert "late" not in keeper.get(f"{TOOLS}/").text.replace("translate", "").replace("template", "")
    for address in ("late/", "late/details/?id=1", "late/export/csv/"):
        assert keeper.get(f"{ROOM}/{address}").status_code == 403


def test_a_fixed_view_shows_only_its_rows_by_any_address(secretary):
    assert secretary.get(f"{ROOM}/late/details/?id=1").status_code == 200  # entered late
    assert secretary.get(f"{ROOM}/late/details/?id=2").status_code == 404


def test_a_form_takes_the_columns_it_names_and_no_others(app, secretary):
    given = {
        "number": "N-2",
        "name": "尺",
        "state": "in",
        "copies": "1",
        "secret": "taken",
        "village_id": str(THERE),
        "id": "7",
    }
    assert secretary.post(f"{TOOLS}/new/", data=given).status_code == 303
    with in_village(app, HERE):
        made = db.session.scalars(select(models_of(app).Tool).filter_by(number="N-2")).one()
        assert (made.secret, made.village_id) == ("kept", HERE)
        assert made.id != 7


def test_what_may_not_be_seen_cannot_be_found_out(reader):
    """Sorting, filtering and searching would each tell a name bit by bit."""
    loans = f"{ROOM}/loans/"
    plain = reader.get(loans)
    assert "王*" in plain.text
    assert "王小明" not in plain.text
    assert "sort=resident" not in plain.text
    assert "愿望" not in plain.text
    for query in ("sort=resident", "sort=-resident", "wish=a"):
        assert reader.get(f"{loans}?{query}").text.count("<tr") == plain.text.count("<tr")
        assert reader.get(f"{loans}export/csv/?{query}").data == reader.get(f"{loans}export/csv/").data
    assert "没有符合条件" in reader.get(f"{loans}?search=王小明").text


def test_a_look_up_is_capped_scoped_and_permitted(app, keeper, reader):
    found = keeper.get("/lookup/workbench.tools?q=锤").json
    assert len(found) == 20
    assert set(found[0]) == {"id", "text", "sub", "code"}
    assert reader.get("/lookup/workbench.tools?q=锤").status_code == 403
    assert reader.get("/lookup/residents?q=王").status_code == 403
    assert keeper.get("/lookup/nothing?q=a").status_code == 404


@pytest.mark.parametrize("words", ["", " ", "\0", "%", "_", "\u202e", "x" * 10_000, "字 " * 2000, "😀"])
def test_a_look_up_answers_whatever_is_typed(keeper, words):
    for name in ("workbench.tools", "residents"):
        answer = keeper.get(f"/lookup/{name}", query_string={"q": words})
        assert answer.status_code == 200
        assert isinstance(answer.json, list)


def test_two_thousand_words_are_five(secretary):
    answer = secretary.get(f"{TOOLS}/", query_string={"search": "锤子 " * 2000})
    assert answer.status_code == 200
    assert 'value="锤子 锤子 锤子 锤子 锤子"' in answer.text


def test_a_mistake_in_a_room_is_an_incident_and_not_another_mistake(secretary, caplog):
    answer = secretary.post(f"{TOOLS}/new/", data={"number": "N", "name": "炸", "state": "in", "copies": "1"})
    assert answer.status_code == 500
    assert "a mistake in the room" in caplog.text
    assert "unexpected keyword" not in caplog.text
    assert "TypeError" not in answer.text


def test_files_of_the_machine_are_served_by_nobody(app):
    own = {"backup.download", "imports.upload"}  # the hub's own pages, which show nobody a folder
    rules = {rule.endpoint for rule in app.url_map.iter_rules()} - own
    names = {endpoint.split(".")[-1] for endpoint in rules}
    assert not names & {"download", "upload", "mkdir", "rename", "execute_view"}


def test_a_room_that_is_off_has_no_lists_and_no_look_ups(app, secretary):
    with in_village(app, HERE):
        from hub.kernel.here import here

        here.room("workbench").enabled = False
    for address in (
        f"{TOOLS}/",
        f"{TOOLS}/details/?id=1",
        f"{TOOLS}/export/csv/",
        "/lookup/workbench.tools?q=a",
    ):
        assert secretary.get(address).status_code == 404


def test_without_signing_in_there_is_nothing(app):
    for address in (*PAGES, f"{TOOLS}/export/xlsx/", "/lookup/residents?q=a", "/admin/"):
        assert app.test_client().get(address).status_code == 302


def test_somebody_who_works_in_another_village_sees_that_one(app):
    other = signed_in(app, THERE)
    page = other.get(f"{TOOLS}/")
    assert "邻村的锯" in page.text
    assert "T-001" not in page.text
