"""The key that signs cookies is made once, whole, and is for the hub's eyes only."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from hub.kernel.keys import FILE, secret_key
from hub.settings import Settings


def test_hubs_that_start_at_once_have_one_key(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    with ThreadPoolExecutor(8) as starts:
        keys = set(starts.map(lambda _start: secret_key(settings), range(32)))
    assert len(keys) == 1
    assert len(keys.pop()) == 64
    assert [file.name for file in tmp_path.iterdir()] == [FILE]


def test_nobody_else_reads_it(tmp_path: Path) -> None:
    secret_key(Settings(home=tmp_path))
    assert (tmp_path / FILE).stat().st_mode & 0o777 == 0o600
