"""`hub room new`: writes a small room that works and keeps every rule, to be changed into the one that is wanted.

The files stand in `room/` and `package/` as templates; what differs between rooms is substituted, nothing else.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

HERE = Path(__file__).resolve().parent
SUFFIX = ".j2"


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be written: a room as a folder among others, or as a package of its own (`packaged`)."""

    id: str
    name_zh: str
    name_en: str
    into: Path
    packaged: bool = False

    @property
    def folder(self) -> Path:
        """The folder that will be made: the room's, or the package's around it."""
        return self.into / (self.project if self.packaged else self.id)

    @property
    def room(self) -> Path:
        """The room's own folder, which holds `room.toml`."""
        return self.folder / self.id if self.packaged else self.folder

    @property
    def project(self) -> str:
        """What the package is called when it is installed."""
        return f"village-hub-{self.id.replace('_', '-')}"

    @property
    def module(self) -> str:
        """What the room's code is imported as."""
        return self.id if self.packaged else f"{self.into.resolve().name}.{self.id}"


def write(plan: Plan) -> list[Path]:
    """Write all files of a plan, none of which is there yet; answers them."""
    written = [*_render(plan, HERE / "room", plan.room)]
    if plan.packaged:
        written += _render(plan, HERE / "package", plan.folder)
    return written


def _render(plan: Plan, templates: Path, target: Path) -> list[Path]:
    environment = Environment(
        loader=FileSystemLoader(templates), undefined=StrictUndefined, keep_trailing_newline=True,
        autoescape=False,  # noqa: S701 - source code, and no page
    )  # fmt: skip
    environment.filters["quoted"] = lambda text: json.dumps(text, ensure_ascii=False)
    written = []
    for template in sorted(templates.rglob(f"*{SUFFIX}")):
        name = template.relative_to(templates)
        parent = plan.folder if plan.packaged and name.parts[0] == "tests" else target
        file = parent / name.with_suffix("")
        file.parent.mkdir(parents=True, exist_ok=True)
        text = environment.get_template(name.as_posix()).render(
            id=plan.id, name_zh=plan.name_zh, name_en=plan.name_en, icon=plan.name_zh[0], module=plan.module,
            project=plan.project, packaged=plan.packaged,
        )  # fmt: skip
        file.write_text(text, "utf-8")
        written.append(file)
    return written
