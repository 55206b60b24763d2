"""Residents are found by whatever a keeper types, in their own village only."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from urllib.parse import unquote

import pytest
from sqlalchemy import select

from hub.admin import search
from hub.kernel.database import db
from hub.people.models import Resident, ResidentKey
from hub.people.search import find_residents, matching
from hub.people.services import anonymise, change_resident


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("王建", ["王建国"]),
        ("建国", ["王建国", "李建国"]),
        ("wjg", ["王建国"]),
        ("jianguo", ["王建国", "李建国"]),
        ("jianguo 5678", ["李建国"]),
        ("1234", ["王建国"]),
        ("19900001234", ["王建国"]),
        ("199 0000 1234", ["王建国"]),
        ("买买提．艾", ["买买提·艾力"]),
        ("aili", ["买买提·艾力"]),
        ("mmtal", ["买买提·艾力"]),
        ("%", []),
        ("_", []),
        ("", []),
        ("wjg 5678", []),
        ("\0", []),
        ("𠮷", []),
        ("a b c d e f g h", []),
    ],
)
def test_it_works(place, typed, names):
    place.resident("王建国", "19900001234")
    place.resident("李建国", "19900005678")
    place.resident("买买提·艾力")
    place.resident("王建国", "19900001234", village=place.other)
    assert sorted(place.found(typed)) == sorted(names)


def test_an_exact_name_comes_first(place):
    place.resident("王芳芳")
    place.resident("王芳")
    place.resident("王芳菲")
    assert place.found("王芳")[0] == "王芳"


def test_no_more_are_answered_than_were_asked_for(place):
    for number in range(4):
        place.resident(f"王{'甲乙丙丁'[number]}")
    with place.inside():
        assert len(find_residents("w", limit=2)) == 2
        assert len(find_residents("w", limit=10**9)) == 4
        assert len(find_residents("w", limit=-1)) == 1


def test_keys_follow_a_change_of_name_and_phone(place):
    id = place.resident("王芳", "19900001234")
    with place.inside():
        resident = db.session.get_one(Resident, id)
        change_resident(resident, name="李丽", phone="19900005678", group="", consent_on=None)
    assert place.found("wangfang") == place.found("1234") == []
    assert place.found("lili 5678") == ["李丽"]


def test_nothing_finds_somebody_who_was_erased(place):
    id = place.resident("王芳", "19900001234")
    with place.inside():
        anonymise(db.session.get_one(Resident, id))
    with place.inside():
        assert db.session.scalars(select(ResidentKey)).all() == []
    assert place.found("王芳") == place.found("1234") == []


@pytest.mark.backends("sqlite")
def test_the_index_is_used(place):
    """PostgreSQL plans by what is in the tables, and here they are empty."""
    with place.inside():
        statement = select(Resident.id).where(*matching("wang jg"))
        sql = str(statement.compile(db.engine, compile_kwargs={"literal_binds": True}))
        plan = db.session.connection().exec_driver_sql("EXPLAIN QUERY PLAN " + sql).all()
    assert sum("resident_key" in str(row) and "key>? AND key<?" in str(row) for row in plan) == 2


class TestPages:
    def test_the_list_is_searched_by_keys(self, place):
        place.resident("王芳", "19900001234")
        place.resident("李丽")
        page = place.browser().get("/residents/?search=wf").text
        assert "王芳" in page
        assert "李丽" not in page

    @pytest.mark.parametrize("fetched", [1000, 40])
    def test_of_many_namesakes_the_list_shows_fifty_and_tells_how_many(self, place, monkeypatch, fetched):
        """Whether they are fetched by their keys or met in the list's order."""
        monkeypatch.setattr(search, "A_THOUSAND", fetched)
        with place.inside():
            for number in range(54):
                consent_on = None if number % 9 else date(2026, 1, 2)
                db.session.add(Resident(name="王芳", phone="", group=f"{number}组", consent_on=consent_on))
            db.session.commit()
        place.resident("李丽")
        place.resident("王芳", village=place.other)
        browser = place.browser()
        page = browser.get("/residents/?search=wf").text
        assert "54 条" in page
        ids = re.findall(r'href="/people/(\d+)"', page)
        [rest] = re.findall(r'href="(/residents/\?[^"]*after=[^"]+)"', page)
        ids += re.findall(r'href="/people/(\d+)"', browser.get(unescape(rest)).text)
        assert list(dict.fromkeys(ids)) == sorted(set(ids), key=int)
        assert len(set(ids)) == 54
        assert "48 条" in browser.get("/residents/?search=wf&no_consent=1").text

    def test_forms_look_residents_up(self, place):
        id = place.resident("王芳", "19900001234", "三组")
        answer = place.browser().get("/lookup/residents?q=1234")
        assert answer.json == [{"id": id, "text": "王芳", "sub": "三组 · 尾号 1234", "code": "19900001234"}]

    def test_the_search_at_the_top_finds_them(self, place):
        id = place.resident("王芳", "19900001234")
        assert f"/people/{id}" in place.browser().get("/search?q=wangf").text

    @pytest.mark.parametrize(
        "address", ["/residents/", "/residents/?search=w", "/lookup/residents?q=w", "/people/new"]
    )
    def test_readers_never_see_them(self, place, address):
        place.resident("王芳")
        answer = place.browser("reader").get(address)
        assert answer.status_code == 403
        assert "王芳" not in answer.text

    def test_readers_do_not_find_them_from_the_top_either(self, place):
        place.resident("王芳")
        assert "王芳</" not in place.browser("reader").get("/search?q=wangf").text

    def test_the_list_cannot_be_exported(self, place):
        assert place.browser("secretary").get("/residents/export/csv/").status_code == 403

    def test_a_form_leads_to_a_new_one_with_what_was_chosen_and_nothing_that_was_written(self, place):
        page = (
            place.browser()
            .get("/visits/record?room=tool_station&started_at=2026-01-02T10:00&purpose=秘密")
            .text
        )
        [link] = re.findall(r'href="(/people/new\?[^"]+)"', page)
        assert "2026-01-02" in link
        assert "秘密" not in unquote(unquote(link))
