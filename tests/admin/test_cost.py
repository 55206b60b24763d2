"""What a page of a list costs, as far as it can be told without a clock; a column that fails costs its cell."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import text as sql

from hub.admin.actions import RowAction
from hub.admin.columns import Column
from hub.centre.situation import in_village
from hub.kernel.database import db
from tests.admin.bench import HERE, counting, models_of

pytestmark = pytest.mark.state("workbench")

LIST, LOANS = "/rooms/workbench/tools/", "/rooms/workbench/loans/"


def statements(app, client, address: str) -> int:
    client.get(address)
    with counting(app) as sent:
        assert client.get(address).status_code == 200
    return len(sent)


@pytest.mark.parametrize(
    "address",
    [
        LIST, f"{LIST}?after=60", f"{LIST}?sort=-name&after=60", f"{LIST}?state=out", f"{LIST}?search=锤",
        f"{LOANS}?search=王", f"{LOANS}?search=wangxm", f"{LOANS}?search=nobody", "/residents/?search=w",
    ],
)  # fmt: skip
def test_a_page_takes_six_statements_at_most(app, secretary, address):
    assert statements(app, secretary, address) <= 6


@pytest.mark.parametrize("address", [LOANS, f"{LOANS}?after=30", f"{LOANS}?sort=due_on&before=9"])
def test_what_is_joined_is_looked_up_for_the_rows_of_the_page_alone(app, secretary, address):
    with counting(app) as sent:
        secretary.get(address)
    rows = next(statement for statement in sent if "AS resident" in statement)
    outside, _in, keys = rows.partition(" IN (SELECT ")
    assert "LEFT OUTER JOIN resident" in outside
    assert "LIMIT" in keys
    assert "LEFT OUTER JOIN" not in keys.partition("LIMIT")[0]


def test_what_many_rows_were_counted_is_remembered_until_somebody_writes(app, secretary, monkeypatch):
    monkeypatch.setattr("hub.admin.listing.CAP", 5)
    address = f"{LIST}?state=in"

    def counted() -> int:
        with counting(app) as sent:
            assert "条" in secretary.get(address).text
        return sum(statement.count("count(") for statement in sent)

    first = counted()
    assert counted() == first - 1
    with in_village(app, HERE):
        db.session.add(models_of(app).Tool(number="T-900", name="新锯"))
    assert counted() == first


def test_what_stands_on_one_page_is_not_counted_again(app, secretary):
    with counting(app) as sent:
        page = secretary.get("/residents/?search=王小明")
    assert "1 条" in page.text
    assert not [statement for statement in sent if "count(" in statement]


@pytest.fixture
def tools(app):
    """The list of tools, whose columns and actions a test may change."""
    (view,) = (view for view in app.extensions["hub_lists"]["workbench"] if view.slug == "tools")
    return type(view)


def boom(*_given: object) -> str:
    raise ValueError("a mistake in a room")


class TestAFailure:
    def test_a_cell_that_fails_is_a_dash_and_the_others_stand(self, secretary, tools, monkeypatch):
        broken = [replace(one, show=boom) if one.name == "state" else one for one in tools.columns]
        monkeypatch.setattr(tools, "columns", tuple(broken))
        page = secretary.get(LIST)
        assert page.status_code == 200
        assert "—</td>" in page.text
        assert "T-001" in page.text

    def test_so_it_is_on_the_page_of_one_record(self, secretary, tools, monkeypatch):
        monkeypatch.setattr(
            tools, "columns", (*tools.columns, Column("more", "更多", tools.model.id, show=boom))
        )
        page = secretary.get(f"{LIST}details/?id=1")
        assert page.status_code == 200
        assert "<dd>—</dd>" in page.text

    def test_it_is_logged_once_a_page(self, secretary, tools, monkeypatch, caplog):
        monkeypatch.setattr(
            tools, "columns", (*tools.columns, Column("more", "更多", tools.model.id, show=boom))
        )
        secretary.get(LIST)
        assert caplog.text.count("list_failed") == 1

    def test_an_action_that_cannot_tell_whether_it_applies_is_not_offered(
        self, secretary, tools, monkeypatch
    ):
        monkeypatch.setattr(
            tools, "row_actions", (RowAction("修刀", page="residents.index_view", permission="", show=boom),)
        )
        page = secretary.get(LIST)
        assert page.status_code == 200
        assert "修刀" not in page.text

    def test_a_list_that_cannot_be_read_leaves_its_room_standing(self, app, secretary, tools, monkeypatch):
        first = app.extensions["hub_lists"]["workbench"][0]

        def where():
            return sql("no_such_column = 1")

        monkeypatch.setattr(type(first), "where", staticmethod(where))
        monkeypatch.setattr("hub.home.room.tabs_of", lambda _key: [])
        page = secretary.get("/rooms/workbench/")
        assert page.status_code == 200
        assert "暂时读不到" in page.text


def test_what_a_cell_holds_is_escaped(secretary):
    page = secretary.get(f"{LIST}?search=<b>锯").text
    assert "&lt;b&gt;锯&lt;/b&gt;" in page
    assert "<b>锯" not in page


def test_words_remembered_for_the_frame_are_told_by_what_they_show(app):
    from hub.web.frame import Item
    from hub.web.steady import steady

    with app.test_request_context():
        one = steady("links", [Item("<甲>", "/a")])
        other = steady("links", [Item("乙", "/a")])
        again = steady("links", [Item("<甲>", "/a", active=True)])
    assert "&lt;甲&gt;" in one
    assert "乙" in other
    assert "aria-current" in again
    assert "aria-current" not in one
    with app.app_context():
        db.session.remove()
