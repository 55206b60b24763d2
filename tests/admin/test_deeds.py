"""The one way in which something is done: shown, checked, done, committed once."""

from __future__ import annotations

import pytest

from hub.centre.situation import in_village
from hub.kernel.database import db
from hub.web.deeds import permitted
from tests.admin.bench import HERE, models_of
from tests.harness.people import signed_in

pytestmark = pytest.mark.state("workbench")
LEND = "/rooms/workbench/lend"
RETIRE = "/rooms/workbench/tools/1/retire"


def state(app, id: int) -> str:
    with in_village(app, HERE):
        return db.session.get(models_of(app).Tool, id).state


def test_it_works(app, keeper):
    answer = keeper.post(LEND, data={"tool_text": "T-001", "heads": "2", "note": "明天还"})
    assert answer.status_code == 303
    assert answer.location == "/rooms/workbench/"
    assert state(app, 1) == "out"


def test_the_address_fills_the_form(keeper):
    page = keeper.get(f"{LEND}?tool=1&heads=3&note=%00&other=x")
    assert 'value="电钻"' in page.text
    assert 'name="tool" value="1"' in page.text
    assert 'value="3"' in page.text


@pytest.mark.parametrize("tool", ["-1", "abc", "9" * 30, "\0", "131", ""])
def test_an_address_that_means_nothing_leaves_the_form_empty(keeper, tool):
    page = keeper.get(LEND, query_string={"tool": tool})
    assert page.status_code == 200
    assert 'name="tool" value=""' in page.text


def test_a_rule_that_refuses_changes_nothing_and_loses_nothing(app, keeper):
    answer = keeper.post(LEND, data={"tool": "2", "tool_text": "=1+1", "heads": "2", "note": "留着"})
    assert answer.status_code == 422
    assert "这件不在架上。" in answer.text
    assert 'id="tool-wrong"' in answer.text
    assert 'value="留着"' in answer.text
    assert state(app, 2) == "out"


def test_what_is_typed_wrong_is_said_beside_its_field(keeper):
    answer = keeper.post(
        LEND, data={"tool": "1", "tool_text": "电钻", "heads": "1000000000", "note": "字" * 21}
    )
    assert answer.status_code == 422
    assert "不能大于 50。" in answer.text
    assert "最多 20 个字，现在有 21 个。" in answer.text


def test_a_deed_that_must_be_confirmed_is_asked_on_a_page_without_script(app, secretary):
    page = secretary.post(RETIRE)
    assert page.status_code == 200
    assert "真的报废吗？" in page.text
    assert state(app, 1) == "in"
    assert secretary.post(RETIRE, data={"confirmed": "1"}).status_code == 303
    assert state(app, 1) == "lost"


def test_a_deed_that_is_refused_says_so_where_it_began(app, secretary):
    answer = secretary.post(
        "/rooms/workbench/tools/2/retire",
        data={"confirmed": "1", "back": "/rooms/workbench/tools/?state=out"},
    )
    assert answer.location == "/rooms/workbench/tools/?state=out"
    assert "不能报废。" in secretary.get(answer.location).text


def test_who_may_not_is_told_so(app, keeper, reader):
    assert reader.get(LEND).status_code == 403
    assert reader.post(LEND, data={"tool": "1"}).status_code == 403
    assert keeper.post(RETIRE, data={"confirmed": "1"}).status_code == 403
    assert state(app, 1) == "in"


def test_a_keeper_of_another_room_may_not(app):
    assert signed_in(app, HERE, "keeper", rooms=["elsewhere"]).get(LEND).status_code == 403


def test_permitted_guards_a_view_of_the_core(app, reader):
    with in_village(app, HERE):
        from hub.kernel.here import here

        here.enter(here.village, None, {"residents.view"})
        assert permitted("residents.view")(lambda name: name)(name="x") == "x"
        with pytest.raises(Exception, match="403"):
            permitted("residents.edit")(lambda: "x")()
