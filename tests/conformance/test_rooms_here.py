"""Every room of the repository is what its conformance.toml says, on both databases."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from hub.conformance import check_room
from hub.conformance.report import Report
from tests.harness.stand import Stand
from tests.harness.states import EMPTY

pytestmark = pytest.mark.long

ROOT = Path(__file__).resolve().parents[2]
ROOMS = sorted(manifest.parent for manifest in ROOT.glob("plugins/*/room.toml"))
# On PostgreSQL only what has tables can differ.
WITH_TABLES = [room for room in ROOMS if (room / "migrations").is_dir()]


def wrong_with(report: Report) -> dict[str, object]:
    return {
        result.rule: result.problems for result in report.results if result.state in ("broken", "unproven")
    }


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.name)
def test_on_sqlite(room: Path) -> None:
    report = check_room(room)
    assert report.ok, (report.level, report.claim_problems, wrong_with(report))


@pytest.mark.backends("postgresql")
@pytest.mark.parametrize("room", WITH_TABLES, ids=lambda room: room.name)
def test_on_postgresql(room: Path, backend: str, stand_of: Callable[[str], Stand]) -> None:
    stand = stand_of(backend)
    stand.bring_to(EMPTY)
    report = check_room(room, database=stand.database.owner_url)
    assert report.ok, (report.level, report.claim_problems, wrong_with(report))


@pytest.mark.backends("postgresql")
def test_a_database_that_is_in_use_is_left_alone(stand: Stand) -> None:
    with pytest.raises(ValueError, match="not empty"):
        check_room(ROOMS[0], database=stand.database.owner_url)
