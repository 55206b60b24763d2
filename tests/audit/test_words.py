"""The audit speaks of tables, columns and values as people do, and never in code."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from hub.accounts.models import User
from hub.audit.words import (
    action_words,
    changes_in_words,
    column_words,
    known_tables,
    table_words,
    value_words,
)
from hub.audit.writer import HIDDEN
from hub.centre.situation import in_village
from hub.kernel.database import db
from hub.kernel.here import here
from hub.kernel.models import CoreBase
from tests.harness.people import a_village


@pytest.fixture(autouse=True)
def inside(app: Flask):
    with in_village(app, a_village(app, rooms=["tool_station"])):
        yield
        db.session.rollback()


def test_every_table_and_column_of_the_core_has_a_word_of_its_own():
    for table in CoreBase.metadata.tables.values():
        assert table_words(table.name) != table_words("nothing"), table.name
        for column in table.c:
            if column.name not in ("id", "village_id", "password_hash", "token_hash", "token") and table.name not in (
                "audit_entry", "audit_seal", "audit_head", "sign_in", "resident_key", "visit_day", "sealed_read",
                "role_notice", "unknown_name",
            ):  # fmt: skip
                assert column_words(table.name, column.name) != column_words("nothing", "nothing"), column


def test_no_english_is_left_where_nobody_named_a_thing():
    for table, words in known_tables():
        assert not re.search(r"[A-Za-z]{2,}", words), table
    assert not re.search(
        "[a-z]", table_words("bells__bell") + column_words("bells__bell", "pitch") + action_words("x")
    )


def test_people_and_rooms_stand_by_their_names(app: Flask):
    user = User(username="guli", name="古丽", password_hash="-", created_at=here.now)
    db.session.add(user)
    db.session.flush()
    changes = {"user_id": [None, user.id], "rooms": [None, "tool_station"], "role": [None, "reader"]}
    assert [after for _what, _before, after in changes_in_words("membership", changes)] == [
        "古丽", here.room("tool_station").name, "查阅人员",
    ]  # fmt: skip
    assert [after for *_, after in changes_in_words("visit", {"recorded_by_id": [None, 987]})] == ["987 号"]


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, "—"), ("", "—"), (True, "是"), (HIDDEN, "（个人信息，不显示）"), ("broken", "损坏"), ("梯子", "梯子"),
        ("09:30:00", "9:30"), ("2001-08-13", "2001年8月13日"), ("2001-08-13T06:05:00+00:00", "2001年8月13日 14:05"),
        (["a", 1], "a、1"), ("25:61", "25:61"), ("TOTAL", "TOTAL"),
    ],
)  # fmt: skip
def test_values_are_readable(value, words):
    assert value_words(value) == words


def test_a_change_names_what_it_was_and_what_it_is():
    changes = {"stay_minutes": [60, 45], "enabled": [True, False]}
    assert list(changes_in_words("room", changes)) == [("停留分钟", "60", "45"), ("开通", "是", "否")]


def test_coded_values_are_called_as_in_the_list_that_shows_them():
    ((_what, before, after),) = changes_in_words("tool_station__loan", {"state": ["out", "returned"]})
    assert not re.search("[a-z]", before + after)


def test_a_code_of_a_column_that_nobody_has_named_stays_out():
    assert list(changes_in_words("youth_room__tap", {"way": ["in", None]})) == [
        ("其他内容", "（内部记号）", "—"),
    ]


def test_a_list_that_was_imported_stands_by_its_name():
    changes = {"sheet": [None, "residents"]}
    assert [after for _what, _before, after in changes_in_words("residents", changes)] == ["居民名单"]
