"""Deeds without an account, in a room that is made for the test: who one is there, and what is refused how."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest
from flask import Flask
from sqlalchemy import select

from hub.audit.models import AuditEntry
from hub.centre.situation import in_village
from hub.kernel import migrate
from hub.kernel.codes import Codes
from hub.kernel.database import db
from hub.kernel.here import here
from tests.harness.people import Client, a_village, signed_in
from tests.kernel.test_manifest import GOOD, write_room

HOOKS = """
from sqlalchemy import String, UniqueConstraint, select
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from hub.room import *
from hub.room import hookimpl

CODES = Codes("hive", 20)

class Base(RoomTables, DeclarativeBase):
    room = "bee_room"

class Hive(CodeColumns, Base):
    name: Mapped[str] = mapped_column(String(20))
    __table_args__ = (UniqueConstraint("village_id", "code_hash"),)

class NameForm(Form):
    name = TextField("名字", max=20, required=True)

open_pages = OpenPages(CODES, home="hive")

@open_pages.show("hive", url="/hive/<code>", template="bee_room/hive.html")
def hive(code):
    row = CODES.find(Hive, code)
    seen = ",".join(db.session.scalars(select(Hive.name).order_by(Hive.name)))
    return row and {"who": f"{here.user} {here.can('bee_room.view')} {here.public}", "seen": seen}

@open_pages.button("knock", url="/hive/<code>/knock")
def knock(code):
    row = CODES.find(Hive, code)
    if row is None:
        return None
    row.name = "knocked"
    db.session.flush()
    raise Refused("蜜蜂不开门。")

@open_pages.ask("rename", url="/hive/<code>/rename", form=NameForm, title="改名", submit="改")
def rename(form, code):
    row = CODES.find(Hive, code)
    if row is None:
        return None
    row.name = form.name.data
    return Done("改好了")

@hookimpl
def models():
    return Base

@hookimpl
def pages():
    return [open_pages]
"""
PAGE = '{% extends "plain.html" %}{% block content %}<p>{{ who }}|{{ seen }}</p>{% endblock %}'
ROOM = "/rooms/bee_room"


@pytest.fixture
def bees(tmp_path: Path, make_app: Callable[..., Flask]) -> Flask:
    parent = tmp_path / f"{tmp_path.name.replace('-', '_')}_rooms"
    folder = write_room(parent, "bee_room", GOOD)
    (folder / "__init__.py").touch()
    (folder / "hooks.py").write_text(dedent(HOOKS), "utf-8")
    (folder / "templates" / "bee_room").mkdir(parents=True)
    (folder / "templates" / "bee_room" / "hive.html").write_text(PAGE, "utf-8")
    app = make_app(rooms_dirs=[parent], strict=True, check_schema=False)
    part = next(part for part in migrate.parts(app) if part.id == "bee_room")
    from hub.kernel.revisions import write_revision

    write_revision(part, "tables")
    migrate.upgrade(app)
    return app


def hive_in(app: Flask, village: int, name: str) -> str:
    """The code of a new hive."""
    hive = next(
        mapper.class_ for mapper in app.extensions["hub"].rooms.get("bee_room").declared.base.registry.mappers
    )
    with in_village(app, village):
        row = hive(name=name)
        code = Codes("hive", 20).give(row)
        db.session.add(row)
    return code.replace("-", "")


@pytest.fixture
def village(bees: Flask) -> int:
    return a_village(bees, "石桥村", rooms=["bee_room"])


@pytest.fixture
def phone(bees: Flask) -> Client:
    return Client(bees, bees.response_class, use_cookies=True)


def test_one_is_nobody_in_the_village_of_the_code_and_sees_no_other(bees, village, phone):
    other = a_village(bees, "柳沟村", rooms=["bee_room"])
    code, theirs = hive_in(bees, village, "ours"), hive_in(bees, other, "theirs")
    assert "None False True|ours" in phone.get(f"{ROOM}/hive/{code}").text
    assert "None False True|theirs" in phone.get(f"{ROOM}/hive/{theirs}").text
    secretary = signed_in(bees, village)
    assert "None False True|theirs" in secretary.get(f"{ROOM}/hive/{theirs}").text


def test_a_deed_is_done_and_stands_in_the_audit_as_the_publics(bees, village, phone):
    code = hive_in(bees, village, "ours")
    assert "改名" in phone.get(f"{ROOM}/hive/{code}/rename").text
    assert (
        "改好了" in phone.post(f"{ROOM}/hive/{code}/rename", data={"name": "新"}, follow_redirects=True).text
    )
    with in_village(bees, village):
        entry = db.session.scalars(
            select(AuditEntry).where(AuditEntry.action == "update").order_by(AuditEntry.id.desc()),
            execution_options={"hub_trusted": True},
        ).first()
        assert entry is not None
        assert (entry.user_id, entry.address, entry.village_id) == (None, "public", here.village_id)


def test_a_rule_that_refuses_is_said_and_nothing_stays(bees, village, phone):
    code = hive_in(bees, village, "ours")
    page = phone.post(f"{ROOM}/hive/{code}/knock", follow_redirects=True).text
    assert "蜜蜂不开门" in page
    assert "|ours" in page


def test_what_was_typed_stays_when_it_is_wrong(bees, village, phone):
    code = hive_in(bees, village, "ours")
    answer = phone.post(f"{ROOM}/hive/{code}/rename", data={"name": "长" * 21})
    assert answer.status_code == 422
    assert "长" * 21 in answer.text


def test_every_wrong_code_gets_the_same_answer(bees, village, phone):
    code = hive_in(bees, village, "ours")
    absent = ("1" if code[-1] != "1" else "2").join((code[:-1], ""))
    answers = {
        (answer.status_code, answer.text.partition("<main")[2])
        for wrong in ("x", "0" * 24, absent)
        for answer in (phone.get(f"{ROOM}/hive/{wrong}"), phone.get(f"{ROOM}/hive/{wrong}"))
    }
    assert len(answers) == 1
    for what in ("knock", "rename"):
        assert phone.post(f"{ROOM}/hive/{absent}/{what}", data={"name": "新"}).status_code == 404
        assert phone.post(f"{ROOM}/hive/{code}/{what}", data={"name": "新"}, csrf=False).status_code == 400
