"""What a column says, as it stands in a file."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
import time_machine
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Date, Integer, Numeric, String, column
from structlog.testing import capture_logs

from hub.admin import cells
from hub.admin.cells import Noted, filler, local_moments, plain
from hub.admin.columns import Column, pill, with_seal
from hub.kernel.types import UTCDateTime
from hub.text import clock_time, short_day, short_moment

NOON = datetime(2026, 3, 4, 4, 0, tzinfo=UTC)  # in the village


@pytest.fixture(autouse=True)
def at_noon(app):
    with time_machine.travel(NOON, tick=False), app.app_context():
        yield


def filled(type_, values, **options) -> list:
    rows = [None] * len(values)
    return list(filler(Column("it", "它", column("it", type_), **options), "list")(values, rows))


@pytest.mark.parametrize(
    ("shown", "text"),
    [
        ("—", ""),
        ("a < b", "a < b"),
        (pill("借 & 还", "ok"), "借 & 还"),
        (with_seal("工", "工具"), "工具"),
        ("3月4日 " + pill("逾期 3 天", "warn"), "3月4日 逾期 3 天"),
    ],
)
def test_what_is_drawn_is_not_said(shown, text):
    assert plain(shown) == text


@pytest.mark.parametrize(
    ("kind", "show", "value", "cell"),
    [
        (Integer, lambda n: f"{n} 人", 3, "3 人"),  # what is no column of numbers is said as it is shown
        (Integer, lambda n: str(n or "—"), 2019, 2019),
        (Integer, lambda n: str(n or "—"), 0, None),
        (Date, short_day, date(2026, 1, 2), date(2026, 1, 2)),
        (Date, lambda day: short_day(day) + pill("迟", "warn"), date(2026, 1, 2), Noted(date(2026, 1, 2), "", "迟")),
        (Date, lambda day: pill("今天还", "gold"), date(2026, 3, 4), Noted(date(2026, 3, 4), "", "还")),
        (Date, lambda day: pill("停表", "off"), date(2026, 3, 1), "停表"),
        (UTCDateTime, clock_time, NOON, time(12, 0)),
        (UTCDateTime, short_moment, NOON, datetime(2026, 3, 4, 12, 0)),  # noqa: DTZ001 - a workbook knows no zone
        (UTCDateTime, lambda at: "过了" if at else "—", None, None),
        (String, lambda text: f"《{text}》", "棉", "《棉》"),
    ],
)  # fmt: skip
def test_a_text_that_tells_its_value_is_the_value(kind, show, value, cell):
    assert filled(kind, [value], show=show) == [cell]


@pytest.mark.parametrize(
    ("show", "cell"),
    [
        (lambda n: f"{n} 人", Noted(3, "", " 人")),
        (lambda n: f"{n:+d}", Noted(3, "+", "")),
        (lambda n: "13 人", "13 人"),
        (lambda n: "按本室", "按本室"),
    ],
)
def test_a_column_of_numbers_holds_numbers(show, cell):
    assert filled(Integer, [3], show=show, kind="num") == [cell]


def test_a_day_that_the_row_decides_is_a_day():
    column_due = Column(
        "due", "下一次", column("last_on", Date), show=lambda last, row: pill(f"{short_day(last + row)}该做", "warn"),
        export=lambda last, row: last + row,
    )  # fmt: skip
    fill = filler(column_due, "list")
    assert list(fill([date(2026, 3, 1)], [timedelta(days=9)])) == [Noted(date(2026, 3, 10), "", "该做")]


def test_types_speak_for_themselves():
    assert filled(Numeric, [Decimal("12.50"), None]) == [Decimal("12.50"), None]
    assert filled(Integer, [1, 2], choices={1: "好"}) == ["好", 2]
    assert filled(UTCDateTime, [NOON, None]) == [datetime(2026, 3, 4, 12, 0), None]  # noqa: DTZ001


def test_who_may_not_see_names_gets_them_masked_in_the_file_too():
    assert filled(String, ["王小明"], personal=True, show=lambda name: name + "！") == ["王*"]


def test_what_cannot_be_said_costs_its_cell_and_is_logged_once():
    with capture_logs() as logged:
        assert filled(Integer, [0, 1, 0, 2], show=lambda n: str(2 // n)) == [None, "2", None, "1"]
    assert [entry["event"] for entry in logged] == ["export_failed"]


def test_the_words_of_ever_more_values_are_not_kept(monkeypatch):
    monkeypatch.setattr(cells, "MOST_KNOWN", 3)
    known = cells._Known(str)
    assert [known[n] for n in range(10)] == [str(n) for n in range(10)]
    assert len(known) <= 3


@settings(max_examples=40, deadline=None)
@given(
    st.datetimes(datetime(1990, 1, 1), datetime(2030, 1, 1)),  # noqa: DTZ001 - made aware below
    st.sampled_from(["Asia/Shanghai", "Europe/Berlin", "Australia/Lord_Howe", "Asia/Kathmandu"]),
)
def test_an_instant_is_the_villages_time(moment, name):
    zone = ZoneInfo(name)
    local = local_moments(zone)
    for later in range(0, 30, 3):
        at = moment.replace(tzinfo=UTC) + timedelta(hours=later)
        assert local(at) == at.astimezone(zone).replace(tzinfo=None)
