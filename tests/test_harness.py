"""The ground that all other tests stand on."""

from __future__ import annotations

import psycopg
import pytest


@pytest.mark.backends("postgresql")
@pytest.mark.state("empty")
def test_neither_role_can_step_around_row_level_security(database):
    for url in (database.url, database.owner_url):
        with psycopg.connect(url.replace("+psycopg", "")) as connection:
            held = connection.execute(
                "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"
            )
            assert held.fetchone() == (False,)


@pytest.mark.state("empty")
def test_a_kept_state_comes_back_whatever_happened_since(database):
    note, deeper = database.home / "note", database.home / "folder" / "note"
    deeper.parent.mkdir()
    for file in (note, deeper):
        file.write_text("kept")
    database.keep("noted")
    for file in (note, deeper):
        file.write_text("lost")  # as long as it was
    (database.home / "more").touch()
    (deeper.parent / "more").mkdir()

    database.restore("noted")

    assert {note.read_text(), deeper.read_text()} == {"kept"}
    assert {file.name for file in database.home.rglob("*")} == {"note", "folder"}
