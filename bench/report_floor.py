"""The month's report at the floor: the same figures by hand, as one would write them in a script for this one village.

It answers the visits by room and day, twelve months, the numbers of the eight indicators and of what stands beside
them, and every figure of the eight rooms. What it leaves out: words, pictures, links, permissions, and every other
village.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from flask import Flask, request

from bench.plan import HERE, ROOMS
from bench.reckoning import lines_of, rooms_of
from bench.rows import room_id

DAY = timedelta(days=1)
# :a and :z are the first day and the last, :low and :high the same as instants, :week the Monday on or before :a.
IN = "village_id = :here AND"
MINUTES = {
    "sqlite": "CAST(round((julianday({1}) - julianday({0})) * 1440) AS integer)",
    "postgresql": "CAST(round(extract(epoch FROM {1} - {0}) / 60) AS integer)",
}
STATEMENTS = {
    "days": f"SELECT room_id, day, visits, heads, late FROM visit_day WHERE {IN} day BETWEEN :a AND :z ORDER BY 1, 2",
    "year": f"""SELECT substr(CAST(day AS text), 1, 7), sum(heads) FROM visit_day
        WHERE {IN} day BETWEEN :year AND :z GROUP BY 1 ORDER BY 1""",
    "late": f"SELECT day, recorded_at FROM visit WHERE {IN} late = :yes AND day BETWEEN :a AND :z",
    "stayed": f"""SELECT room_id, sum(heads * {{minutes}}) FROM visit WHERE {IN} room_id IN ({{bookable}})
        AND started_at >= :low AND started_at < :high GROUP BY room_id""",
    "openings": f"""SELECT opened_at, closed_at, late, corrected_at FROM opening
        WHERE {IN} room_id IS NULL AND opened_at >= :low AND opened_at < :high""",
    "door": f"""SELECT day, heads, counted_at FROM door_count
        WHERE {IN} (day BETWEEN :a AND :z OR day BETWEEN :a1 AND :z1)""",
    "village": "SELECT population FROM village WHERE id = :here",
    "seasons": f"SELECT starts_month, starts_day, opens, closes FROM season WHERE {IN} 1 = 1",
    "closed": f"""SELECT day FROM calendar_day
        WHERE {IN} closed = :yes AND (day BETWEEN :a AND :z OR day BETWEEN :a1 AND :z1)""",
    "events": f"""SELECT 'activity', state, heads, proposer, starts_at, began_at, finished_at, entered_at
        FROM activity_hall__event WHERE {IN} starts_at >= :week AND starts_at < :high
        UNION ALL SELECT 'reading', state, heads, proposer, starts_at, began_at, finished_at, entered_at
        FROM reading_room__event WHERE {IN} starts_at >= :week AND starts_at < :high""",
    "bookings": f"""SELECT state, count(*) FROM activity_hall__booking
        WHERE {IN} starts_at >= :low AND starts_at < :high GROUP BY state""",
    "requests": f"""SELECT count(*) FROM activity_hall__booking
        WHERE {IN} moved_from_id IS NULL AND asked_at >= :low AND asked_at < :high""",
    "damages": f"SELECT count(*) FROM activity_hall__fault WHERE {IN} reported_at >= :low AND reported_at < :high",
    "evenings": f"""SELECT count(*), sum(came), sum(by_adult), sum(by_phone), sum(alone), sum(CAST(late AS integer))
        FROM evening_class__session WHERE {IN} state = 'closed' AND day BETWEEN :a AND :z""",
    "hours": f"SELECT sum(minutes) FROM evening_class__hours WHERE {IN} state = 'verified' AND day BETWEEN :a AND :z",
    "shifts": f"SELECT starts_at, ends_at, on_at, off_at FROM evening_class__shift WHERE {IN} day BETWEEN :a AND :z",
    "rentals": f"""SELECT machine_id, begun_at, ended_at FROM farm_machinery__rental
        WHERE {IN} begun_at < :high AND (ended_at IS NULL OR ended_at >= :low)""",
    "broken": f"""SELECT machine_id, began_at, ended_at FROM farm_machinery__outage
        WHERE {IN} began_at < :high AND (ended_at IS NULL OR ended_at >= :low)""",
    "machines": f"SELECT id, since, retired_on FROM farm_machinery__machine WHERE {IN} 1 = 1",
    "settled": f"""SELECT sum(hire + late_charge + damage), sum(points_spent) FROM farm_machinery__rental
        WHERE {IN} settled_at >= :low AND settled_at < :high""",
    "repairs": f"""SELECT count(*) FROM farm_machinery__fault
        WHERE {IN} reported_at >= :low AND reported_at < :high""",
    "receptions": f"""SELECT state, count(*), sum(heads) FROM liaison_station__reception
        WHERE {IN} day BETWEEN :a AND :z GROUP BY state""",
    "matters": f"""SELECT kind, topic, court, count(*) FROM liaison_station__matter
        WHERE {IN} numbered_on BETWEEN :a AND :z GROUP BY kind, topic, court""",
    "due": f"""SELECT kind, told, first_due_on, resolved_at, extensions, stopped_on FROM liaison_station__matter
        WHERE {IN} first_due_on BETWEEN :a AND :z""",
    "ratings": f"""SELECT source, level, count(*) FROM liaison_station__rating
        WHERE {IN} rated_at >= :low AND rated_at < :high GROUP BY source, level""",
    "rated": f"""SELECT count(*), count(r.id) FROM liaison_station__matter m LEFT JOIN liaison_station__rating r
        ON r.village_id = m.village_id AND r.case_id = m.id AND r.source = 'self'
        WHERE m.{IN} m.closed_at >= :low AND m.closed_at < :high""",
    "posted": f"SELECT count(*) FROM liaison_station__posting WHERE {IN} posted_at >= :low AND posted_at < :high",
    "groups": f"""SELECT id, first_id, state, kind, heads, starts_at, begun_at, ended_at, counted_at, ends_at
        FROM party_history_hall__group WHERE {IN} starts_at >= :week AND starts_at < :high ORDER BY starts_at, id""",
    "checks": f"SELECT count(*) FROM party_history_hall__check WHERE {IN} day BETWEEN :a AND :z",
    "faults": f"SELECT count(*) FROM party_history_hall__fault WHERE {IN} reported_at >= :low AND reported_at < :high",
    "outages": f"""SELECT began_at, ended_at FROM party_history_hall__outage
        WHERE {IN} began_at < :high AND (ended_at IS NULL OR ended_at > :low)""",
    "lent": f"SELECT count(*) FROM reading_room__loan WHERE {IN} out_at >= :low AND out_at < :high",
    "overdue": f"SELECT due_on, ended_at FROM reading_room__loan WHERE {IN} due_on BETWEEN :b AND :y",
    "copies": f"SELECT count(*) FROM reading_room__copy WHERE {IN} lost_on BETWEEN :a AND :z",
    "books": f"SELECT count(*) FROM reading_room__copy WHERE {IN} added_on BETWEEN :a AND :z",
    "readers": f"""SELECT sum(heads) FROM visit WHERE {IN} room_id = {{reading}} AND kind = 'read'
        AND started_at >= :low AND started_at < :high""",
    "uses": f"SELECT count(*) FROM reading_room__use WHERE {IN} used_at >= :low AND used_at < :high",
    "tools": f"SELECT count(*) FROM tool_station__loan WHERE {IN} out_at >= :low AND out_at < :high",
    "tools_overdue": f"SELECT due_on, ended_at FROM tool_station__loan WHERE {IN} due_on BETWEEN :b AND :y",
    "tools_lost": f"""SELECT count(*) FROM tool_station__loan
        WHERE {IN} state = 'lost' AND ended_at >= :low AND ended_at < :high""",
    "demands": f"SELECT count(*) FROM tool_station__demand WHERE {IN} asked_at >= :low AND asked_at < :high",
    "tickets": f"SELECT count(*) FROM tool_station__ticket WHERE {IN} opened_at >= :low AND opened_at < :high",
    "sessions": f"""SELECT opened_at, closed_at, late, most FROM youth_room__session
        WHERE {IN} opened_at >= :low AND opened_at < :high""",
    "bands": f"""SELECT t.band, sum(t.came) FROM youth_room__session s JOIN youth_room__tally t
        ON t.village_id = s.village_id AND t.session_id = s.id
        WHERE s.{IN} s.opened_at >= :low AND s.opened_at < :high GROUP BY t.band""",
    "games": f"SELECT count(*) FROM youth_room__lending WHERE {IN} out_at >= :low AND out_at < :high",
    "games_back": f"""SELECT sum(CASE WHEN missing <> '' THEN 1 ELSE 0 END),
        sum(CASE WHEN state = 'lost' THEN 1 ELSE 0 END)
        FROM youth_room__lending WHERE {IN} ended_at >= :low AND ended_at < :high""",
    "used": f"""SELECT sum(-change) FROM youth_room__stock_move
        WHERE {IN} kind = 'issue' AND moved_at >= :low AND moved_at < :high""",
}  # fmt: skip
PAGE = """<!doctype html><title>month</title>
{% for code, numbers in lines.items() %}<p id="{{ code }}">{{ numbers | join(" ÷ ") }}</p>{% endfor %}
{% for key, numbers in rooms.items() %}<dl id="{{ key }}">
{%- for one in numbers %}<dd>{{ one }}</dd>{% endfor %}</dl>{% endfor %}
<table>{% for row in days %}<tr>{% for one in row %}<td>{{ one }}</td>{% endfor %}</tr>{% endfor %}</table>
<ol>{% for month, heads in year %}<li>{{ month }}: {{ heads }}</li>{% endfor %}</ol>"""


def add_to(app: Flask, run: Callable[..., list[Any]], instant: Callable[[str], str], backend: str) -> None:
    """The page on the app."""
    ready = app.jinja_env.from_string(PAGE)
    bookable = ", ".join(
        str(room_id(HERE, ROOMS.index(key))) for key in ("activity_hall", "party_history_hall")
    )
    words = {
        "minutes": MINUTES[backend].format("started_at", "ended_at"), "bookable": bookable,
        "reading": str(room_id(HERE, ROOMS.index("reading_room"))),
    }  # fmt: skip
    statements = {name: one.format(**words) if "{" in one else one for name, one in STATEMENTS.items()}

    @app.get("/report")
    def report() -> str:
        first, last = date.fromisoformat(request.args["low"]), date.fromisoformat(request.args["high"])
        monday = first - first.weekday() * DAY
        values = {
            "here": HERE, "yes": 1 if backend == "sqlite" else True, "a": first.isoformat(), "z": last.isoformat(),
            "b": (first - DAY).isoformat(), "y": (last - DAY).isoformat(),
            "a1": first.replace(year=first.year - 1).isoformat(), "z1": last.replace(year=last.year - 1).isoformat(),
            "year": (last + DAY).replace(year=last.year - 1 if last.month < 12 else last.year).isoformat(),
            "low": instant(_start(first)), "high": instant(_start(last + DAY)), "week": instant(_start(monday)),
        }  # fmt: skip
        rows = {
            name: run(one, **{key: value for key, value in values.items() if f":{key}" in one})
            for name, one in statements.items()
        }
        return ready.render(
            lines=lines_of(rows, first, last), rooms=rooms_of(rows, first, last), days=rows["days"], year=rows["year"]
        )  # fmt: skip


def _start(day: date) -> str:
    return f"{day - DAY} 16:00:00.000000"
