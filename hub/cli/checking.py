"""What `hub room check` prints: how a room stands to the rules, level by level."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from hub.cli.app import USAGE, Stop, the_settings
from hub.cli.texts import _
from hub.conformance import RULES, Report
from hub.conformance.report import Result
from hub.conformance.rules import LEVELS
from hub.kernel.discovery import Found, find_rooms, found_in


def find_room(wanted: str) -> Found:
    """The room with an id, or in a folder. Stops when there is none."""
    known = {found.id: found for found in find_rooms(the_settings().rooms_dirs)}
    if wanted in known:
        return known[wanted]
    if (Path(wanted) / "room.toml").exists():
        return found_in(Path(wanted))
    raise Stop(_("没有叫 %(room)s 的功能室。", room=wanted), USAGE)


def lines_of(report: Report) -> Iterator[str]:
    """The report for people: a table a level, what is wrong beneath its rule, and the end of it."""
    states = {
        "done": _("做到"), "exempt": _("豁免"), "broken": _("没做到"), "unproven": _("没法验证"),
    }  # fmt: skip
    levels = {"gold": _("金"), "silver": _("银"), "bronze": _("铜"), "": _("还没有")}
    for level in LEVELS:
        yield f"── {levels[level]} ──"
        for result in report.results:
            if RULES[result.rule].level == level:
                yield f"{states[result.state]}  {result.rule}  {RULES[result.rule].sentence}"
                yield from _beneath(result)
        yield ""
    for problem in report.claim_problems:
        yield f"conformance.toml: {problem}"
    yield _(
        "%(room)s：达到%(level)s，自称%(claimed)s。",
        room=report.room, level=levels[report.level], claimed=levels[report.claimed],
    )  # fmt: skip


def _beneath(result: Result) -> Iterator[str]:
    if result.state == "exempt":
        yield "      " + _("原因：%(reason)s", reason=result.reason)
    if result.state in ("broken", "unproven"):
        yield from (f"      · {problem}" for problem in result.problems)
        yield "      → " + RULES[result.rule].advice
