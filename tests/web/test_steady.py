"""What is remembered of the frame shows nobody what is another's, and nothing that has changed since."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from hub.accounts.models import Membership, User
from hub.centre.models import Room
from hub.centre.situation import in_village
from hub.kernel.database import db
from hub.kernel.models import Village
from hub.web.steady import REMEMBERED, kept_by
from tests.harness.people import Client, a_village, signed_in

PAGE = "/visit-log/"
AUDIT = 'href="/audit/"'  # a line of the menu that readers and keepers do not have
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
NONCE = re.compile(r'<script nonce="([^"]+)"')


@pytest.fixture
def here(app: Flask) -> int:
    return a_village(app, "甲村", rooms=["tool_station", "wash_station"])


def menus(client: Client, page: str = PAGE) -> str:
    """What stands around a page, asked for twice: drawn the first time, remembered the second."""
    client.get(page)
    return client.get(page).text


def change(app: Flask, village: int, what: Callable[[], None]) -> None:
    with in_village(app, village):
        what()


def test_each_sees_what_they_may(app, here):
    secretary, keeper = signed_in(app, here), signed_in(app, here, "keeper", rooms=["tool_station"])
    assert AUDIT in menus(secretary)
    shown = menus(keeper)
    assert 'href="/rooms/tool_station/"' in shown
    assert AUDIT not in shown
    assert AUDIT in menus(secretary)


def test_each_sees_their_own_village_and_name(app, here):
    there = a_village(app, "乙村", rooms=["tool_station"])
    one, other = signed_in(app, here), signed_in(app, there)
    assert "甲村" in menus(one)
    shown = menus(other)
    assert "乙村" in shown
    assert "甲村" not in shown
    assert 'href="/rooms/wash_station/"' not in shown
    assert 'href="/rooms/wash_station/"' in menus(one)


def test_what_is_renamed_or_switched_off_is_so_at_once(app, here):
    client = signed_in(app, here)
    assert "甲村" in menus(client)

    def rename() -> None:
        db.session.get(Village, here).name = "丙村"
        rooms = {room.key: room for room in db.session.scalars(select(Room))}
        rooms["tool_station"].name, rooms["tool_station"].icon = "农具屋", "农"
        rooms["wash_station"].enabled = False
        number = db.session.scalars(select(Membership.user_id).where(Membership.village_id == here)).one()
        db.session.get(User, number).name = "新名字"

    change(app, here, rename)
    shown = client.get(PAGE).text
    assert "丙村" in shown
    assert "甲村" not in shown
    assert "农具屋" in shown
    assert "新名字" in shown
    assert 'href="/rooms/wash_station/"' not in shown


def test_a_right_that_is_taken_is_gone_from_the_menu(app, here):
    client = signed_in(app, here)
    assert AUDIT in menus(client)

    def become_reader() -> None:
        db.session.scalars(select(Membership).where(Membership.village_id == here)).one().role = "reader"

    change(app, here, become_reader)
    assert AUDIT not in client.get(PAGE).text


def test_a_new_day_is_written_above_the_page(app, here, time_machine):
    time_machine.move_to("2026-03-05T02:00:00Z")
    client = signed_in(app, here)
    assert "3月5日 星期四" in menus(client)
    time_machine.move_to("2026-03-06T02:00:00Z")
    shown = client.get(PAGE).text
    assert "3月6日 星期五" in shown
    assert "3月5日 星期四" not in shown


def test_another_language_is_another_menu(app, here):
    client = signed_in(app, here)
    assert "跳到正文" in menus(client)
    assert "确定" in menus(client)

    def speak() -> None:
        number = db.session.scalars(select(Membership.user_id).where(Membership.village_id == here)).one()
        db.session.get(User, number).lang = "en"

    change(app, here, speak)
    shown = client.get(PAGE).text
    assert '<html lang="en"' in shown
    assert "确定" not in shown
    assert "主菜单" not in shown


def test_tokens_and_nonces_are_those_of_the_answer(app, here):
    client = signed_in(app, here)
    first, again = client.get(PAGE), client.get(PAGE)
    for answer in (first, again):
        nonces = set(NONCE.findall(answer.text))
        assert len(nonces) == 1
        assert f"'nonce-{nonces.pop()}'" in answer.headers["Content-Security-Policy"]
    assert set(NONCE.findall(first.text)).isdisjoint(NONCE.findall(again.text))
    other = signed_in(app, here).get(PAGE)
    mine, theirs = TOKEN.findall(first.text), TOKEN.findall(other.text)
    assert mine
    assert theirs
    assert set(mine).isdisjoint(theirs)


def test_a_page_is_the_one_that_is_marked_in_the_menu(app, here):
    client = signed_in(app, here)
    marked = re.compile(r'href="([^"]+)" aria-current="page"')
    assert "/" not in marked.findall(menus(client))
    assert "/" in marked.findall(menus(client, "/"))
    assert "/rooms/tool_station/" in marked.findall(menus(client, "/rooms/tool_station/visits/"))


def test_no_more_is_remembered_than_said(app):
    with app.app_context():
        for number in range(REMEMBERED + 5):
            assert kept_by("hub_test", number, lambda number=number: str(number)) == str(number)
        assert len(app.extensions["hub_test"]) <= REMEMBERED
