"""The audit is sealed: whoever changes, removes or cuts off something afterwards is found out, at the first place."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from itertools import count
from threading import Barrier, BrokenBarrierError, Thread

import pytest
from flask import Flask
from sqlalchemy import text as sql
from sqlalchemy.exc import DBAPIError

from hub.audit import sealing, verifying
from hub.audit.sealing import NoKey, seal_all, seal_anew
from hub.audit.verifying import Break, verify
from hub.audit.writer import note
from hub.centre.situation import in_village
from hub.kernel.database import db
from hub.kernel.keys import AUDIT_FILE, audit_key
from hub.kernel.migrate import owner_engine
from hub.settings import Settings
from tests.harness.people import a_village
from tests.harness.stand import Stand


@pytest.fixture
def village(app: Flask) -> int:
    village = a_village(app)
    write(app, village, 10)
    return village


def write(app: Flask, village: int, number: int) -> None:
    with in_village(app, village):
        for n in range(number):
            note("export", "visit", rows=n, words="三组 · 梯子", share=0.1)


@pytest.fixture
def tamper(settings: Settings) -> Callable[..., None]:
    """What somebody with the owner's password can do: the triggers are off."""

    def run(*statements: str) -> None:
        engine = owner_engine(settings)
        with engine.begin() as connection:
            if settings.is_sqlite:
                triggers = connection.execute(
                    sql("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
                ).all()
                for name, _text in triggers:
                    connection.execute(sql(f"DROP TRIGGER {name}"))
            else:
                connection.execute(sql("ALTER TABLE audit_entry DISABLE TRIGGER USER"))
            for statement in statements:
                assert connection.execute(sql(statement)).rowcount, statement
            if settings.is_sqlite:
                for _name, text in triggers:
                    connection.exec_driver_sql(text)
            else:
                connection.execute(sql("ALTER TABLE audit_entry ENABLE TRIGGER USER"))
        engine.dispose()

    return run


def verdict(app: Flask, settings: Settings, village: int) -> tuple[int, Break | None]:
    key = audit_key(settings)
    assert key
    [found] = [one for one in verify(app, key) if one.village == village]
    return found.fit, found.wrong


def ids(app: Flask, village: int) -> list[int]:
    with app.app_context(), db.engine.connect() as connection:
        query = sql("SELECT id FROM audit_entry WHERE village_id = :village ORDER BY id")
        return list(connection.execute(query, {"village": village}).scalars())


def in_order(app: Flask, village: int) -> list[int]:
    """Entries by their place in the chain, from place 1."""
    with app.app_context(), db.engine.connect() as connection:
        query = sql("SELECT entry_id FROM audit_seal WHERE village_id = :village ORDER BY place")
        return list(connection.execute(query, {"village": village}).scalars())


class TestSealing:
    def test_everything_is_sealed_once_and_fits(self, app: Flask, settings: Settings, village: int):
        assert seal_all(app) > 0
        assert seal_all(app) == 0
        assert verdict(app, settings, village) == (len(ids(app, village)), None)

    def test_it_goes_on_where_it_stopped(self, app: Flask, settings: Settings, village: int):
        seal_all(app)
        before = in_order(app, village)
        write(app, village, 4)

        assert seal_all(app) == 4
        assert in_order(app, village)[: len(before)] == before
        assert verdict(app, settings, village) == (len(before) + 4, None)

    def test_in_transactions_of_moderate_size(
        self, app: Flask, settings: Settings, village: int, monkeypatch: pytest.MonkeyPatch
    ):
        monkeypatch.setattr(sealing, "BATCH", 3)
        monkeypatch.setattr(verifying, "BATCH", 4)
        seal_all(app)
        assert verdict(app, settings, village) == (len(ids(app, village)), None)

    def test_what_waits_for_its_seal_is_no_break(self, app: Flask, settings: Settings, village: int):
        seal_all(app)
        fit = len(ids(app, village))
        write(app, village, 2)
        assert verdict(app, settings, village) == (fit, None)

    def test_entries_of_no_village_have_a_chain_too(self, app: Flask, settings: Settings):
        with app.app_context():
            note("export", "visit")
            db.session.commit()
        seal_all(app)
        assert verdict(app, settings, 0) == (1, None)

    @pytest.mark.backends("postgresql")
    def test_one_that_is_committed_late_is_sealed_late(self, app: Flask, settings: Settings, village: int):
        """Numbers are given before the commit, so a smaller one may come after a larger one was sealed."""
        with app.app_context(), db.engine.connect() as slow:
            insert = (
                'INSERT INTO audit_entry (village_id, at, action, "table", changes, address) '
                "VALUES (:village, now(), 'export', 'visit', '{}', '') RETURNING id"
            )
            late = slow.execute(sql(insert), {"village": village}).scalar_one()
            write(app, village, 2)
            seal_all(app)
            slow.commit()
        seal_all(app)

        assert in_order(app, village)[-1] == late < in_order(app, village)[-2]
        assert verdict(app, settings, village) == (len(ids(app, village)), None)


@pytest.mark.backends("postgresql")
class TestSeveralSealers:
    """On PostgreSQL several servers may try at once; on SQLite only one can write at all."""

    def race(self, app: Flask) -> list[Exception]:
        failures: list[Exception] = []
        start = Barrier(4)

        def work() -> None:
            start.wait()
            try:
                seal_all(app)
            except Exception as error:
                failures.append(error)

        threads = [Thread(target=work) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return failures

    def test_one_seals_and_the_others_leave_it(self, app: Flask, settings: Settings, village: int):
        for _round in range(5):
            write(app, village, 30)
            assert self.race(app) == []
            seal_all(app)
            assert verdict(app, settings, village) == (len(ids(app, village)), None)

    def test_the_control_without_the_lock_they_get_in_each_others_way(
        self, app: Flask, settings: Settings, village: int, monkeypatch: pytest.MonkeyPatch
    ):
        together = Barrier(4)

        def all_at_once(*_: object) -> bool:
            with suppress(BrokenBarrierError):
                together.wait(1)
            return True

        monkeypatch.setattr(sealing, "lock_in", all_at_once)
        spoiled = False
        for _round in count():
            together.reset()
            write(app, village, 30)
            failures = self.race(app)
            spoiled = bool(failures) or verdict(app, settings, village)[1] is not None
            if spoiled or _round == 20:
                break
        assert spoiled


class TestNobodyMayChangeIt:
    @pytest.mark.parametrize("statement", ["UPDATE audit_entry SET action = 'x'", "DELETE FROM audit_entry"])
    def test_not_even_the_owner_of_the_tables(self, settings: Settings, village: int, statement: str):
        engine = owner_engine(settings)
        with pytest.raises(DBAPIError, match="never"), engine.begin() as connection:
            connection.execute(sql(statement))
        engine.dispose()

    @pytest.mark.backends("postgresql")
    def test_nor_empty_it(self, settings: Settings, village: int):
        engine = owner_engine(settings)
        with pytest.raises(DBAPIError, match="never"), engine.begin() as connection:
            connection.execute(sql("TRUNCATE audit_entry"))
        engine.dispose()


class TestFindingOut:
    @pytest.fixture(autouse=True)
    def sealed(self, app: Flask, village: int) -> list[int]:
        seal_all(app)
        return in_order(app, village)

    @pytest.mark.parametrize(
        "change",
        [
            "action = 'view'",
            "changes = '{}'",
            "at = '2001-01-01 00:00:00+00'",
            "row_id = 7",
            "address = '192.0.2.1'",
        ],
    )
    def test_an_entry_was_changed(self, app, settings, village, tamper, sealed, change):
        tamper(f"UPDATE audit_entry SET {change} WHERE id = {sealed[4]}")
        assert verdict(app, settings, village) == (4, Break(verifying.CHANGED, 5, sealed[4]))

    def test_an_entry_is_missing_in_the_middle(self, app, settings, village, tamper, sealed):
        tamper(f"DELETE FROM audit_entry WHERE id = {sealed[4]}")
        assert verdict(app, settings, village) == (4, Break(verifying.MISSING, 5, sealed[4]))

    def test_with_its_seal(self, app, settings, village, tamper, sealed):
        tamper(
            f"DELETE FROM audit_entry WHERE id = {sealed[4]}",
            f"DELETE FROM audit_seal WHERE entry_id = {sealed[4]}",
        )
        assert verdict(app, settings, village) == (4, Break(verifying.MISSING, 5, None))

    def test_and_the_places_after_it_closed_up(self, app, settings, village, tamper, sealed):
        tamper(
            f"DELETE FROM audit_entry WHERE id = {sealed[4]}",
            f"DELETE FROM audit_seal WHERE entry_id = {sealed[4]}",
            f"UPDATE audit_seal SET place = -place WHERE village_id = {village} AND place > 5",
            f"UPDATE audit_seal SET place = -place - 1 WHERE village_id = {village} AND place < 0",
        )
        assert verdict(app, settings, village) == (4, Break(verifying.CHANGED, 5, sealed[5]))

    def test_the_end_was_cut_off(self, app, settings, village, tamper, sealed):
        tamper(
            f"DELETE FROM audit_entry WHERE id >= {sealed[-3]}",
            f"DELETE FROM audit_seal WHERE entry_id >= {sealed[-3]}",
        )
        place = len(sealed) - 2
        assert verdict(app, settings, village) == (place - 1, Break(verifying.CUT, place, sealed[-1]))

    def test_and_the_head_shortened_to_fit(self, app, settings, village, tamper, sealed):
        length = len(sealed) - 3
        tamper(
            f"DELETE FROM audit_entry WHERE id >= {sealed[-3]}",
            f"DELETE FROM audit_seal WHERE entry_id >= {sealed[-3]}",
            f"UPDATE audit_head SET length = {length}, entry_id = {sealed[length - 1]}, seal = (SELECT seal FROM "
            f"audit_seal WHERE entry_id = {sealed[length - 1]}) WHERE village_id = {village}",
        )
        assert verdict(app, settings, village)[1] == Break(verifying.HEAD_CHANGED, length, sealed[length - 1])

    def test_or_the_head_removed(self, app, settings, village, tamper, sealed):
        tamper(f"DELETE FROM audit_head WHERE village_id = {village}")
        assert verdict(app, settings, village) == (len(sealed), Break(verifying.HEADLESS, len(sealed)))

    def test_all_of_it_is_gone(self, app, settings, village, tamper):
        tamper(
            f"DELETE FROM audit_entry WHERE village_id = {village}",
            f"DELETE FROM audit_seal WHERE village_id = {village}",
        )
        assert verdict(app, settings, village)[1] is not None

    def test_a_cut_end_is_found_after_more_was_written(self, app, settings, village, tamper, sealed):
        tamper(
            f"DELETE FROM audit_entry WHERE id >= {sealed[-3]}",
            f"DELETE FROM audit_seal WHERE entry_id >= {sealed[-3]}",
        )
        write(app, village, 5)
        seal_all(app)
        place = len(sealed) - 2
        assert verdict(app, settings, village) == (place - 1, Break(verifying.MISSING, place, None))

    def test_a_seal_was_taken_away_before_it_was_made(self, app, settings, village, tamper, sealed):
        write(app, village, 1)
        added = ids(app, village)[-1]
        tamper(f"DELETE FROM audit_seal WHERE entry_id = {added}")
        seal_all(app)
        assert verdict(app, settings, village) == (
            len(sealed),
            Break(verifying.UNSEALED, len(sealed) + 1, added),
        )

    def test_another_village_is_not_blamed(self, app, settings, village, tamper, sealed):
        other = a_village(app, "乙村")
        write(app, other, 3)
        seal_all(app)
        tamper(f"UPDATE audit_entry SET action = 'view' WHERE id = {sealed[4]}")
        assert verdict(app, settings, other)[1] is None


class TestKey:
    def test_a_lost_key_forks_no_chain(self, app: Flask, settings: Settings, village: int):
        seal_all(app)
        (settings.home / AUDIT_FILE).unlink()
        write(app, village, 1)
        with pytest.raises(NoKey):
            seal_all(app)
        assert not (settings.home / AUDIT_FILE).exists()

    def test_another_key_is_called_that(self, app: Flask, settings: Settings, village: int, stand: Stand):
        seal_all(app)
        other = stand.make_app(audit_key="another" * 8)
        write(app, village, 1)
        with pytest.raises(NoKey):
            seal_all(other)
        [one] = [one for one in verify(other, "another" * 8) if one.village == village]
        assert one.wrong == Break(verifying.OTHER_KEY, 0)

    def test_all_can_be_sealed_anew(self, app: Flask, settings: Settings, village: int):
        seal_all(app)
        (settings.home / AUDIT_FILE).unlink()
        assert seal_anew(app) == len(ids(app, village)) + len(ids_of_nobody(app))
        assert verdict(app, settings, village) == (len(ids(app, village)), None)

    def test_it_is_for_the_hub_alone(self, app: Flask, settings: Settings, village: int):
        seal_all(app)
        assert (settings.home / AUDIT_FILE).stat().st_mode & 0o077 == 0


def ids_of_nobody(app: Flask) -> list[int]:
    with app.app_context(), db.engine.connect() as connection:
        return list(connection.execute(sql("SELECT id FROM audit_entry WHERE village_id IS NULL")).scalars())
