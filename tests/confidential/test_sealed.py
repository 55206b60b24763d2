"""What is sealed is a text in the model, and nothing to be read anywhere else."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import func, select

from hub.audit.models import AuditEntry
from hub.centre.situation import in_village
from hub.confidential.models import SealedRead
from hub.confidential.sealed import withheld
from hub.kernel.checks import DeclarationError, check_declared
from hub.kernel.database import db
from hub.kernel.keyring import file_of
from hub.kernel.refusals import Refused
from tests.confidential.place import HERE, PHONE, THERE, WORDS

pytestmark = pytest.mark.state("vault")


def row(paper, id=1):
    return db.session.get_one(paper, id)


def reads(app):
    with app.app_context():
        return [
            (one.village_id, one.table, one.row_id, one.user_id)
            for one in db.session.scalars(select(SealedRead).order_by(SealedRead.id))
        ]


def no_keys(settings):
    for file in settings.keys_folder.glob("*.key"):
        file.rename(file.with_suffix(".away"))


class TestAField:
    def test_it_is_a_text(self, app, paper):
        with in_village(app, HERE):
            assert (row(paper).words, row(paper).phone) == (WORDS, PHONE)

    def test_it_can_be_changed_and_emptied(self, app, paper):
        with in_village(app, HERE):
            row(paper).words = "另一句"
            row(paper).phone = ""
        with in_village(app, HERE):
            assert (row(paper).words, row(paper).phone, row(paper).phone_sealed) == ("另一句", "", None)

    def test_the_same_text_is_sealed_anew_only_when_it_changed(self, app, paper):
        with in_village(app, HERE):
            before = row(paper).words_sealed
            row(paper).words = WORDS
            assert row(paper).words_sealed == before
            assert row(paper, 2).words_sealed != before

    def test_too_much_is_refused_in_words(self, app, paper):
        with in_village(app, HERE), pytest.raises(Refused, match="最多 60 个字"):
            row(paper).words = "长" * 61

    @pytest.mark.parametrize("field", ["words", "phone"])
    def test_moved_to_another_place_it_does_not_open(self, app, paper, field):
        with in_village(app, HERE):
            row(paper, 2).phone_sealed = getattr(row(paper), f"{field}_sealed")
            if field == "phone":
                assert withheld(row(paper, 2).phone)
            row(paper).phone_sealed = row(paper).words_sealed
            assert withheld(row(paper).phone)
            assert "被改动" in row(paper).phone
            assert row(paper).words == WORDS
            db.session.rollback()

    def test_moved_to_another_village_it_does_not_open(self, app, paper):
        with in_village(app, HERE):
            sealed, key = row(paper).words_sealed, row(paper).record_key
        with in_village(app, THERE):
            row(paper, 3).words_sealed, row(paper, 3).record_key = sealed, key
            assert withheld(row(paper, 3).words)
            db.session.rollback()

    def test_one_changed_bit_is_noticed(self, app, paper):
        with in_village(app, HERE):
            sealed = bytearray(row(paper).words_sealed)
            for place in (0, 3, 12, 25, len(sealed) - 1):
                changed = bytearray(sealed)
                changed[place] ^= 1
                row(paper).words_sealed = bytes(changed)
                assert withheld(row(paper).words)
            db.session.rollback()

    def test_what_cannot_be_read_is_not_written_over(self, app, paper):
        with in_village(app, HERE):
            row(paper).words_sealed = row(paper).phone_sealed
            with pytest.raises(Refused, match="hub keys check"):
                row(paper).words = "新的"
            with pytest.raises(ValueError, match="cannot be shown"):
                row(paper).words = row(paper).words
            row(paper).words = None
            assert row(paper).words == ""
            db.session.rollback()


class TestWithoutTheKey:
    def test_pages_say_so_and_none_breaks(self, app, keeper, settings):
        no_keys(settings)
        answer = keeper.get("/rooms/vault/papers/")
        assert answer.status_code == 200
        assert answer.text.count("〔缺密钥，打不开〕") == 2
        assert answer.text.count("请管理员放回密钥文件") == 1
        one = keeper.get("/rooms/vault/read/1")
        assert (one.status_code, WORDS in one.text) == (200, False)
        assert "请管理员放回密钥文件" in one.text

    def test_writing_is_refused_in_words_and_what_was_typed_stays(self, app, keeper, paper, settings):
        no_keys(settings)
        answer = keeper.post("/rooms/vault/write/1", data={"words": "新的一句"})
        assert answer.status_code == 422
        assert "hub keys check" in answer.text
        assert "新的一句" in answer.text

    def test_with_another_key_it_is_the_same(self, app, keeper, paper, settings):
        name = next(settings.keys_folder.glob("*.key")).stem
        file_of(settings, name).write_text("ab" * 32)
        assert "〔缺密钥，打不开〕" in keeper.get("/rooms/vault/read/1").text
        assert keeper.post("/rooms/vault/write/1", data={"words": "新"}).status_code == 422

    def test_nothing_that_was_not_shown_is_noted_as_read(self, app, keeper, settings):
        no_keys(settings)
        keeper.get("/rooms/vault/papers/")
        assert reads(app) == []


class TestReading:
    def test_every_record_shown_is_noted_once(self, app, keeper):
        assert keeper.get("/rooms/vault/read/2").text.startswith(f"{WORDS}|{PHONE}")
        found = reads(app)
        assert [one[:3] for one in found] == [(HERE, "vault__paper", 2)]
        assert found[0][3] is not None

    def test_a_list_notes_each_of_its_records(self, app, keeper):
        assert WORDS in keeper.get("/rooms/vault/papers/").text
        assert {one[2] for one in reads(app)} == {1, 2}

    def test_a_form_that_is_refused_notes_it_too(self, app, keeper, paper):
        answer = keeper.post("/rooms/vault/write/1", data={"words": "长" * 100})
        assert answer.status_code == 422

    def test_what_cannot_be_noted_is_not_shown(self, app, keeper, monkeypatch):
        from sqlalchemy.exc import OperationalError

        from hub.confidential import reads as module

        def broken(_table):
            raise OperationalError("INSERT", {}, Exception("disk full"))

        monkeypatch.setattr(module, "insert", broken)
        answer = keeper.get("/rooms/vault/read/1")
        assert (answer.status_code, WORDS in answer.text) == (503, False)

    def test_a_command_is_noted_as_well(self, app, paper):
        with in_village(app, HERE):
            assert row(paper).words == WORDS
        assert reads(app)[0] == (HERE, "vault__paper", 1, None)

    def test_the_secretary_reads_nothing(self, app, secretary):
        for page in ("/rooms/vault/papers/", "/rooms/vault/read/1"):
            answer = secretary.get(page)
            assert answer.status_code == 403
            assert WORDS not in answer.text


def test_the_audit_says_that_it_changed_and_not_from_what_to_what(app, keeper):
    keeper.post("/rooms/vault/write/1", data={"words": "换了一句话"})
    with app.app_context():
        found = db.session.scalars(select(AuditEntry).where(AuditEntry.table == "vault__paper")).all()
    said = json.dumps([one.changes for one in found], ensure_ascii=False)
    assert "words_sealed" in said
    assert "***" in said
    assert WORDS not in said
    assert "换了一句话" not in said


class TestDeclaring:
    def broken(self, app, **changes):
        loaded = app.extensions["hub"].rooms.get("vault")
        manifest = loaded.manifest.model_copy(update=changes.pop("manifest", {}))
        view = type("Broken", (loaded.declared.admin_views[0],), changes) if changes else None
        import dataclasses

        declared = loaded.declared
        if view is not None:
            declared = dataclasses.replace(declared, admin_views=(view,))
        with pytest.raises(DeclarationError) as failed:
            check_declared(manifest, declared)
        assert failed.value.rule == "sealed"
        return str(failed.value)

    def test_an_open_room_seals_nothing(self, app):
        assert "confidential = true" in self.broken(app, manifest={"confidential": False})

    def test_no_list_of_it_is_exported(self, app):
        assert "is exported" in self.broken(app, can_export=True)

    def test_nothing_finds_or_changes_by_what_is_sealed(self, app, paper):
        from hub.room import ChoiceFilter, Column

        number = Column("number", "编号", paper.number, kind="main")
        bare = Column("words", "内容", paper.words_sealed, personal=True)
        assert "cell" in self.broken(app, columns=(number, bare))
        asked = ChoiceFilter("words_sealed", "内容", choices={"a": "a"}, personal=True)
        assert "asks for" in self.broken(app, filters=(asked,))
        form = {"can_create": True, "edit_permission": "record", "form_columns": ["words_sealed"]}
        assert "through a page" in self.broken(app, **form)


def test_counts_need_no_key(app, paper, settings):
    no_keys(settings)
    with in_village(app, HERE):
        assert db.session.scalar(select(func.count(paper.id))) == 2
