from __future__ import annotations

from typing import Any, NoReturn

from hub.room import CardLine, IndicatorFact, ReportRow, SearchSource, TodoSource, hookimpl


def fail(*_facts: Any) -> NoReturn:
    raise RuntimeError("the yard is under water")


@hookimpl
def card_line() -> CardLine:
    return CardLine(fail)


@hookimpl
def todo_items() -> list[TodoSource]:
    return [TodoSource("view", fail)]


@hookimpl
def search() -> list[SearchSource]:
    return [SearchSource("角落", "view", fail)]


@hookimpl
def report_rows() -> list[ReportRow]:
    return [ReportRow("carts", "停车", "辆", fail)]


@hookimpl
def indicator_facts() -> list[IndicatorFact]:
    return [IndicatorFact("service_due", fail)]
