"""A copy is of one moment, whoever writes meanwhile; it was restored before it has its name; nothing half is left."""

from __future__ import annotations

import os
import stat
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from hub.backup import embedded, making, server
from hub.backup.files import READ, RESTORED, copies, drop_old, newest
from hub.backup.making import make_copy
from hub.backup.problems import AlreadyUnderWay, BackupFailed
from hub.kernel.alone import alone
from hub.settings import Settings
from tests.backup.place import PASSPHRASE, a_full_village, add_residents
from tests.harness.stand import Stand


@pytest.fixture
def village(app: Flask) -> int:
    return a_full_village(app)


def test_it_was_restored_and_every_row_is_in_it(village: int, settings: Settings, backend: str):
    copy = make_copy(settings)

    assert copy.facts
    assert copy.facts.checked == (RESTORED if backend == "sqlite" else READ)
    assert copy.facts.rows > 3
    _how, counts = making.check(settings, copy.file)
    assert counts["resident"] == 3
    assert counts["village"] == 1


def test_only_its_owner_may_read_it_and_nothing_else_is_left(village: int, settings: Settings):
    make_copy(settings)

    for file in settings.backups.iterdir():
        assert stat.S_IMODE(file.stat().st_mode) == 0o600, file
    assert len(list(settings.backups.iterdir())) == 2  # the copy and what is known of it
    assert stat.S_IMODE(settings.backups.stat().st_mode) == 0o700


def test_the_keys_are_not_in_it(village: int, settings: Settings, app: Flask):
    from hub.audit.sealing import seal_all
    from hub.kernel.keys import audit_key

    seal_all(app)
    key = audit_key(settings)
    assert key
    content = make_copy(settings).file.read_bytes()

    assert key.encode() not in content
    assert settings.secret_key.encode() not in content


def test_while_others_write_it_is_of_one_moment(village: int, settings: Settings, app: Flask):
    """Every resident comes with its keys for the search in one transaction; a copy has both or neither."""
    stop, failures = threading.Event(), []

    def write() -> None:
        try:
            while not stop.is_set():
                add_residents(app, village, 5)
        except Exception as error:
            failures.append(error)

    writers = [threading.Thread(target=write) for _ in range(3)]
    for writer in writers:
        writer.start()
    try:
        seen = [making.check(settings, make_copy(settings).file)[1] for _ in range(3)]
    finally:
        stop.set()
        for writer in writers:
            writer.join()

    assert failures == []
    for counts in seen:
        assert counts["resident"] % 5 == 3  # three from the start, then five at a time
        assert counts["audit_entry"] == counts["audit_seal"]
    assert seen[0]["resident"] < seen[-1]["resident"]


@pytest.mark.backends("sqlite")
def test_the_control_a_plain_copy_of_the_file_has_not_what_was_written(
    village: int, settings: Settings, app: Flask, tmp_path: Path
):
    add_residents(app, village, 5)
    file = embedded.database_file(settings)
    assert file.with_name(file.name + "-wal").stat().st_size > 0  # where a plain copy does not look
    make_copy(settings)


def test_encrypted_where_a_passphrase_is_set(village: int, stand: Stand):
    copy = make_copy(stand.settings(backup_passphrase=PASSPHRASE))

    assert copy.encrypted
    assert copy.file.name.endswith(".enc")
    assert "居民".encode() not in copy.file.read_bytes()
    assert len(list(copy.file.parent.iterdir())) == 2


def test_a_copy_that_lost_rows_is_thrown_away(
    village: int, settings: Settings, monkeypatch: pytest.MonkeyPatch
):
    source = embedded if settings.is_sqlite else server
    real = source.copy
    monkeypatch.setattr(source, "copy", lambda *given: real(*given) | {"resident": 4})

    with pytest.raises(BackupFailed, match=r"resident 应有 4 条，备份里是 3 条"):
        make_copy(settings)
    assert list(settings.backups.iterdir()) == []


def test_a_damaged_copy_is_thrown_away(village: int, settings: Settings, monkeypatch: pytest.MonkeyPatch):
    source = embedded if settings.is_sqlite else server
    real = source.copy

    def damage(given: Settings, target: Path) -> dict[str, int]:
        counts = real(given, target)
        with target.open("r+b") as file:
            file.seek(target.stat().st_size // 3)
            file.write(b"\xa5" * (target.stat().st_size // 3))
        return counts

    monkeypatch.setattr(source, "copy", damage)
    with pytest.raises(BackupFailed):
        make_copy(settings)
    assert list(settings.backups.iterdir()) == []


def test_what_a_killed_process_left_is_no_copy_and_goes_with_the_next(village: int, settings: Settings):
    half = settings.backups / ".part-0badcafe"
    half.mkdir(parents=True)
    (half / "taken").write_bytes(b"half")

    assert copies(settings) == []
    make_copy(settings)
    assert not half.exists()
    assert len(copies(settings)) == 1


@pytest.mark.backends("sqlite")
def test_killed_in_the_middle_it_leaves_no_half_file(village: int, settings: Settings):
    """A process of its own is killed while it checks; what has a name was checked."""
    child = os.fork()
    if child == 0:
        making.check = lambda *_: os.kill(os.getpid(), 9)  # type: ignore[assignment]
        try:
            make_copy(settings)
        finally:
            os._exit(1)
    _pid, status = os.waitpid(child, 0)

    assert os.WTERMSIG(status) == 9
    assert copies(settings) == []
    assert make_copy(settings) == newest(settings)
    assert not list(settings.backups.glob(".part-*"))


def test_one_at_a_time(village: int, settings: Settings):
    with alone(settings, making.WORK) as mine:
        assert mine
        with pytest.raises(AlreadyUnderWay):
            make_copy(settings)
    make_copy(settings)


def test_a_full_disk_is_said_in_words(village: int, settings: Settings, monkeypatch: pytest.MonkeyPatch):
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(making, "finish", full)
    with pytest.raises(BackupFailed, match="No space left"):
        make_copy(settings)
    assert list(settings.backups.iterdir()) == []


@pytest.mark.backends("postgresql")
def test_without_pg_dump_it_says_what_to_install(
    village: int, settings: Settings, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("hub.backup.tools._candidates", lambda _name: iter(()))

    with pytest.raises(BackupFailed, match=r"没有找到 pg_dump \d+ .*postgresql-client"):
        make_copy(settings)


@pytest.mark.backends("postgresql")
def test_where_the_role_may_make_databases_the_copy_is_restored_into_one(village: int, stand: Stand):
    server_of_run = stand.database._server  # type: ignore[attr-defined]
    server_of_run._execute("ALTER ROLE {} CREATEDB", "hub_owner")
    try:
        copy = make_copy(stand.settings())
    finally:
        server_of_run._execute("ALTER ROLE {} NOCREATEDB", "hub_owner")

    assert copy.facts
    assert copy.facts.checked == RESTORED


class TestAge:
    def test_what_is_older_than_the_limit_goes(self, village: int, stand: Stand):
        settings = stand.settings(backup_keep_days=30)
        old, fresh = make_copy(settings), make_copy(settings)
        make_older(old.file, days=31)

        assert drop_old(settings) == 1
        assert [copy.file for copy in copies(settings)] == [fresh.file]
        assert len(list(settings.backups.iterdir())) == 2

    def test_the_last_one_stays(self, village: int, settings: Settings):
        only = make_copy(settings)
        make_older(only.file, days=4000)

        assert drop_old(settings) == 0
        assert newest(settings)


def make_older(file: Path, *, days: float) -> None:
    then = file.stat().st_mtime - timedelta(days=days).total_seconds()
    os.utime(file, (then, then))
