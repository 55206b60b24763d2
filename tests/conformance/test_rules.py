"""Every rule of conformance is broken by a room that breaks it, and by nothing else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from hub.conformance import RULES, Report, check_room
from tests.conformance.bees import write_room
from tests.conformance.breaking import BREAKS, Break

Check = Callable[..., Report]


@pytest.fixture
def check(tmp_path: Path) -> Check:
    """The report about the bees' room after some changes."""

    def write_and_check(*changes: tuple[str, str, str]) -> Report:
        # A folder of its own each time: Python keeps imported packages by name.
        return check_room(write_room(tmp_path / tmp_path.name.replace("-", "_"), *changes))

    return write_and_check


def test_the_room_that_the_tests_change_keeps_every_rule(check: Check) -> None:
    report = check()
    assert [result for result in report.results if result.state != "done"] == []
    assert (report.level, report.ok) == ("gold", True)


@pytest.mark.parametrize("change", BREAKS.values(), ids=BREAKS.keys())
def test_a_room_that_breaks_a_rule_is_told_so(check: Check, change: Break) -> None:
    report = check(*change.changes)
    assert set(report.broken) == {change.rule}, report.broken
    assert all(problem and "检查时出错" not in problem for problem in report.broken[change.rule])
    assert report.level == {"bronze": "", "silver": "bronze", "gold": "silver"}[RULES[change.rule].level]
    assert not report.ok


def test_there_is_a_room_for_every_rule() -> None:
    assert {change.rule for change in BREAKS.values()} == set(RULES)
