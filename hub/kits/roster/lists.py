"""The columns of a list of shifts, and of a list of hours."""

from __future__ import annotations

from typing import Any

from hub.kits.roster.words import HOURS, HOURS_TONES, STATES, TONES, hours_words, state_of
from hub.room import Column, RowAction, _l, clock_time, pill


def _state(_off: Any, row: Any) -> Any:
    code = state_of(row)
    return pill(STATES[code], TONES[code])


def shift_columns(shift: type[Any]) -> tuple[Column, ...]:
    """The columns of a list of shifts; its order is "-starts_at"."""
    return (
        Column("person", _l("谁"), shift.person, kind="main", personal=True),
        Column("day", _l("哪一天"), shift.day),
        Column("starts_at", _l("从"), shift.starts_at, show=clock_time, sort=True),
        Column("ends_at", _l("到"), shift.ends_at, show=clock_time),
        Column("duty", _l("做什么"), shift.duty),
        Column("on_at", _l("到岗"), shift.on_at, show=clock_time, kind="secondary"),
        Column("off_at", _l("离岗"), shift.off_at, show=clock_time, kind="secondary"),
        Column("state", _l("状态"), shift.off_at, show=_state),
        Column("late", _l("补录"), shift.late, kind="hide_phone"),
    )


def hours_columns(hours: type[Any]) -> tuple[Column, ...]:
    """The columns of a list of hours; its order is "-day"."""
    return (
        Column("person", _l("谁"), hours.person, kind="main", personal=True),
        Column("day", _l("哪一天"), hours.day, sort=True),
        Column(
            "minutes",
            _l("时数"),
            hours.minutes,
            show=hours_words,
            export=lambda minutes: round(minutes / 60, 1),
        ),
        Column("what", _l("做了什么"), hours.what),
        Column("state", _l("状态"), hours.state, choices=HOURS, pill=HOURS_TONES),
        Column("points", _l("积分"), hours.points, kind="num"),
        Column("outcome", _l("为什么不算"), hours.outcome, kind="secondary", personal=True),
    )


def hours_actions(claim: str = "duty", verify: str = "verify") -> tuple[RowAction, ...]:
    """What can be done with hours from their row."""
    return (
        RowAction(_l("核实"), page="verify_hours", arg="hours", permission=verify, main=True, post=True,
                  show=lambda row: row.state == "claimed"),
        RowAction(_l("不算"), page="refuse_hours", arg="hours", permission=verify,
                  show=lambda row: row.state != "refused"),
        RowAction(_l("撤回"), page="withdraw_hours", arg="hours", permission=claim, post=True,
                  show=lambda row: row.state == "claimed", confirm=_l("这笔时数撤回不要了？")),
    )  # fmt: skip
