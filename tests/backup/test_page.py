"""The page 备份, the line and the thing to do on 今天, and the day's work beside the server."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask

from hub.backup import daily, making
from hub.backup.files import copies
from hub.backup.making import make_copy
from hub.backup.problems import BackupFailed
from hub.kernel.repeating import Repeating, at_work
from hub.settings import Settings
from tests.backup.place import PASSPHRASE, a_full_village
from tests.backup.test_making import make_older
from tests.harness.people import signed_in
from tests.harness.stand import Stand


@pytest.fixture
def village(app: Flask) -> int:
    return a_full_village(app)


class TestPage:
    @pytest.mark.parametrize("who", [{"role": "secretary"}, {"town_admin": True}])
    def test_one_press_makes_a_copy(self, app, village, settings, who):
        client = signed_in(app, None if "town_admin" in who else village, **who)
        assert "还没有备份" in client.get("/backup/").text

        said = client.post("/backup/new", follow_redirects=True).text

        assert "已备份并检查" in said
        assert "条记录一致" in said
        assert len(copies(settings)) == 1

    @pytest.mark.parametrize("role", ["keeper", "reader"])
    def test_it_is_not_for_keepers_and_readers(self, app, village, settings, role):
        client = signed_in(app, village, role, rooms=["tool_station"])
        assert client.get("/backup/").status_code == 403
        assert client.post("/backup/new").status_code == 403
        assert copies(settings) == []

    def test_it_is_in_the_audit(self, app, village):
        client = signed_in(app, village)
        client.post("/backup/new")
        assert "hub-" in client.get("/audit/").text

    def test_a_failure_is_said_in_words(self, app, village, monkeypatch):
        def fail(*_: Any) -> None:
            raise BackupFailed("磁盘满了")

        monkeypatch.setattr("hub.backup.making._make", fail)
        page = signed_in(app, village).post("/backup/new", follow_redirects=True)
        assert page.status_code == 200
        assert "磁盘满了" in page.text

    def test_what_is_not_encrypted_does_not_leave_the_machine(self, app, village, settings):
        copy = make_copy(settings)
        client = signed_in(app, village)
        assert "不能下载" in client.get("/backup/").text
        assert client.post(f"/backup/download/{copy.file.name}").status_code == 404

    def test_what_is_encrypted_can_be_taken_along(self, app, village, stand):
        copy = make_copy(stand.settings(backup_passphrase=PASSPHRASE))
        client = signed_in(app, village)
        got = client.post(f"/backup/download/{copy.file.name}")
        assert got.data == copy.file.read_bytes()
        got.close()
        assert copy.file.name in client.get("/audit/").text
        assert signed_in(app, village, "keeper").post(f"/backup/download/{copy.file.name}").status_code == 403

    @pytest.mark.parametrize("name", ["..%2Faudit.key", "hub.sqlite3", "hub-x.enc", "%00", "hub-*.enc"])
    def test_nothing_else_can_be_had(self, app, village, name):
        assert signed_in(app, village).post(f"/backup/download/{name}").status_code == 404


class TestToday:
    def test_age_and_size_are_in_sight(self, app, village, settings):
        make_copy(settings)
        page = signed_in(app, village).get("/").text
        assert "最近备份：今天" in page
        assert "没有备份" not in page

    def test_a_keeper_is_not_troubled(self, app, village):
        assert "备份" not in signed_in(app, village, "keeper", rooms=["tool_station"]).get("/").text

    def test_after_two_days_it_is_something_to_do(self, app, village, settings):
        copy = make_copy(settings)
        client = signed_in(app, village)
        make_older(copy.file, days=1.9)
        assert "天没有备份" not in client.get("/").text
        make_older(copy.file, days=1.2)
        assert "数据已 3 天没有备份" in client.get("/").text

    def test_in_a_new_village_there_is_no_hurry(self, app, village):
        assert "天没有备份" not in signed_in(app, village).get("/").text


class TestDaily:
    AT = datetime(2001, 8, 13, 9, tzinfo=UTC)

    @pytest.fixture
    def made(self, monkeypatch: pytest.MonkeyPatch) -> list[Settings]:
        made: list[Settings] = []

        def note(settings: Settings) -> None:
            made.append(settings)
            make_older(making.make_copy(settings).file, days=0)

        monkeypatch.setattr(daily, "make_copy", note)
        return made

    def test_once_a_day(self, app, village, made, settings):
        daily.keep_up(app)
        daily.keep_up(app)
        assert len(made) == 1
        make_older(copies(settings)[0].file, days=1)
        daily.keep_up(app)
        assert len(made) == 2

    def test_not_where_it_is_switched_off(self, stand: Stand, village, made):
        daily.keep_up(stand.make_app(backup_daily=False))
        assert made == []

    def test_whoever_was_off_at_that_hour_does_it_later(self, stand: Stand):
        settings = stand.settings(backup_hour=3)
        with time_machine.travel(self.AT, tick=False):
            hour = daily.since(settings)
            assert hour.hour == 3
            assert timedelta(0) <= self.AT - hour < timedelta(days=1)

    def test_a_copy_that_fails_keeps_nobodys_data_from_being_let_go(self, app, village, monkeypatch):
        ran = []
        monkeypatch.setattr(daily, "run_retention", lambda _app: ran.append(1) or [])

        def fail(_settings: Settings) -> None:
            raise BackupFailed("磁盘满了")

        monkeypatch.setattr(daily, "make_copy", fail)
        for _time in range(2):
            with pytest.raises(BackupFailed):
                daily.keep_up(app)
        assert ran == [1]


class TestRepeating:
    def test_a_failure_does_not_end_it(self):
        done, again = [], threading.Event()

        def work() -> None:
            done.append(1)
            if len(done) == 1:
                raise RuntimeError("once")
            again.set()

        thread = Repeating("work", work, 0.001)
        with at_work([thread]):
            assert again.wait(10)
        assert not thread.is_alive()
