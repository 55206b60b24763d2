"""Writes docs/hooks.md, the reference of hooks, from the docstrings of the hookspecs and declarations."""

from __future__ import annotations

import dataclasses
import inspect
import sys
from pathlib import Path
from typing import Any

from hub.kernel import declarations, hookspecs

TARGET = Path(__file__).resolve().parent.parent / "docs" / "hooks.md"


def main() -> None:
    """Write the reference."""
    TARGET.write_text(reference(), "utf-8")
    sys.stdout.write(f"{TARGET}\n")


def reference() -> str:
    """The whole page."""
    lines = [
        "# Hooks",
        "",
        "Made by `make hooks` from the code; do not edit.",
        "",
        _text(hookspecs.__doc__),
        "",
        "A room answers in its `hooks.py`, with functions marked `@hookimpl`; all names come from `hub.room`.",
        "",
        "## Declarations",
        "",
        _text(hookspecs.Declarations.__doc__),
        "",
    ]
    lines += [line for hook in hooks(hookspecs.Declarations) for line in _hook(hook)]
    lines += ["## Events", "", _text(hookspecs.Events.__doc__), ""]
    lines += [line for hook in hooks(hookspecs.Events) for line in _hook(hook)]
    lines += ["## What hooks return", ""]
    for name, kind in vars(declarations).items():
        if isinstance(kind, type) and dataclasses.is_dataclass(kind) and name != "Declared":
            lines += [f"### {name}", "", _text(kind.__doc__), "", "```python", *_fields(kind), "```", ""]
    return "\n".join(lines).rstrip() + "\n"


def hooks(family: type) -> list[object]:
    """The hooks of one family, in the order they are written."""
    return [
        value
        for name, value in vars(family).items()
        if inspect.isfunction(value) and not name.startswith("_")
    ]


def _hook(hook: object) -> list[str]:
    signature = inspect.signature(hook)  # type: ignore[arg-type]
    arguments = [str(part) for name, part in signature.parameters.items() if name != "self"]
    name = hook.__name__  # type: ignore[attr-defined]
    answer = f" -> {str(signature.return_annotation).replace('d.', '')}"
    return [
        f"### {name}",
        "",
        "```python",
        f"def {name}({', '.join(arguments)}){answer}",
        "```",
        "",
        _text(hook.__doc__),
        "",
    ]


def _fields(kind: Any) -> list[str]:
    lines = [f"{kind.__name__}("]
    for field in dataclasses.fields(kind):
        default = "" if field.default is dataclasses.MISSING else f" = {field.default!r}"
        lines.append(f"    {field.name}: {field.type}{default},")
    return [*lines, ")"]


def _text(docstring: str | None) -> str:
    return inspect.cleandoc(docstring or "")


if __name__ == "__main__":
    main()
