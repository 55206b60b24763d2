"""The example as it is installed beside the hub."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.outside.place import EXAMPLE, install


@pytest.fixture(scope="session")
def site(tmp_path_factory) -> Path:
    """The folder into which the package is installed; pip builds in a copy, and the repository stays clean."""
    place = tmp_path_factory.mktemp("outside")
    shutil.copytree(EXAMPLE, place / "source")
    install(place / "source", place / "site")
    return place / "site"
