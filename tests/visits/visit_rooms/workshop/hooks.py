from __future__ import annotations

from datetime import timedelta

from hub.room import (
    CardLine,
    EventFact,
    Hit,
    IndicatorFact,
    ReportRow,
    SearchSource,
    Share,
    Todo,
    TodoSource,
    VisitKind,
    here,
    hookimpl,
)


@hookimpl
def visit_kinds() -> list[VisitKind]:
    return [
        VisitKind("course", "上课", named=True),
        VisitKind("look", "参观"),
        VisitKind("hire", "租用", offered=False),
    ]


@hookimpl
def card_line() -> CardLine:
    return CardLine(lambda: "有 2 台车床")


@hookimpl
def todo_items() -> list[TodoSource]:
    return [
        TodoSource("record", lambda: [Todo("待修", "车床", "声音不对", "/rooms/workshop/", "看看")]),
        TodoSource(
            "record",
            lambda: [
                Todo("今天", "上油", "", "/rooms/workshop/", "去做", due=here.today - timedelta(days=1))
            ],
        ),
    ]


@hookimpl
def search() -> list[SearchSource]:
    things = {"W-07": "车床", "W-08": "钻床"}
    return [
        SearchSource(
            "机器",
            "view",
            lambda words, limit: [
                Hit(name, code, f"/rooms/workshop/?{code}")
                for code, name in things.items()
                if words in (code, name)
            ],
            typed="机号",
        )
    ]


@hookimpl
def report_rows() -> list[ReportRow]:
    return [
        ReportRow("turned", "车了零件", "件", lambda period: 12),
        ReportRow("broken", "坏了", "次", lambda period: None),
    ]


@hookimpl
def indicator_facts() -> list[IndicatorFact]:
    return [
        IndicatorFact("service_due", lambda period: Share(2, 3)),
        IndicatorFact(
            "events",
            lambda period: [EventFact(period.first + timedelta(days=10), "held", 12, by_residents=True)],
        ),
    ]
