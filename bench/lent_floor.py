"""The floor of what is lent: one hand-written statement a page, a plain template, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

from flask import Flask, Response, render_template_string, request

from bench.plan import HERE

LOANS = """
    SELECT l.id, t.name, c.number, p.name, l.out_at, l.due_on, l.ended_at, l.state, l.late
    FROM reading_room__loan l JOIN reading_room__copy c ON c.id = l.copy_id
    JOIN reading_room__title t ON t.id = c.title_id LEFT JOIN resident p ON p.id = l.borrower_id
    WHERE l.village_id = :here
"""
NEWEST = "ORDER BY l.out_at DESC, l.id DESC LIMIT 50"
OUT = """
    SELECT l.id, t.name, c.number, p.name, p.phone, l.out_at, l.due_on, l.call_result
    FROM reading_room__loan l JOIN reading_room__copy c ON c.id = l.copy_id
    JOIN reading_room__title t ON t.id = c.title_id LEFT JOIN resident p ON p.id = l.borrower_id
    WHERE l.village_id = :here AND l.ended_at IS NULL ORDER BY l.due_on, l.id LIMIT 50
"""
RENTALS = """
    SELECT m.id, m.name, m.number, r.id, r.starts_at, r.ends_at, r.state, p.name
    FROM farm_machinery__machine m
    LEFT JOIN farm_machinery__rental r ON r.machine_id = m.id AND r.village_id = m.village_id
        AND r.busy_until > :low AND r.busy_from < :high
    LEFT JOIN resident p ON p.id = r.renter_id
    WHERE m.village_id = :here ORDER BY m.kind, m.number, r.starts_at
"""
OVER = """
    SELECT m.id, m.name, m.number, r.id, r.starts_at, r.ends_at, r.state
    FROM farm_machinery__machine m
    LEFT JOIN farm_machinery__rental r ON r.machine_id = m.id AND r.village_id = m.village_id
        AND r.busy_until > :low AND r.busy_from < :high
    WHERE m.village_id = :here ORDER BY m.kind, m.number, r.starts_at
"""
DAYS, WEEKS = 14, 13
SEASON = """<!doctype html><title>season</title><table>
<tr><th></th>{% for day in mondays %}<th>{{ day }}</th>{% endfor %}</tr>
{% for name, weeks in rows %}<tr><th>{{ name }}</th>
{%- for monday, runs, used in weeks %}<td><a href="/calendar?from={{ monday }}">
{%- for days, state in runs %}<i class="{{ state }} w{{ days }}"></i>{% endfor %}
{%- if used %}用 {{ used }} 天{% endif %}</a></td>{% endfor %}</tr>
{% endfor %}</table>"""
CALENDAR = """<!doctype html><title>calendar</title><table>
<tr><th></th>{% for day in days %}<th>{{ day }}</th>{% endfor %}</tr>
{% for name, cells in rows %}<tr><th>{{ name }}</th>{% for days, id, who in cells %}<td colspan="{{ days }}">
{%- if id %}<a href="/rental/{{ id }}">{{ who }}</a>{% endif %}</td>{% endfor %}</tr>
{% endfor %}</table>"""


def add_to(
    app: Flask, run: Callable[..., list[Any]], page: Callable[..., Response], instant: Callable[[str], str]
) -> None:
    """Add the pages to the floor."""

    @app.get("/loans")
    def loans() -> Response:
        asked = request.args
        if "out" in asked:
            return page(OUT)
        if "id" in asked:
            place = {"at": instant(asked["at"]), "id": int(asked["id"])}
            return page(f"{LOANS} AND (l.out_at, l.id) < (:at, :id) {NEWEST}", **place)
        if "low" in asked:
            span = {"low": instant(asked["low"]), "high": instant(asked["high"])}
            return page(f"{LOANS} AND l.out_at >= :low AND l.out_at < :high {NEWEST}", **span)
        return page(f"{LOANS} {NEWEST}")

    @app.get("/calendar")
    def calendar() -> str:
        first = date.fromisoformat(request.args["from"])
        days = [first + timedelta(days=place) for place in range(DAYS)]
        low, high = _start(first), _start(first + timedelta(days=DAYS))
        found = run(RENTALS, here=HERE, low=instant(low), high=instant(high))
        return render_template_string(CALENDAR, days=days, rows=_rows(found, days))

    @app.get("/season")
    def season() -> str:
        first = date.fromisoformat(request.args["from"])
        days = [first + timedelta(days=place) for place in range(7 * WEEKS)]
        low, high = _start(first), _start(days[-1] + timedelta(days=1))
        found = run(OVER, here=HERE, low=instant(low), high=instant(high))
        return render_template_string(SEASON, mondays=days[::7], rows=_weeks(found, days))


def _weeks(found: list[Any], days: list[date]) -> list[tuple[str, list[Any]]]:
    """Each machine with its weeks: runs of days with their state, and how many days are taken."""
    machines: dict[int, tuple[str, list[Any]]] = {}
    for machine, name, number, rental, starts, ends, state in found:
        _title, taken = machines.setdefault(machine, (f"{name} {number}", [None] * len(days)))
        if rental is not None:
            first, end = ((_local(at) - days[0]).days for at in (starts, ends))
            for place in range(max(first, 0), min(end, len(days))):
                taken[place] = (rental, state)
    rows = []
    for title, taken in machines.values():
        weeks = []
        for place in range(0, len(days), 7):
            week = taken[place : place + 7]
            runs = [(len(list(alike)), told[1] if told else "") for told, alike in groupby(week)]
            weeks.append((days[place], runs, sum(told is not None for told in week)))
        rows.append((title, weeks))
    return rows


def _rows(found: list[Any], days: list[date]) -> list[tuple[str, list[tuple[int, Any, str]]]]:
    """Each machine with what stands in its row: days, rental, renter."""
    machines: dict[int, tuple[str, dict[date, tuple[Any, str]]]] = {}
    for machine, name, number, rental, starts, ends, _state, who in found:
        _title, taken = machines.setdefault(machine, (f"{name} {number}", {}))
        if rental is None:
            continue
        day, last = _local(starts), _local(ends) - timedelta(days=1)
        while day <= last:
            taken[day] = (rental, who or "")
            day += timedelta(days=1)
    rows = []
    for title, taken in machines.values():
        cells: list[tuple[int, Any, str]] = []
        for day in days:
            rental, who = taken.get(day, (None, ""))
            if cells and rental and cells[-1][1] == rental:
                cells[-1] = (cells[-1][0] + 1, rental, who)
            else:
                cells.append((1, rental, who))
        rows.append((title, cells))
    return rows


def _start(day: date) -> str:
    """The beginning of a day in China, in UTC."""
    return f"{day - timedelta(days=1)} 16:00:00.000000"


def _local(instant: Any) -> date:
    at = datetime.fromisoformat(instant) if isinstance(instant, str) else instant.replace(tzinfo=None)
    return (at + timedelta(hours=8)).date()
