"""`hub restore`: what is there is never replaced by accident, and what was there is never lost."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text as sql

from hub.audit.sealing import seal_all
from hub.backup import embedded, server
from hub.backup.files import ASIDE, copies, newest
from hub.backup.making import make_copy
from hub.backup.restoring import what_is_there
from hub.kernel.migrate import owner_engine
from hub.kernel.security import village_tables
from hub.settings import Settings
from tests.backup.place import PASSPHRASE, a_full_village, add_residents, residents
from tests.harness.stand import Stand


@pytest.fixture
def village(app: Flask) -> int:
    return a_full_village(app)


@pytest.fixture
def copy(village: int, app: Flask, stand: Stand, settings: Settings) -> Path:
    """A copy with three residents; two more have come since. Nobody is connected."""
    seal_all(app)
    file = make_copy(settings).file
    add_residents(app, village, 2)
    stand.leave()
    return file


@pytest.fixture
def name(settings: Settings) -> str:
    return what_is_there(settings)


class TestPuttingBack:
    def test_what_was_there_then_is_there_again(self, hub, copy, name, app, village, stand, settings):
        result = hub("restore", str(copy), "--yes", name)

        assert result.exit_code == 0, result.output
        assert residents(app, village) == 3
        stand.leave()
        assert hub("audit", "verify").exit_code == 0

    def test_it_can_be_used_as_before(self, hub, copy, name, app, village, settings):
        hub("restore", str(copy), "--yes", name)

        add_residents(app, village, 1)
        assert residents(app, village) == 4
        engine = owner_engine(settings)
        if not settings.is_sqlite:
            with engine.connect() as connection:
                for table in village_tables(connection):
                    held = sql(
                        "SELECT relrowsecurity AND relforcerowsecurity FROM pg_class WHERE relname = :name"
                    )
                    assert connection.execute(held, {"name": table}).scalar_one(), table
        engine.dispose()

    def test_what_was_in_use_is_kept(self, hub, copy, name, app, village, settings, stand):
        result = hub("restore", str(copy), "--yes", name)

        if settings.is_sqlite:
            [kept] = settings.backups.glob(f"{ASIDE}*")
            assert embedded.check(kept)["resident"] == 5
            assert kept.stat().st_mode & 0o077 == 0
        else:
            latest = newest(settings)
            assert latest
            kept = latest.file
            assert server.check(settings, kept)[1]["resident"] == 5
        assert str(kept) in result.output
        assert not [*settings.backups.glob(".part-*"), *settings.home.glob(".part-*")]

    def test_onto_nothing_it_needs_no_question(self, hub, copy, app, village, stand, settings, tmp_path):
        away = tmp_path / copy.name
        shutil.copy(copy, away)
        stand.database.empty()

        result = hub("restore", str(away))

        assert result.exit_code == 0, result.output
        assert residents(app, village) == 3

    def test_an_encrypted_copy_needs_its_passphrase(self, hub, village, app, stand, name):
        file = make_copy(stand.settings(backup_passphrase=PASSPHRASE)).file
        add_residents(app, village, 2)
        stand.leave()

        without = hub("restore", str(file), "--yes", name)
        assert without.exit_code == 1
        assert "HUB_BACKUP_PASSPHRASE" in without.output
        wrong = hub("restore", str(file), "--yes", name, HUB_BACKUP_PASSPHRASE="not the right one")
        assert wrong.exit_code == 1
        assert "口令不对" in wrong.output
        assert residents(app, village) == 5
        stand.leave()
        right = hub("restore", str(file), "--yes", name, HUB_BACKUP_PASSPHRASE=PASSPHRASE)
        assert right.exit_code == 0, right.output
        assert residents(app, village) == 3


class TestRefusing:
    @pytest.fixture(autouse=True)
    def nothing_changed(self, copy, app, village, stand):
        yield
        assert residents(app, village) == 5

    def test_without_being_told_the_name(self, hub, copy, name):
        result = hub("restore", str(copy))

        assert result.exit_code == 2
        assert f"--yes {name}" in result.output

    def test_with_another_name(self, hub, copy):
        result = hub("restore", str(copy), "--yes", "yes")

        assert result.exit_code == 1
        assert "没有恢复" in result.output

    def test_a_file_that_is_not_there_or_no_copy(self, hub, name, tmp_path):
        (tmp_path / "list.csv").write_text("a,b")

        assert "没有这个文件" in hub("restore", str(tmp_path / "none"), "--yes", name).output
        assert "不是备份文件" in hub("restore", str(tmp_path / "list.csv"), "--yes", name).output

    def test_a_damaged_copy(self, hub, copy, name):
        with copy.open("r+b") as file:
            file.seek(copy.stat().st_size // 3)
            file.write(b"\xa5" * (copy.stat().st_size // 3))

        result = hub("restore", str(copy), "--yes", name)

        assert result.exit_code == 1
        assert "检查不合格" in result.output or "没有成功" in result.output

    def test_one_of_the_other_kind_of_database(self, hub, name, tmp_path, settings):
        other = tmp_path / "copy"
        other.write_bytes(server.BEGINNING if settings.is_sqlite else embedded.BEGINNING)

        assert "这里用的是" in hub("restore", str(other), "--yes", name).output

    def test_one_that_a_later_hub_made(self, hub, name, stand, settings):
        engine = owner_engine(settings)
        with engine.begin() as connection:
            connection.execute(sql("UPDATE alembic_version_core SET version_num = '9999'"))
        newer = make_copy(settings).file
        with engine.begin() as connection:
            connection.execute(sql("UPDATE alembic_version_core SET version_num = '0003'"))
        engine.dispose()

        result = hub("restore", str(newer), "--yes", name)

        assert result.exit_code == 1
        assert "备份比程序新" in result.output

    @pytest.mark.backends("sqlite")
    def test_while_somebody_uses_the_database(self, hub, copy, name, settings):
        connection = embedded.sqlite_driver.connect(str(embedded.database_file(settings)))
        connection.execute("SELECT count(*) FROM resident").fetchone()

        result = hub("restore", str(copy), "--yes", name)
        connection.close()

        assert result.exit_code == 1
        assert "正在使用" in result.output

    @pytest.mark.backends("postgresql")
    def test_when_it_breaks_off_the_former_tables_come_back(self, hub, copy, name, monkeypatch):
        def broken(*_: object) -> None:
            raise OSError(5, "I/O error")

        monkeypatch.setattr(server, "secure_all", broken)
        with pytest.raises(AssertionError, match="I/O error"):
            hub("restore", str(copy), "--yes", name)


@pytest.mark.backends("sqlite")
def test_a_damaged_database_is_replaced_and_its_log_is_not_read_into_the_new_one(
    hub, copy, app, village, settings
):
    file = embedded.database_file(settings)
    with file.open("r+b") as opened:
        opened.write(b"\0" * 4096)
    file.with_name(file.name + "-wal").write_bytes(b"what was not yet in it")

    result = hub("restore", str(copy), "--yes", file.name)

    assert result.exit_code == 0, result.output
    assert residents(app, village) == 3
    assert list(settings.backups.glob(f"{ASIDE}*"))


class TestCommands:
    def test_backup_says_where_and_how_it_was_checked(self, hub, village, settings):
        result = hub("backup")

        assert result.exit_code == 0, result.output
        assert str(copies(settings)[0].file) in result.output
        assert "条记录一致" in result.output
        assert "没有加密" in result.output

    def test_list_and_check(self, hub, copy):
        assert copy.name in hub("backup", "list").output
        checked = hub("backup", "check", str(copy))
        assert checked.exit_code == 0, checked.output
        assert "完好" in checked.output

    def test_a_short_passphrase_is_refused_at_the_start(self, hub):
        result = hub("backup", HUB_BACKUP_PASSPHRASE="short")

        assert result.exit_code == 2
        assert "HUB_BACKUP_PASSPHRASE" in result.output
        assert "short" not in result.output.replace("shorter", "")

    def test_audit_seal_and_verify(self, hub, village, settings):
        assert "已封存" in hub("audit", "seal").output
        assert "完整" in hub("audit", "verify").output
        engine = owner_engine(settings)
        with engine.begin() as connection:
            connection.execute(sql("UPDATE audit_head SET length = length + 1"))
        engine.dispose()
        broken = hub("audit", "verify", "--village", str(village))
        assert broken.exit_code == 1
        assert "链尾" in broken.output

    def test_without_its_key_the_audit_says_so(self, hub, village, settings):
        hub("audit", "seal")
        (settings.home / "audit.key").unlink()

        assert "audit.key" in hub("audit", "verify").output
        assert hub("audit", "seal", "--anew", "--yes").exit_code == 0
        assert hub("audit", "verify").exit_code == 0

    @pytest.mark.state("empty")
    def test_init_makes_the_key(self, hub, settings):
        assert hub("init").exit_code == 0
        assert (settings.home / "audit.key").stat().st_mode & 0o077 == 0
