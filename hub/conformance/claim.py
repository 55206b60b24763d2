"""`conformance.toml` in a room's folder: the level the room claims, and what it is exempt from and why."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hub.conformance.report import State
from hub.conformance.rules import LEVELS, RULES
from hub.speech import _

FILE = "conformance.toml"
# Without these nothing else could be tried.
NEVER_EXEMPT = frozenset({"loads"})


@dataclass(slots=True)
class Claim:
    """What a room says of itself; `problems` are what is wrong with the file."""

    level: str = LEVELS[0]
    exempt: dict[str, str] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)

    def compare(self, states: dict[str, State]) -> None:
        """Note the exemptions that nobody needs."""
        self.problems += [
            _("%(rule)s 已经做到，不用豁免。", rule=rule)
            for rule in self.exempt
            if states.get(rule) == "done"
        ]


def read_claim(folder: Path) -> Claim:
    """The claim of the room in a folder; bronze and no exemption where it makes none."""
    file = folder / FILE
    if not file.exists():
        return Claim()
    try:
        given = tomllib.loads(file.read_text("utf-8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        return Claim(problems=[f"{FILE}: {error}"])
    claim = Claim()
    for name in sorted(given.keys() - {"level", "exempt"}):
        claim.problems.append(_("%(file)s 里没有 %(name)s 这一项。", file=FILE, name=name))
    level = given.get("level", LEVELS[0])
    if level in LEVELS:
        claim.level = level
    else:
        claim.problems.append(_("没有“%(level)s”这个等级，可以写 bronze、silver 或 gold。", level=level))
    exempt = given.get("exempt", {})
    if isinstance(exempt, dict):
        _read_exemptions(exempt, claim)
    else:
        claim.problems.append(_('[exempt] 里要一条一条写：规则 = "原因"。'))
    return claim


def _read_exemptions(exempt: dict[str, Any], claim: Claim) -> None:
    for rule, reason in exempt.items():
        if rule not in RULES:
            claim.problems.append(_("没有叫 %(rule)s 的规则。", rule=rule))
        elif rule in NEVER_EXEMPT:
            claim.problems.append(_("%(rule)s 不能豁免。", rule=rule))
        elif not isinstance(reason, str) or not reason.strip():
            claim.problems.append(_("豁免 %(rule)s 要写明原因。", rule=rule))
        else:
            claim.exempt[rule] = reason.strip()
