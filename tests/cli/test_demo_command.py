"""`hub demo`: fills a fresh folder once and names the accounts; what is not a demo it leaves alone."""

from __future__ import annotations

import pytest

from hub.demo.accounts import ACCOUNTS, PASSWORD

SMALL = ("demo", "--fill-only", "--scale", "0.01")


@pytest.mark.state("empty")
@pytest.mark.backends("sqlite")
class TestInAFreshFolder:
    def test_it_works(self, hub, database):
        result = hub(*SMALL)

        assert result.exit_code == 0, result.output
        assert PASSWORD in result.output
        assert all(plan.username in result.output for plan in ACCOUNTS)
        assert (database.home / "demo").exists()

    def test_the_second_time_it_fills_nothing(self, hub, database):
        hub(*SMALL)
        before = (database.home / "hub.sqlite3").stat().st_mtime_ns

        assert "正在填写" not in hub(*SMALL).output
        assert (database.home / "hub.sqlite3").stat().st_mtime_ns == before

    def test_one_that_was_broken_off_begins_anew(self, hub, database):
        hub("init", "--village", "石桥村", "--secretary", "shuji")
        (database.home / "demo-unfinished").touch()

        assert hub(*SMALL).exit_code == 0
        assert not (database.home / "demo-unfinished").exists()


def test_a_real_hub_is_never_filled_with_inventions(hub):
    result = hub("demo", "--fill-only")

    assert result.exit_code == 1
    assert "不是演示数据" in result.output
