"""A village with two rooms that declare sheets, and files as people bring them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from hub.centre.situation import in_village
from hub.imports import batches, staging
from tests.cli.conftest import hub
from tests.harness.people import Client, a_village, signed_in
from tests.harness.states import state

__all__ = ["hub"]  # the command, for the tests of this folder
ROOMS = (
    "tool_station",
    "farm_machinery",
    "points_shop",
    "service_hall",
    "reading_room",
    "party_history_hall",
)
PLACE = "imports_place"


@state(PLACE)
def imports_place(app: Flask) -> None:
    """Two villages; the second has no room."""
    a_village(app, "石桥村", rooms=list(ROOMS))
    a_village(app, "柳沟村")


@pytest.fixture
def village(app: Flask) -> int:
    return 1


@pytest.fixture
def secretary(app: Flask, village: int) -> Client:
    return signed_in(app, village)


@pytest.fixture
def read(app: Flask, village: int, tmp_path: Path) -> Callable[..., int]:
    """`read("residents", "姓名\\n王小明\\n")`: reads a file as far as the preview; answers the batch's number."""

    def read(sheet: str, content: str | bytes, name: str = "名单.csv", *, alone: bool = False) -> int:
        file = tmp_path / "sent"
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        with in_village(app, village):
            batch = batches.begin(sheet, name)
            staging.read_into(batch, file, alone=alone)
            return batch.id

    return read
