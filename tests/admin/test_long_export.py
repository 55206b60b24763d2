"""A long list as Excel: made beside the pages, found again by whoever asked for it, gone after an hour."""

from __future__ import annotations

import io
import json
import os
import threading
import time

import pytest
from openpyxl import load_workbook

from hub.admin import long_export, workbooks
from tests.admin.bench import TOOLS

ADDRESS = "/rooms/workbench/tools/export/xlsx/"

pytestmark = pytest.mark.state("workbench")


@pytest.fixture(autouse=True)
def long_lists(monkeypatch):
    monkeypatch.setattr(long_export, "LONG", 10)


@pytest.fixture
def folder(settings):
    return settings.exports


def made() -> None:
    """Wait until nothing is being made."""
    for thread in threading.enumerate():
        if thread.name == "workbook":
            thread.join(30)


def take(client, address=ADDRESS):
    with client.get(address + ("&" if "?" in address else "?") + "take=1") as answer:
        answer.get_data()
    return answer


def rows_in(answer) -> int:
    return load_workbook(io.BytesIO(answer.data)).active.max_row - 1


class TestTheFile:
    def test_it_is_begun_at_the_first_look_and_fetched_when_ready(self, secretary, folder):
        page = secretary.get(ADDRESS).text
        assert "<progress" in page or "take=1" in page
        made()
        assert "take=1" in secretary.get(ADDRESS).text
        answer = take(secretary)
        assert answer.headers["Content-Disposition"].startswith("attachment; filename")
        assert rows_in(answer) == TOOLS
        assert [file.suffix for file in folder.iterdir()] == [".xlsx"]
        assert folder.stat().st_mode & 0o077 == 0

    def test_it_holds_what_the_address_asks_for(self, secretary):
        address = ADDRESS + "?state=out"
        secretary.get(address)
        made()
        assert rows_in(take(secretary, address)) < TOOLS

    def test_a_short_list_is_a_file_at_once(self, secretary):
        with secretary.get(ADDRESS + "?search=T-001") as answer:
            assert rows_in(answer) == 1

    def test_it_says_how_far_it_is(self, secretary, monkeypatch):
        may_end = threading.Event()

        def write(rows, file, note):
            note(60)
            may_end.wait(30)

        monkeypatch.setattr(long_export, "_write", write)
        secretary.get(ADDRESS)
        deadline = time.monotonic() + 30
        while f"已写 60 行，共约 {TOOLS} 行" not in secretary.get(ADDRESS).text:
            assert time.monotonic() < deadline
        may_end.set()
        made()

    def test_it_is_made_once_however_often_it_is_asked_for(self, secretary, monkeypatch):
        began = []
        may_end = threading.Event()
        monkeypatch.setattr(long_export, "_write", lambda *_: began.append(1) or may_end.wait(30))
        for _ in range(3):
            assert secretary.get(ADDRESS).status_code == 200
        may_end.set()
        made()
        assert len(began) == 1

    def test_it_can_be_made_anew(self, secretary, folder):
        secretary.get(ADDRESS)
        made()
        assert secretary.get(ADDRESS + "?again=1").location == ADDRESS
        assert not list(folder.iterdir())


class TestWhoMayHaveIt:
    def test_nobody_else_finds_it(self, secretary, reader):
        secretary.get(ADDRESS)
        made()
        assert take(reader).status_code == 302

    def test_whoever_may_see_less_now_does_not_find_it(self, secretary, app, monkeypatch):
        secretary.get(ADDRESS)
        made()
        assert take(secretary).status_code == 200
        monkeypatch.setattr("hub.kernel.here.Here.grants", frozenset({"workbench.view"}))
        assert take(secretary).status_code == 302


class TestWhatGoesWrong:
    def test_a_failure_is_said_and_can_be_tried_again(self, secretary, monkeypatch):
        with monkeypatch.context() as broken:
            broken.setattr(long_export, "_write", lambda *_: 1 / 0)
            secretary.get(ADDRESS)
            made()
        assert "再试一次" in secretary.get(ADDRESS).text
        secretary.get(ADDRESS + "?again=1")
        secretary.get(ADDRESS)
        made()
        assert rows_in(take(secretary)) == TOOLS

    def test_what_a_process_left_unfinished_is_begun_anew(self, secretary, folder, monkeypatch):
        monkeypatch.setattr(workbooks.Workbook, "_make", lambda self, file, *_: file.close())
        secretary.get(ADDRESS)  # its process ends here
        monkeypatch.undo()
        monkeypatch.setattr(long_export, "LONG", 10)
        (facts,) = folder.glob("*.json")
        os.utime(facts, (time.time() - 60, time.time() - 60))
        secretary.get(ADDRESS)
        made()
        assert rows_in(take(secretary)) == TOOLS

    def test_half_a_fact_is_no_error(self, secretary, folder):
        secretary.get(ADDRESS)
        made()
        (ready,) = folder.iterdir()
        ready.with_suffix(".json").write_text(json.dumps({})[:1])
        ready.unlink()
        assert secretary.get(ADDRESS).status_code == 200
        made()

    def test_after_an_hour_nothing_is_left(self, secretary, settings, folder, monkeypatch):
        secretary.get(ADDRESS)
        made()
        workbooks.drop_old(settings)
        assert list(folder.iterdir())
        monkeypatch.setattr(workbooks, "KEPT_FOR", -1.0)
        workbooks.drop_old(settings)
        assert not list(folder.iterdir())
