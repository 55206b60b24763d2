"""Keys: one is made and never overwritten, replaced while people work, and what it no longer opens is named."""

from __future__ import annotations

import stat
import threading
from typing import Any

import pytest
from sqlalchemy import select

from hub.centre.situation import in_village
from hub.confidential import keys, sealed
from hub.confidential.models import ConfidentialKey
from hub.kernel.database import db
from hub.kernel.keyring import Keyring, Unreadable, fingerprint, key_of
from hub.kernel.refusals import Refused
from tests.confidential.place import HERE, PHONE, PLUGINS, ROOMS, THERE, WORDS, models_of

pytestmark = pytest.mark.state("vault")


@pytest.fixture
def run(hub):
    return lambda *arguments: hub(*arguments, HUB_ROOMS_DIRS=f'["{ROOMS}", "{PLUGINS}"]')


def state_of(app) -> dict[str, str]:
    with app.app_context():
        return {one.key: one.state for one in db.session.scalars(select(ConfidentialKey))}


def the_key(app) -> str:
    return next(key for key, state in state_of(app).items() if state == "current")


def keys_used(app) -> set[str]:
    """The keys that any value in either village is sealed with."""
    used = set()
    for village in (HERE, THERE):
        with in_village(app, village):
            for row in db.session.scalars(select(models_of(app).Paper)):
                used |= {key_of(bytes(value)) for value in (row.words_sealed, row.phone_sealed) if value}
    return used


def all_read(app) -> None:
    with in_village(app, HERE):
        rows = db.session.scalars(select(models_of(app).Paper)).all()
        assert [(row.words, row.phone) for row in rows] == [(WORDS, PHONE)] * 2
    with in_village(app, THERE):
        assert db.session.scalars(select(models_of(app).Paper)).one().words == "邻村的话"


class TestAKeyring:
    ring = Keyring({fingerprint(b"k" * 32): b"k" * 32})

    def test_each_sealing_is_another(self):
        key = fingerprint(b"k" * 32)
        first, second = (self.ring.seal("同一句", "1|a|b|c", key) for _time in range(2))
        assert first != second
        assert self.ring.open(first, "1|a|b|c") == self.ring.open(second, "1|a|b|c") == "同一句"

    @pytest.mark.parametrize("place", ["2|a|b|c", "1|b|b|c", "1|a|x|c", "1|a|b|d"])
    def test_it_opens_at_its_place_alone(self, place):
        made = self.ring.seal("一句", "1|a|b|c", fingerprint(b"k" * 32))
        with pytest.raises(Unreadable) as failed:
            self.ring.open(made, place)
        assert not failed.value.missing

    @pytest.mark.parametrize(
        "broken", [b"", b"\x01", b"\x02" + b"0" * 60, b"nothing of the kind at all, really"]
    )
    def test_what_is_no_sealed_value_is_said_to_be_damaged(self, broken):
        with pytest.raises(Unreadable) as failed:
            self.ring.open(broken, "1|a|b|c")
        assert not failed.value.missing


class TestNew:
    def test_the_file_is_its_owners_alone(self, app, settings):
        (file,) = settings.keys_folder.glob("*.key")
        assert file.stem == the_key(app)
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert stat.S_IMODE(settings.keys_folder.stat().st_mode) == 0o700

    def test_it_overwrites_nothing(self, app, run, settings):
        before = {file.name: file.read_bytes() for file in settings.keys_folder.iterdir()}
        answer = run("keys", "new")
        assert answer.exit_code == 1
        assert "hub keys rotate" in answer.output
        assert {file.name: file.read_bytes() for file in settings.keys_folder.iterdir()} == before

    def test_a_key_whose_file_is_away_is_asked_for(self, app, run, settings):
        (file,) = settings.keys_folder.glob("*.key")
        file.rename(file.with_suffix(".away"))
        answer = run("keys", "new")
        assert answer.exit_code == 1
        assert "--lost" in answer.output
        assert list(settings.keys_folder.glob("*.key")) == []

    def test_of_a_key_that_is_lost_the_texts_are_too_and_new_ones_can_be_written(self, app, run, settings):
        former = the_key(app)
        (file,) = settings.keys_folder.glob("*.key")
        file.unlink()
        answer = run("keys", "new", "--lost", "--yes")
        assert answer.exit_code == 0
        assert state_of(app)[former] == "lost"
        with in_village(app, HERE):
            row = db.session.get_one(models_of(app).Paper, 1)
            assert sealed.withheld(row.words)
            row.words = ""
            row.words = "从头写"
            assert row.words == "从头写"

    def test_a_key_in_the_folder_that_nobody_knows_stops_it(self, app, run, settings):
        with app.app_context():
            db.session.delete(db.session.scalars(select(ConfidentialKey)).one())
            db.session.commit()
        answer = run("keys", "new")
        assert answer.exit_code == 1
        assert "没有改动" in answer.output


class TestRotation:
    def test_everything_is_sealed_anew(self, app, run):
        former = the_key(app)
        answer = run("keys", "rotate")
        assert answer.exit_code == 0, answer.output
        assert "已重新封存 5 项" in answer.output
        assert state_of(app)[former] == "retired"
        assert keys_used(app) == {the_key(app)} != {former}
        all_read(app)

    def test_interrupted_it_is_ended_by_the_next(self, app, monkeypatch):
        former = the_key(app)
        monkeypatch.setattr(keys, "BATCH", 1)
        batches, whole = [], keys._batch

        def stops(*asked: Any, **more: Any) -> Any:
            if asked[0].__name__ == "Paper":
                batches.append(asked)
                if len(batches) == 2:
                    raise KeyboardInterrupt
            return whole(*asked, **more)

        monkeypatch.setattr(keys, "_batch", stops)
        with pytest.raises(KeyboardInterrupt):
            keys.rotate(app)
        assert state_of(app)[former] == "former"
        assert keys_used(app) == {former, the_key(app)}
        all_read(app)
        done = keys.rotate(app)
        assert (done.sealed, done.former) == (3, [former])
        assert keys_used(app) == {the_key(app)}
        assert sorted(state_of(app).values()) == ["current", "retired"]

    def test_while_a_rooms_tables_cannot_be_seen_the_former_key_stays(self, app, run, hub):
        former = the_key(app)
        answer = hub("keys", "rotate")  # with the rooms of the repository, without the vault
        assert answer.exit_code == 1
        assert "没有加载" in answer.output
        assert "vault" in answer.output
        assert state_of(app)[former] == "former"
        all_read(app)
        assert run("keys", "rotate").exit_code == 0
        assert state_of(app)[former] == "retired"

    def test_what_does_not_open_is_left_as_it_is(self, app, paper):
        with in_village(app, HERE):
            row = db.session.get_one(paper, 1)
            row.phone_sealed = row.words_sealed
        done = keys.rotate(app)
        assert (done.sealed, done.unreadable) == (4, 1)

    def test_without_the_key_in_use_nothing_is_begun(self, app, settings):
        for file in settings.keys_folder.glob("*.key"):
            file.rename(file.with_suffix(".away"))
        with pytest.raises(Refused, match="放回密钥文件"):
            keys.rotate(app)
        assert list(state_of(app).values()) == ["current"]

    def test_the_audit_names_it_once(self, app):
        from hub.audit.models import AuditEntry

        keys.rotate(app)
        with app.app_context():
            found = db.session.scalars(select(AuditEntry.action).where(AuditEntry.table == "vault__paper"))
            assert set(found) <= {"create"}
            assert db.session.scalars(select(AuditEntry).where(AuditEntry.action == "key_rotated")).one()


@pytest.mark.backends("postgresql")
class TestSomebodyWritesMeanwhile:
    def rotated_while_writing(self, app, paper) -> set[str]:
        sealed_now, go_on = threading.Event(), threading.Event()

        def write() -> None:
            with in_village(app, HERE):
                db.session.add(paper(number="P-3", words="刚写的"))
                sealed_now.set()
                go_on.wait(10)

        writer = threading.Thread(target=write)
        writer.start()
        sealed_now.wait(10)
        rotating = threading.Thread(target=keys.rotate, args=(app,))
        rotating.start()
        rotating.join(0.5)
        go_on.set()
        writer.join()
        rotating.join()
        return keys_used(app)

    def test_the_rotation_waits_for_them(self, app, paper):
        assert self.rotated_while_writing(app, paper) == {the_key(app)}

    def test_control_without_the_lock_something_stays_behind(self, app, paper, monkeypatch):
        unlocked = select(ConfidentialKey.key).where(ConfidentialKey.state == "current")
        monkeypatch.setattr(sealed, "_IN_USE", unlocked)
        assert len(self.rotated_while_writing(app, paper)) == 2


class TestCheck:
    def test_all_is_well(self, run):
        answer = run("keys", "check")
        assert (answer.exit_code, "全部能打开" in answer.output) == (0, True)

    def test_it_names_what_does_not_open_and_why(self, app, paper, run, settings):
        with in_village(app, HERE):
            row = db.session.get_one(paper, 2)
            row.phone_sealed = row.words_sealed
        answer = run("keys", "check")
        assert answer.exit_code == 1
        assert "vault__paper 编号 2 phone：被改动或挪动过" in answer.output
        assert "共有 1 项" in answer.output
        key = the_key(app)
        for file in settings.keys_folder.glob("*.key"):
            file.rename(file.with_suffix(".away"))
        answer = run("keys", "check")
        assert f"缺密钥 {key}" in answer.output
        assert "共有 5 项" in answer.output

    def test_nobody_has_read_anything_by_it(self, app, run):
        from hub.confidential.models import SealedRead

        run("keys", "check")
        with app.app_context():
            assert db.session.scalar(select(SealedRead.id)) is None


class TestTheDoctor:
    def finding(self, run, name="keys"):
        import json

        findings = json.loads(run("doctor", "--json").output)["findings"]
        return next((one for one in findings if one["name"] == name), None)

    def test_it_knows_the_key(self, app, run):
        found = self.finding(run)
        assert (found["state"], found["value"]) == ("ok", [the_key(app)])

    def test_a_key_that_is_away_is_bad(self, run, settings):
        for file in settings.keys_folder.glob("*.key"):
            file.rename(file.with_suffix(".away"))
        assert self.finding(run)["state"] == "bad"

    def test_a_key_that_others_can_read_is_bad(self, run, settings):
        for file in settings.keys_folder.glob("*.key"):
            file.chmod(0o644)
        assert self.finding(run, "keys.mode")["state"] == "bad"
