"""`hub revision`: the next revision of a room whose models were changed."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

pytestmark = pytest.mark.backends(
    "sqlite"
)  # the revision is made in a scratch database whatever the hub's own is

LAST = "    done_at: Mapped"


@pytest.fixture
def hive(hub, tmp_path: Path) -> Path:
    """A new room, as `hub room new` writes it."""
    parent = tmp_path / f"{tmp_path.name.replace('-', '_')}_rooms"
    hub("room", "new", "hive", "--into", str(parent))
    return parent / "hive"


@pytest.fixture
def revise(hub, hive: Path) -> Callable[[str], Result]:
    """Add a line to the model, and ask for a revision."""

    def revise(line: str = "") -> Result:
        models = hive / "models.py"
        text = models.read_text("utf-8")
        models.write_text(text.replace(LAST, f"    {line}\n{LAST}", 1), "utf-8")
        return hub("revision", "hive", "-m", "More", HUB_ROOMS_DIRS=json.dumps([str(hive.parent)]))

    return revise


def written(room: Path) -> str:
    return next((room / "migrations").glob("0002_*.py")).read_text("utf-8")


def test_nothing_is_written_where_nothing_was_changed(revise, hive):
    assert "不需要新版本" in revise().output
    assert len(list((hive / "migrations").glob("0*.py"))) == 1


@pytest.mark.parametrize(
    ("line", "default"),
    [
        ('note: Mapped[str] = mapped_column(String(20), default="")', "server_default=''"),
        ("times: Mapped[int] = mapped_column(default=1)", "server_default=sa.text('1')"),
        ("urgent: Mapped[bool] = mapped_column(default=False)", "server_default=sa.text('(false)')"),
    ],
)
def test_rows_that_are_there_get_what_new_ones_get(revise, hive, line, default):
    assert revise(line).exit_code == 0
    assert default in written(hive)
    assert "down_revision = '0001'" in written(hive)


def test_a_column_that_may_be_empty_needs_nothing(revise, hive):
    revise("note: Mapped[str | None] = mapped_column(String(20))")
    assert "server_default" not in written(hive)


def test_a_column_that_nothing_can_fill_is_refused_and_nothing_is_written(revise, hive):
    said = revise("weight: Mapped[int]")
    assert said.exit_code == 1
    assert "hive__entry 里可能已有记录，新增的 weight 不能为空" in said.output
    assert len(list((hive / "migrations").glob("0*.py"))) == 1


def test_of_a_room_that_is_set_aside_the_reason_is_said(revise):
    said = revise("this is no Python")
    assert said.exit_code == 1
    assert "功能室 hive 没有加载" in said.output
    assert "SyntaxError" in said.output


def test_what_is_not_there_is_said_with_what_is(hub):
    assert "现有：core" in hub("revision", "cellar", "-m", "No").output
