"""What people read first agrees with what is there."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from hub.settings import CHECKOUT, PREFIX, Settings

ROOT = Path(__file__).resolve().parent.parent
HIDDEN = {".git", ".venv", ".cache", ".demo"}
PAGES = sorted(
    path
    for folder in (ROOT, ROOT / "docs", ROOT / "hub", ROOT / "plugins", ROOT / "tests")
    for path in (folder.glob("*.md") if folder == ROOT else folder.rglob("*.md"))
    if not HIDDEN & set(path.parts)
)
READMES = [ROOT / "README.md", ROOT / "README.zh-CN.md"]
TARGETS = set(re.findall(r"^([a-z-]+):.*##", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def rows_of_settings(page: Path) -> dict[str, str]:
    """Setting and default, as the page's table has them."""
    rows = re.findall(r"^\| `(HUB_\w+)` \|([^|]*)\|", page.read_text("utf-8"), re.MULTILINE)
    return {name: default.strip().strip("`") for name, default in rows}


def default_of(name: str) -> str:
    """A default as one would type it."""
    default = Settings.model_fields[name].default
    if isinstance(default, bool):
        return json.dumps(default)
    return "" if default is None else str(default)


@pytest.mark.parametrize("page", READMES, ids=name_of)
class TestSettings:
    def test_every_setting_stands_in_the_table_and_no_other(self, page: Path) -> None:
        assert list(rows_of_settings(page)) == [PREFIX + name.upper() for name in Settings.model_fields]

    def test_every_default_is_the_codes_own(self, page: Path) -> None:
        rows = rows_of_settings(page)
        folders = rows.pop("HUB_ROOMS_DIRS")
        assert "plugins" in folders
        assert Settings.model_fields["rooms_dirs"].default == [CHECKOUT / "plugins"]
        assert rows == {name: default_of(name.removeprefix(PREFIX).lower()) for name in rows}


def links_of(page: Path) -> Iterator[str]:
    text = re.sub(r"^(```.*?^```|    .*?$)", "", page.read_text("utf-8"), flags=re.DOTALL | re.MULTILINE)
    yield from re.findall(r"\]\(([^)\s]+)\)", text)
    yield from re.findall(r'(?:src|href)="([^"]+)"', text)


def anchors_of(page: Path) -> set[str]:
    """The names that headings can be jumped to by."""
    heads = re.findall(r"^#+ (.+)$", page.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", head.lower()).replace(" ", "-") for head in heads}


@pytest.mark.parametrize("page", PAGES, ids=name_of)
class TestEveryPage:
    def test_every_link_and_picture_is_there(self, page: Path) -> None:
        for link in links_of(page):
            if re.match(r"[a-z]+:", link):
                continue
            path, _, anchor = link.partition("#")
            target = (page.parent / path).resolve() if path else page
            assert target.exists(), link
            assert not anchor or anchor in anchors_of(target), link

    def test_every_make_target_is_there(self, page: Path) -> None:
        text = page.read_text("utf-8")
        commands = re.findall(r"`make ([a-z][a-z -]*)", text)
        commands += re.findall(r"^(?:    )?make ([a-z][a-z -]*)", text, re.MULTILINE)
        named = {word for command in commands for word in command.split() if not word.startswith("-")}
        assert named <= TARGETS


def test_every_picture_is_shown_somewhere() -> None:
    shown = {(page.parent / link).resolve() for page in PAGES for link in links_of(page)}
    assert set((ROOT / "docs" / "images").iterdir()) <= shown


def test_every_page_of_docs_is_in_its_index() -> None:
    docs = ROOT / "docs"
    listed = {(docs / link).resolve() for link in links_of(docs / "README.md")}
    assert set(docs.glob("*.md")) - listed == {docs / "README.md"}


def test_both_readmes_show_the_same_pictures() -> None:
    first, second = ([link for link in links_of(page) if link.startswith("docs/images/")] for page in READMES)
    assert first == second
