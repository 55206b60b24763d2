"""Writes docs/conformance.md, the list of what a room can be held to, from the rules themselves."""

from __future__ import annotations

import sys
from pathlib import Path

from hub.conformance import RULES
from hub.conformance.rules import LEVELS
from hub.speech import in_language

TARGET = Path(__file__).resolve().parent.parent / "docs" / "conformance.md"
HEAD = """# What a room is held to

Made by `make hooks` from the code; do not edit.

`hub room check <id>` tries every rule on a room, in a scratch hub of its own with three villages: one that uses the
room, one whose records must never be seen from there, one that never used it. A room is bronze when it is safe, silver
when it is complete for people, gold when it is also proved and finished. What cannot be proved, for want of demo data,
stands in the way of gold.

What a room claims stands in its folder, in `conformance.toml`, and with it what it is exempt from and why:

```toml
level = "gold"

[exempt]
demo-data = "Its only table holds what the village sets."
```

Without the file a room claims bronze. The check ends with 1 when a room does not reach its claim, names a rule that is
not there, gives no reason, or is exempt from what it keeps.
"""
TITLES = {
    "bronze": "Bronze: it loads and is safe",
    "silver": "Silver: it is complete for people",
    "gold": "Gold: it is proved and finished",
}


def main() -> None:
    """Write the page."""
    TARGET.write_text(reference(), "utf-8")
    sys.stdout.write(f"{TARGET}\n")


def reference() -> str:
    """The whole page."""
    lines = [HEAD]
    for level in LEVELS:
        lines += [f"## {TITLES[level]}", "", "| | asked | mended |", "|---|---|---|"]
        for rule in RULES.values():
            if rule.level == level:
                words = (in_language(text, "en").replace("|", "\\|") for text in (rule.asks, rule.mend))
                lines.append(f"| `{rule.id}` | {' | '.join(words)} |")
        lines.append("")
    return "\n".join(lines).rstrip() + "\n"


if __name__ == "__main__":
    main()
