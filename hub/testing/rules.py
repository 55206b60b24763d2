"""A room's conformance, one test a rule. A whole test file is::

from hub.testing import RoomRules

class TestRules(RoomRules):
    \"""The room is what its conformance.toml claims.\"""
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar

import pytest

from hub.conformance import RULES, Report, Rule, check_room

REPORTS = pytest.StashKey[dict[Path, Report]]()


class RoomRules:
    """Subclass it in a test file of a room: each rule of the hub becomes a test, named by what it asks."""

    hub_room_rules: ClassVar[bool] = True


class Broken(Exception):
    """A room does not do what a rule asks, or is less than it claims; the message says what is wrong."""


class RulesOfRoom(pytest.Collector):
    """The rules, and at last what the room claims."""

    def __init__(self, *, room: Path, **more: Any) -> None:
        super().__init__(**more)
        self.room = room

    def collect(self) -> Iterator[pytest.Item]:
        for rule in RULES.values():
            yield RuleOfRoom.from_parent(self, name=f"{rule.id} {rule.sentence}", rule=rule)
        yield ClaimOfRoom.from_parent(self, name="claim")

    def report(self) -> Report:
        """How the room stands to the rules; checked once a run."""
        known = self.config.stash.setdefault(REPORTS, {})
        if self.room not in known:
            known[self.room] = check_room(self.room)
        return known[self.room]


class _Item(pytest.Item):
    parent: RulesOfRoom

    def repr_failure(self, excinfo: Any, style: Any = None) -> Any:
        """The problems alone: where the rule stands in the code says nothing to the author."""
        return (
            str(excinfo.value) if isinstance(excinfo.value, Broken) else super().repr_failure(excinfo, style)
        )

    def reportinfo(self) -> tuple[Path, int | None, str]:
        return self.parent.room, None, self.name


class RuleOfRoom(_Item):
    """One rule, and how the room stands to it."""

    def __init__(self, *, rule: Rule, **more: Any) -> None:
        super().__init__(**more)
        self.rule = rule

    def runtest(self) -> None:
        result = self.parent.report().get(self.rule.id)
        if result.state == "broken":
            raise Broken("\n".join([self.rule.sentence, *result.problems, self.rule.advice]))
        if result.state == "exempt":
            pytest.skip(result.reason)
        if result.state == "unproven":
            pytest.skip("\n".join(result.problems))


class ClaimOfRoom(_Item):
    """What conformance.toml claims."""

    def runtest(self) -> None:
        report = self.parent.report()
        if not report.ok:
            said = f"{report.room} claims {report.claimed}, and is {report.level or 'nothing yet'}"
            unproven = [
                problem for one in report.results if one.state == "unproven" for problem in one.problems
            ]
            raise Broken("\n".join([said, *report.claim_problems, *unproven]))
