"""The ground that all other tests stand on."""

from __future__ import annotations

from types import SimpleNamespace

import psycopg
import pytest
from playwright.sync_api import Page

from tests.harness.contents import Shapes
from tests.harness.fixtures import long_ones_first

HTML = "text/html; charset=utf-8"


@pytest.mark.backends("postgresql")
@pytest.mark.state("empty")
def test_neither_role_can_step_around_row_level_security(database):
    for url in (database.url, database.owner_url):
        with psycopg.connect(url.replace("+psycopg", "")) as connection:
            held = connection.execute(
                "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"
            )
            assert held.fetchone() == (False,)


@pytest.mark.state("empty")
def test_a_kept_state_comes_back_whatever_happened_since(database):
    note, deeper = database.home / "note", database.home / "folder" / "note"
    deeper.parent.mkdir()
    for file in (note, deeper):
        file.write_text("kept")
    database.keep("noted")
    for file in (note, deeper):
        file.write_text("lost")  # as long as it was
    (database.home / "more").touch()
    (deeper.parent / "more").mkdir()

    database.restore("noted")

    assert {note.read_text(), deeper.read_text()} == {"kept"}
    assert {file.name for file in database.home.rglob("*")} == {"note", "folder"}


CHANGES = (
    "CREATE TABLE more (n integer)",
    "ALTER TABLE more ADD COLUMN m integer",
    "ALTER TABLE more DROP COLUMN m",
    "ALTER TABLE more ALTER COLUMN n SET DEFAULT 1",
    "ALTER TABLE more ADD CONSTRAINT small CHECK (n < 9) NOT VALID",
    "ALTER TABLE more VALIDATE CONSTRAINT small",
    "ALTER TABLE more ENABLE ROW LEVEL SECURITY",
    "CREATE POLICY ours ON more USING (n = 1)",
    "ALTER POLICY ours ON more USING (n = 2)",
    "GRANT SELECT ON more TO PUBLIC",
    "CREATE FUNCTION no() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
    "CREATE OR REPLACE FUNCTION no() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN OLD; END'",
    "CREATE TRIGGER no BEFORE UPDATE ON more FOR EACH ROW EXECUTE FUNCTION no()",
    "ALTER TABLE more DISABLE TRIGGER no",
    "DROP TRIGGER no ON more",
    "DROP POLICY ours ON more",
    "DROP FUNCTION no",
    "DROP TABLE more",
)


@pytest.mark.backends("postgresql")
def test_whatever_becomes_of_the_tables_is_noticed(database):
    with psycopg.connect(database.owner_url.replace("+psycopg", ""), autocommit=True) as connection:
        shapes = Shapes(connection)
        before = first = shapes.now()
        for change in CHANGES:
            connection.execute(change)
            now = shapes.now()
            assert now != before, change
            before = now
        assert now == first


@pytest.mark.parametrize(
    ("longs", "shorts", "workers"), [(7, 50, 3), (3, 0, 2), (0, 9, 4), (9, 1, 3), (0, 0, 2)]
)
def test_every_worker_begins_with_long_ones_and_none_is_lost(longs: int, shorts: int, workers: int):
    items = [SimpleNamespace(is_long=n < longs) for n in range(longs + shorts)]
    for item in items:
        item.get_closest_marker = lambda _name, item=item: item.is_long or None
    dealt = long_ones_first(items, workers)
    assert sorted(map(id, dealt)) == sorted(map(id, items))
    first, beginning = 0, []
    for worker in range(workers):  # as xdist cuts the list
        beginning += dealt[first : first + 1]
        first += (len(items) - first) // (workers - worker)
    assert all(item.is_long for item in beginning[: longs if shorts else 1])


@pytest.mark.backends("sqlite")
class TestTheBrowser:
    def test_what_is_wrong_with_a_page_is_found(self, page: Page, flaws):
        good = "<!doctype html><html lang='zh'><title>好</title><main><h1>好</h1></main></html>"
        bad = good.replace("</main>", "<img src='data:,'><div style='width: 2000px'>宽</div></main>")
        page.route("**/good", lambda route: route.fulfill(content_type=HTML, body=good))
        page.route("**/bad", lambda route: route.fulfill(content_type=HTML, body=bad))
        assert flaws(["/good"]) == []
        unnamed, wide = flaws(["/good", "/bad"])
        assert unnamed.startswith("/bad: image-alt")
        assert wide.startswith("/bad: 20")
        assert wide.endswith("wide on 1280")

    def test_a_breach_of_the_policy_and_an_error_of_a_script_are_noticed(
        self, page: Page, console: list[str]
    ):
        page.goto("/sign-in")
        page.evaluate("document.head.append(Object.assign(document.createElement('script'), {text: '1'}))")
        with page.expect_event("pageerror"):
            page.evaluate("void setTimeout(() => nothing_of_this_name)")
        said = "\n".join(console)
        console.clear()  # they would fail this test
        assert "securitypolicyviolation script-src" in said
        assert "nothing_of_this_name is not defined" in said
