"""What a month's report tells beside the visits: hours, doors, and the work of rooms, so much a day.

It does not grow with the visits: a village that records more of them does not hold more classes.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from bench.plan import HERE, Plan

Rows = Iterator[tuple[Any, ...]]
HOUR = timedelta(hours=1)
TOPICS = ("road", "water", "clean", "land", "work", "welfare", "school", "health", "trade", "other")


def tables(plan: Plan) -> Iterator[tuple[str, tuple[str, ...], Rows]]:
    """Name, columns and rows of each table; none where the plan lends, for that has loans of its own."""
    if plan.loans:
        return
    for name, columns, row in _TABLES:
        named = tuple(columns.split())
        yield name, ("id", "village_id", *named), _counted(row, plan)
    yield "season", ("id", "village_id", "name", "starts_month", "starts_day", "opens", "closes"), iter(
        [(1, HERE, "全年", 1, 1, "08:00:00.000000", "22:00:00.000000")]
    )  # fmt: skip


def _counted(row: Any, plan: Plan) -> Rows:
    id = 0
    for number in range(plan.days):
        for values in row(number, plan.first_day + timedelta(days=number)):
            id += 1
            yield id, HERE, *values


def _at(day: Any, hour: float) -> datetime:
    """An hour of a day in China."""
    return datetime.combine(day, datetime.min.time(), UTC) + timedelta(hours=hour - 8)


def _openings(n: int, day: Any) -> Any:
    if n % 15:
        late = n % 29 == 0
        yield _at(day, 8.2), _at(day, 21.5), late, _at(day, 8 + 24 * 5) if late else None


def _door(n: int, day: Any) -> Any:
    if n % 13:
        yield day, 40 + n % 17, _at(day, 22 + (24 * 6 if n % 20 == 0 else 0))


def _events(n: int, day: Any) -> Any:
    if n % 2:
        proposer, heads = ("residents", 12) if n % 3 else ("committee", 4)
        began = _at(day, 19), _at(day, 21), _at(day, 19.1), _at(day, 20.9)
        yield (
            n,
            "广场舞",
            *began,
            _at(day, 21 + (24 * 4 if n % 11 == 0 else 0)),
            proposer,
            "held",
            heads,
            "",
            "",
        )
    elif n % 10 == 0:
        yield n, "排练", _at(day, 15), _at(day, 16), None, None, None, "residents", "cancelled", 0, "", ""


def _read(n: int, day: Any) -> Any:
    if n % 7 == 0:
        yield (
            "读书会",
            "club",
            _at(day, 15),
            _at(day, 16),
            "residents",
            "held",
            8,
            "",
            _at(day, 15),
            _at(day, 16),
            _at(day, 17),
            "",
        )


def _bookings(n: int, day: Any) -> Any:
    state = "declined" if n % 9 == 0 else "approved"
    times = _at(day, 19), _at(day, 21), _at(day, 19), _at(day, 21)
    yield 1, "一队", "排练", "residents", "", "", "", "", "", False, *times, 10, state, _at(day, 9)


def _evenings(n: int, day: Any) -> Any:
    yield 1, day, "closed", _at(day, 18.5), _at(day, 20.5), 20 + n % 5, 18, 1, 1 + n % 5, 0, n % 17 == 0, ""


def _shifts(n: int, day: Any) -> Any:
    came = n % 8 != 0
    times = _at(day, 18.5), _at(day, 20.5)
    yield (
        day,
        *times,
        "rota",
        _at(day, 18.6) if came else None,
        _at(day, 20.5) if came else None,
        False,
        "老师",
    )


def _hours(n: int, day: Any) -> Any:
    if n % 4 == 0:
        yield day, 90, "辅导", "verified", _at(day, 21), _at(day, 22), "", 0, "志愿者"


def _matters(n: int, day: Any) -> Any:
    help_wanted, settled = n % 3 == 0, n % 10 != 0
    due, number = day + timedelta(days=10), day.strftime("%m%d-01")
    told = _at(day + timedelta(days=8 + n % 4), 15) if settled else None
    yield (
        "help" if help_wanted else "opinion", TOPICS[n % 10], "路灯坏了", "", "", 1 if help_wanted else None, True,
        True,
        n % 31 == 0, 10, "", "", "", 0, "修好了" if settled else "", "face" if settled else None, number, day, 1,
        "closed" if settled else "received", _at(day, 10), due, due, int(n % 12 == 0), told, told, 0,
    )  # fmt: skip


def _ratings(n: int, day: Any) -> Any:
    if n % 2 == 0:
        yield n + 1, 5 - n % 4, "keeper" if n % 14 == 0 else "self", _at(day + timedelta(days=12), 11)


def _receptions(n: int, day: Any) -> Any:
    if n % 7 == 0:
        yield (
            1,
            day,
            "09:30:00.000000",
            "11:30:00.000000",
            "",
            "held",
            _at(day, 8),
            _at(day, 12),
            5 + n % 4,
            "",
        )


def _groups(n: int, day: Any) -> Any:
    if n % 2 == 0:
        kind = ("party_day", "school", "public")[n % 3]
        times = _at(day, 10), _at(day, 11), _at(day, 10), _at(day, 11)
        came = _at(day, 10), _at(day, 11), _at(day, 11.2)
        yield 1, "支部", kind, 20, "", "", True, 1, 1, "", *times, 18, "came", _at(day, 8), *came


def _checks(n: int, day: Any) -> Any:
    if n % 6:
        yield day, "", "", _at(day, 8)


def _copies(n: int, day: Any) -> Any:
    for place in range(5):
        lost = day + timedelta(days=40) if n % 25 == place else None
        yield f"B{n * 5 + place:05d}", 1, "lost" if lost else "in", "", day, lost


def _loans(n: int, day: Any) -> Any:
    for place in range(5):
        back = _at(day + timedelta(days=24 + 2 * place), 10)
        yield (
            n * 5 + place + 1,
            _at(day, 9 + place),
            day + timedelta(days=30),
            back,
            "returned",
            0,
            False,
            "",
            "",
            0,
            "",
        )


def _tool_loans(n: int, day: Any) -> Any:
    for place in range(3):
        back = _at(day + timedelta(days=2 + place), 10)
        yield (
            place + 1, "", False, "", _at(day, 9 + place), day + timedelta(days=3), back,
            "lost" if n % 60 == place else "returned", 0, False, "", "", 0, "",
        )  # fmt: skip


def _demands(n: int, day: Any) -> Any:
    if n % 5 == 0:
        yield "梯子", _at(day, 11)


def _sessions(n: int, day: Any) -> Any:
    yield 1, 1, _at(day, 15), _at(day, 18), _at(day, 18), False, 14 + n % 6, 0, 9 + n % 6


def _tallies(n: int, _day: Any) -> Any:
    for place, band in enumerate(("small", "primary", "teen", "adult")):
        yield n + 1, band, 2 + (n + place) % 4, 0


def _lendings(n: int, day: Any) -> Any:
    yield 1, n + 1, "", _at(day, 15.5), _at(day, 17), "returned", "", "黑子" if n % 22 == 0 else ""


def _moves(n: int, day: Any) -> Any:
    yield 1, "issue", -(1 + n % 3), 100, _at(day, 16), ""


def _rentals(n: int, day: Any) -> Any:
    times = _at(day, 0), _at(day + timedelta(days=2), 0), _at(day, 0), _at(day + timedelta(days=2), 0)
    out, back = _at(day, 8), _at(day + timedelta(days=1), 18)
    yield (
        1 + n % 6, 80, 0, 200, 10, 100, 0, 0, 2, 160, 0, 0, 160, back + 2 * HOUR, "", *times, 1, "settled",
        out - 24 * HOUR, out, back,
    )  # fmt: skip


def _machines(n: int, day: Any) -> Any:
    if n < 6:
        yield (
            f"N{n + 1:02d}", "旋耕机", "tractor", "in", 80, 0, 200, False, 10, 100, 0, "", "", 100, 0, "", "", day,
            "good", "",
        )  # fmt: skip


def _faults(n: int, day: Any) -> Any:
    if n % 20 == 0:
        mended = _at(day + timedelta(days=3), 17)
        yield 1 + n % 6, "major", "漏油", "keeper", "fixed", True, _at(day, 9), mended, ""


def _outages(n: int, day: Any) -> Any:
    if n % 20 == 0:
        yield 1 + n % 6, "漏油", _at(day, 9), _at(day + timedelta(days=3), 17)


_TABLES: tuple[tuple[str, str, Any], ...] = (
    ("opening", "opened_at closed_at late corrected_at", _openings),
    ("door_count", "day heads counted_at", _door),
    ("activity_hall__event", "booking_id name starts_at ends_at began_at finished_at entered_at proposer state heads"
     " materials note", _events),
    ("activity_hall__booking", "hall_id group purpose proposer wanted contact phone words override_reason undone"
     " starts_at ends_at busy_from busy_until heads state asked_at", _bookings),
    ("reading_room__event", "name kind starts_at ends_at proposer state heads note began_at finished_at entered_at"
     " materials", _read),
    ("evening_class__session", "term_id day state opened_at closed_at came by_adult by_phone alone absent late"
     " crowd_reason", _evenings),
    ("evening_class__shift", "day starts_at ends_at duty on_at off_at late person", _shifts),
    ("evening_class__hours", "day minutes what state claimed_at settled_at outcome points person", _hours),
    ("liaison_station__matter", "kind topic text contact phone trader_id named_ok post_ok court days missing"
     " forwarded_to"
     " forwarded_text chases reply told number numbered_on place_of_day state opened_at due_on first_due_on extensions"
     " resolved_at closed_at reopened", _matters),
    ("liaison_station__rating", "case_id level source rated_at", _ratings),
    ("liaison_station__reception", "deputy_id day opens closes about state published_at settled_at heads reason",
     _receptions),
    ("party_history_hall__group", "hall_id organisation kind asked contact phone by_teacher part parts why starts_at"
     " ends_at busy_from busy_until heads state asked_at begun_at ended_at counted_at", _groups),
    ("party_history_hall__check", "day missing note checked_at", _checks),
    ("reading_room__copy", "number title_id state damage added_on lost_on", _copies),
    ("reading_room__loan", "copy_id out_at due_on ended_at state renewals late handed missing calls"
     " call_result", _loans),
    ("tool_station__loan", "tool_id gear briefed condition out_at due_on ended_at state renewals late handed"
     " missing calls"
     " call_result", _tool_loans),
    ("tool_station__demand", "kind asked_at", _demands),
    ("youth_room__session", "zone_id adult_id opened_at until closed_at late came inside most", _sessions),
    ("youth_room__tally", "session_id band came gone", _tallies),
    ("youth_room__lending", "set_id session_id condition out_at ended_at state handed missing", _lendings),
    ("youth_room__stock_move", "consumable_id kind change stock_after moved_at note", _moves),
    ("farm_machinery__rental", "machine_id day_rate points_rate deposit late_fee late_cap points_days damage"
     " days_charged"
     " hire late_charge points_spent balance settled_at remark starts_at ends_at busy_from busy_until heads"
      " state asked_at"
     " begun_at ended_at", _rentals),
    ("farm_machinery__machine", "number name kind state day_rate points_rate deposit licence late_fee late_cap"
     " buffer_days"
     " checklist safety hours serviced_at place note since condition out_reason", _machines),
    ("farm_machinery__fault", "machine_id severity what source state stopped reported_at settled_at outcome", _faults),
    ("farm_machinery__outage", "machine_id reason began_at ended_at", _outages),
)  # fmt: skip
