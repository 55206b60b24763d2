"""Checking a room: each rule once, in one scratch hub, which is gone afterwards."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from hub.conformance.claim import Claim, read_claim
from hub.conformance.report import Report, Result, State
from hub.conformance.rules import RULES, Needs, Rule, Unproven
from hub.conformance.subject import Subject
from hub.kernel.discovery import Found, found_in
from hub.speech import _


def check_room(room: Path | Found, *, database: str | None = None) -> Report:
    """Hold a room, by its folder or as it was found, to every rule.

    The scratch hub uses SQLite in a folder of its own, or the empty PostgreSQL database at `database`.
    """
    found = found_in(room) if isinstance(room, Path) else room
    claim = read_claim(found.folder)
    with _silence(), Subject(found, database) as subject:
        results = {rule.id: _try(rule, subject) for rule in sorted(RULES.values(), key=lambda one: one.needs)}
    claim.compare({result.rule: result.state for result in results.values()})
    return Report(
        found.id,
        claim.level,
        tuple(_with_exemption(results[id], claim) for id in RULES),
        tuple(claim.problems),
    )


def _try(rule: Rule, subject: Subject) -> Result:
    if subject.refusal is not None and subject.refusal.rule == rule.id:
        return Result(rule.id, "broken", (subject.refusal.reason,))
    if rule.needs > Needs.FILES and subject.refusal is not None:
        return Result(rule.id, "unproven", (_("功能室没有装好，这一条还试不了。"),))
    if rule.needs > Needs.ROOM and subject.scratch.differences:
        return Result(rule.id, "unproven", (_("表与模型不一致，这一条还试不了。"),))
    try:
        problems = tuple(dict.fromkeys(map(str, rule.find(subject))))
    except Unproven as missing:
        return Result(rule.id, "unproven", (str(missing),))
    except Exception as error:  # whatever a room does, the others rules are still tried
        problems = (_("检查时出错：%(error)s", error=f"{type(error).__name__}: {error}"[:500]),)
    state: State = "broken" if problems else "done"
    return Result(rule.id, state, problems)


def _with_exemption(result: Result, claim: Claim) -> Result:
    if result.state == "done" or result.rule not in claim.exempt:
        return result
    return Result(result.rule, "exempt", result.problems, claim.exempt[result.rule])


@contextmanager
def _silence() -> Iterator[None]:
    """What goes wrong in the scratch hub stands in the report, not in a log."""
    before = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    try:
        yield
    finally:
        logging.disable(before)
