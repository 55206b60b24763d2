"""Rules of the manifest, and of being taken in by a hub at all."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from packaging.specifiers import SpecifierSet

import hub.kits
from hub.conformance.rules import Needs, rule
from hub.conformance.source import imported_by
from hub.conformance.subject import Subject
from hub.speech import N_, _

HAN = re.compile("[\u4e00-\u9fff]")


@rule(
    "loads", "bronze",
    N_("系统能装上这个功能室。"),
    N_("按所说的原因改 room.toml 或 hooks.py，再运行一次。"),
    Needs.ROOM,
)  # fmt: skip
def loads(_subject: Subject) -> Iterator[str]:
    """What keeps a hub from taking the room in is the subject's refusal, which stands in for this rule."""
    yield from ()


@rule(
    "declarations", "bronze",
    N_("功能室所声明的都站得住。"),
    N_("按所说的原因改 hooks.py、列表或页面。"),
    Needs.ROOM,
)  # fmt: skip
def declarations(_subject: Subject) -> Iterator[str]:
    """Likewise: a hub checks what is declared when it takes the room in."""
    yield from ()


@rule(
    "permissions-known", "bronze",
    N_("用到的权限都写在 room.toml 里。"),
    N_("在 room.toml 里加上 [permissions.<名称>]，或改用已有的权限。"),
    Needs.ROOM,
)  # fmt: skip
def permissions_known(_subject: Subject) -> Iterator[str]:
    """Likewise."""
    yield from ()


@rule(
    "hub-versions", "bronze",
    N_("room.toml 说明适用的系统版本，有下限也有上限。"),
    N_("写成 hub = \">=0.1,<1\" 这样的范围。"),
)  # fmt: skip
def hub_versions(subject: Subject) -> Iterator[str]:
    if subject.manifest is None:
        return
    signs = {part.operator for part in SpecifierSet(subject.manifest.hub)}
    exact = signs & {"==", "~="}
    if not exact and not (signs & {">", ">="} and signs & {"<", "<="}):
        yield _('hub = "%(range)s" 没有写全上下限。', range=subject.manifest.hub)


@rule(
    "names", "bronze",
    N_("功能室和权限的名称有中文，也有英文。"),
    N_("在 room.toml 里把 zh 写成中文，把 en 写成英文。"),
)  # fmt: skip
def names(subject: Subject) -> Iterator[str]:
    if subject.manifest is None:
        return
    for what, words in (("name", subject.manifest.name), *subject.manifest.permissions.items()):
        if not HAN.search(words.zh):
            yield _("%(what)s：“%(words)s”不是中文。", what=what, words=words.zh)
        if HAN.search(words.en):
            yield _("%(what)s：“%(words)s”不是英文。", what=what, words=words.en)


@rule(
    "kits", "bronze",
    N_("room.toml 的 kits 正是代码里用到的工具包。"),
    N_("改 kits = […]，与代码里 hub.kits 的引用一致。"),
)  # fmt: skip
def kits(subject: Subject) -> Iterator[str]:
    if subject.manifest is None:
        return
    known = {path.name for path in Path(hub.kits.__path__[0]).iterdir() if (path / "__init__.py").exists()}
    used = {
        module.split(".")[2]
        for source in subject.sources
        for module in imported_by(source)
        if module.startswith("hub.kits.")
    }
    named = set(subject.manifest.kits)
    for kit in sorted(named - known):
        yield _("没有叫 %(kit)s 的工具包。", kit=kit)
    for kit in sorted((named & known) - used):
        yield _("写了 %(kit)s，但没有用到。", kit=kit)
    for kit in sorted(used - named):
        yield _("用到了 %(kit)s，但没有写。", kit=kit)


@rule(
    "facts", "silver",
    N_("room.toml 说明功能室的用途、主要用于什么，设备不重复。"),
    N_("在 [facts] 里写 purpose、used_for，去掉重复的设备。"),
)  # fmt: skip
def facts(subject: Subject) -> Iterator[str]:
    if subject.manifest is None:
        return
    given = subject.manifest.facts
    if not given.purpose.strip():
        yield _("没有写 purpose。")
    if not given.used_for.strip():
        yield _("没有写 used_for。")
    for thing in sorted({thing for thing in given.equipment if given.equipment.count(thing) > 1}):
        yield _("设备“%(thing)s”写了不止一次。", thing=thing)


@rule(
    "explained", "gold",
    N_("功能室的包用一句话说明自己是什么。"),
    N_("在 __init__.py 开头写一句说明（docstring）。"),
)  # fmt: skip
def explained(subject: Subject) -> Iterator[str]:
    file = subject.folder / "__init__.py"
    if not file.exists() or not ast.get_docstring(ast.parse(file.read_text("utf-8"))):
        yield _("__init__.py 没有说明。")


@rule(
    "tested", "gold",
    N_("有代码的功能室有自己的测试。"),
    N_("在 tests/ 里写 test_*.py；装成包的，测试可以放在包的旁边。"),
)  # fmt: skip
def tested(subject: Subject) -> Iterator[str]:
    if not subject.has_code:
        return
    near = (subject.folder, subject.folder.parent, subject.folder.parent.parent)
    places = near if subject.found.package.partition(".")[0] == subject.folder.name else near[:1]
    if not any((place / "tests").is_dir() and any((place / "tests").rglob("test_*.py")) for place in places):
        yield _("没有找到测试。")
