"""Fields take what people type and refuse the rest with a sentence."""

from __future__ import annotations

import re
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from hub.kernel.here import here
from hub.kernel.models import Village
from hub.web import forms
from hub.web.lookups import Choice, Lookup

pytestmark = [pytest.mark.backends("sqlite"), pytest.mark.state("empty")]


@pytest.fixture
def place(app: Flask):
    """A village's clock, without a village in the database."""

    @contextmanager
    def at(zone: str = "Asia/Shanghai"):
        with app.test_request_context():
            here.enter(Village(id=1, name="甲村", time_zone=zone), None, ())
            yield

    with at():
        yield at


def form_of(field: Any, typed: str | list[str] | None = None, **more: Any) -> forms.Form:
    given = MultiDict(more)
    if typed is not None:
        given.setlist("x", typed if isinstance(typed, list) else [typed])
    return type("OneForm", (forms.Form,), {"x": field})(given)


def data_of(field: Any, typed: str | list[str], **more: Any) -> Any:
    form = form_of(field, typed, **more)
    assert form.validate(), form.errors
    return form.x.data


def sentence_of(field: Any, typed: str | list[str] | None, **more: Any) -> str:
    form = form_of(field, typed, **more)
    assert not form.validate()
    assert len(form.x.errors) == 1
    assert not re.search("[A-Za-z]{3}", form.x.errors[0]), form.x.errors
    return form.x.errors[0]


CHOICES = {"a": "甲", "b": "乙"}
UNDERSTOOD = [
    (forms.TextField(), "  王 小明 ", "王 小明"),
    (forms.TextField(), "e\u0301", "é"),
    (forms.LongTextField(), "一\r\n二\t三", "一\n二\t三"),
    (forms.PhoneField(), "199 0000-0000", "19900000000"),
    (forms.PhoneField(), "＋86 19900000000", "+8619900000000"),
    (forms.CountField(), "12", 12),
    (forms.CountField(), "１２", 12),
    (forms.CountField(min=-5), "-3", -3),
    (forms.MoneyField(), "12.5", Decimal("12.50")),
    (forms.MoneyField(), "1,200", Decimal("1200.00")),
    (forms.DayField(), "2024-02-29", date(2024, 2, 29)),
    (forms.ClockField(), "8:05", time(8, 5)),
    (forms.MomentField(), "2025-01-01T08:00", datetime(2025, 1, 1, 0, 0, tzinfo=UTC)),
    (forms.TickField(), "y", True),
    (forms.ChoiceField(choices=CHOICES), "b", "b"),
    (forms.ChoiceField(choices=[(1, "一"), (2, "二")]), "2", 2),
    (forms.TicksField(choices=CHOICES), ["b", "a"], ["a", "b"]),
]


@pytest.mark.parametrize(("field", "typed", "meant"), UNDERSTOOD)
def test_what_is_meant_is_understood(place, field, typed, meant):
    assert data_of(field, typed) == meant


WRONG = [
    (forms.TextField(required=True), "  "),
    (forms.TextField(max=3), "一二三四"),
    (forms.TextField(), "a\0b"),
    (forms.TextField(), "a\nb"),
    (forms.TextField(), "\u202egnp.exe"),
    (forms.LongTextField(), "a\x07"),
    (forms.PhoneField(), "叫我"),
    (forms.PhoneField(), "1" * 19),
    (forms.CountField(), ""),
    (forms.CountField(), "3.5"),
    (forms.CountField(), "十"),
    (forms.CountField(), "9" * 5000),
    (forms.CountField(), "2147483648"),
    (forms.CountField(min=1), "0"),
    (forms.MoneyField(), "1e5"),
    (forms.MoneyField(), "nan"),
    (forms.MoneyField(), "1.005"),
    (forms.MoneyField(), "-1"),
    (forms.MoneyField(), "9" * 40),
    (forms.DayField(), "2025-02-29"),
    (forms.DayField(), "0000-01-01"),
    (forms.DayField(), "1899-12-31"),
    (forms.DayField(), "9999-12-31"),
    (forms.DayField(), "昨天"),
    (forms.ClockField(), "24:00"),
    (forms.MomentField(), "2025-01-01"),
    (forms.MomentField(), "9999-12-31T23:59"),
    (forms.MomentField(), "0001-01-01T00:00"),
    (forms.MomentField(), "2025-01-01T08:00+08:00"),
    (forms.ChoiceField(choices=CHOICES), "c"),
    (forms.ChoiceField(choices=CHOICES), ""),
    (forms.TicksField(choices=CHOICES), ["a", "c"]),
    (forms.TicksField(choices=CHOICES, required=True), []),
    (forms.TickField(required=True), ""),
]


@pytest.mark.parametrize(("field", "typed"), WRONG)
def test_what_cannot_be_is_refused_with_one_sentence(place, field, typed):
    assert sentence_of(field, typed).endswith("。")


@pytest.mark.parametrize(("field", "typed"), [(f, t) for f, t in WRONG if isinstance(t, str) and t.strip()])
def test_what_was_typed_is_shown_again(place, field, typed):
    form = form_of(field, typed)
    form.validate()
    assert form.x._value() == ("y" if isinstance(form.x, forms.TickField) else typed)


FIELDS = [field for field, *_ in UNDERSTOOD] + [
    forms.LookupField(lookup=Lookup("x", lambda q, n: [], lambda id: None))
]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=30) | st.sampled_from(["\0", "9" * 400, "²", "𝟙𝟚", "-0", "1_000", "0x10", "٣"]))
def test_no_text_breaks_a_field(place, text):
    for field in FIELDS:
        form = form_of(field, text, x_text=text)
        form.validate()
        assert isinstance(str(form.x()), str)


def test_a_time_that_the_clocks_skip_is_refused(place):
    with place("Europe/Berlin"):
        assert "没有走过" in sentence_of(forms.MomentField(), "2025-03-30T02:30")


def test_of_a_time_shown_twice_the_first_is_meant(place):
    with place("Europe/Berlin"):
        assert data_of(forms.MomentField(), "2025-10-26T02:30") == datetime(2025, 10, 26, 0, 30, tzinfo=UTC)


def test_an_instant_that_is_not_touched_does_not_change(place):
    with place("Europe/Berlin"):
        stored = datetime(2025, 10, 26, 1, 30, 42, tzinfo=UTC)  # the second half past two
        Form = type("OneForm", (forms.Form,), {"x": forms.MomentField()})
        form = Form(MultiDict({"x": "2025-10-26T02:30"}), data={"x": stored})
        assert form.validate()
        assert form.x.data == stored


def test_many_choices_are_a_drop_down_and_few_are_buttons(place):
    few, many = (
        form_of(forms.ChoiceField(choices=[(n, str(n)) for n in range(count)])).x for count in (3, 9)
    )
    assert few.option_widget.input_type == "radio"
    assert "<select" in many()
    assert "请选择" in many()


def test_no_choice_is_offered_once_and_by_the_name_that_it_has(place):
    named = [("", "先不安排"), ("1", "一号")]
    offered = [
        [
            choice.label
            for choice in form_of(forms.ChoiceField(choices=choices, required=required)).x.iter_choices()
        ]
        for choices, required in ((named, False), (named[1:], False), (named[1:], True))
    ]
    assert offered == [["先不安排", "一号"], ["不选", "一号"], ["一号"]]


def test_choices_may_come_after_the_form_was_read(place):
    form = form_of(forms.ChoiceField(), "7")
    form.x.choices = [(7, "七")]
    assert form.validate()
    assert form.x.data == 7


def test_an_address_fills_what_it_can(place):
    class Filled(forms.Form):
        heads = forms.CountField(default=1)
        day = forms.DayField()
        sure = forms.TickField(default=True)

    form = Filled()
    form.take({"heads": "5", "day": "never", "other": "x"})
    assert (form.heads.data, form.day.data, form.sure.data) == (5, None, True)


def test_a_message_of_wtforms_itself_is_a_sentence_in_chinese(place):
    assert form_of(forms.TextField()).x.gettext("Not a valid choice.") == "这一项填得不对，请改一下。"


class Person:
    def __init__(self, id: int, name: str) -> None:
        self.id, self.name = id, name


PEOPLE = {id: Person(id, name) for id, name in ((1, "王芳"), (2, "王芳"), (3, "王芳芳"), (4, "李强"))}
LOOKUP = Lookup(
    "people",
    find=lambda words, limit: [
        Choice(one.id, one.name, f"尾号 000{one.id}", code=f"C{one.id}")
        for one in PEOPLE.values()
        if words in one.name or words.upper() == f"C{one.id}"
    ][:limit],
    get=PEOPLE.get,
    text=lambda one: one.name,
)


class TestLookUp:
    """With script the id comes, without it the text alone."""

    field = forms.LookupField(lookup=LOOKUP)

    @pytest.mark.parametrize(
        ("id", "text", "meant"),
        [
            ("4", "李强", 4),
            ("", "李强", 4),
            ("", "李", 4),
            ("", "王芳芳", 3),
            ("", "c2", 2),
            ("2", "王芳", 2),
            ("1", "李强", 4),
        ],
    )
    def test_somebody_is_found(self, place, id, text, meant):
        assert data_of(self.field, id, x_text=text).id == meant

    def test_of_namesakes_one_must_be_chosen(self, place):
        sentence = sentence_of(self.field, "", x_text="王芳")
        assert "王芳（尾号 0001）、王芳（尾号 0002）" in sentence

    @pytest.mark.parametrize(
        ("id", "text"), [("", "赵"), ("99", "赵"), ("-1", "x" * 500), ("abc", "\0"), ("9" * 30, "?")]
    )
    def test_nobody_is_said(self, place, id, text):
        assert not form_of(self.field, id, x_text=text).validate()

    def test_an_id_alone_will_do(self, place):
        assert data_of(self.field, "4").id == 4
        assert "重新查找" in sentence_of(self.field, "99")

    def test_a_field_that_was_emptied_is_empty(self, place):
        assert data_of(forms.LookupField(lookup=LOOKUP, required=False), "4", x_text="") is None
        assert "请先查找" in sentence_of(self.field, "4", x_text="")
