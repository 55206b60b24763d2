"""`hub doctor`: looks at everything, says what to do, and ends with 1 when something is wrong."""

from __future__ import annotations

import json
from typing import Any

import pytest
from sqlalchemy import create_engine
from sqlalchemy import text as sql

from hub.kernel.database import PRAGMAS


@pytest.fixture
def report(hub):
    def run(**environment: str) -> tuple[int, dict[str, dict[str, Any]]]:
        result = hub("doctor", "--json", **environment)
        answer = json.loads(result.stdout)
        assert answer["ok"] == (result.exit_code == 0)
        return result.exit_code, {finding["name"]: finding for finding in answer["findings"]}

    return run


def test_a_sound_hub_is_well(report):
    code, findings = report(HUB_SECRET_KEY="k" * 40)

    assert code == 0
    assert findings["tables.core"]["state"] == "ok"
    assert findings["rooms.tool_station"]["state"] == "ok"


def test_everything_wrong_comes_with_the_next_step(report):
    _code, findings = report(HUB_SAFE_MODE="1")

    assert all(finding["next"] for finding in findings.values() if finding["state"] != "ok")


def test_it_speaks_to_people_line_by_line(hub):
    output = hub("doctor", HUB_SECRET_KEY="k" * 40).output

    assert "✓ 核心的表已是最新" in output
    assert "一切正常" in output


@pytest.mark.backends("sqlite")
def test_the_settings_of_sqlite_are_read_back_from_a_live_connection(report):
    _code, findings = report()

    for name, wanted in PRAGMAS.items():
        assert findings[f"database.{name}"]["value"].lower() == wanted.lower()
    assert findings["database.sound"]["state"] == "ok"


@pytest.mark.backends("sqlite")
def test_an_old_sqlite_is_a_warning(report, monkeypatch):
    monkeypatch.setattr("hub.cli.checkup.sqlite.SAFE_SQLITE", (99, 0, 0))

    _code, findings = report(HUB_SECRET_KEY="k" * 40)

    assert findings["database.version"]["state"] == "warn"


@pytest.mark.backends("sqlite")
@pytest.mark.state("empty")
def test_nothing_there_yet_is_said_and_nothing_is_made(report, database):
    code, findings = report()

    assert code == 1
    assert "hub init" in findings["database"]["next"]
    assert not (database.home / "hub.sqlite3").exists()


@pytest.mark.backends("sqlite")
def test_a_key_that_others_can_read_is_a_warning(report, database):
    key = database.home / "secret.key"
    key.write_text("k" * 64)
    key.chmod(0o644)

    _code, findings = report()

    assert findings["keys.secret"]["state"] == "warn"
    assert "chmod 600" in findings["keys.secret"]["next"]


@pytest.mark.backends("postgresql")
def test_a_table_without_forced_row_level_security_is_found(report, database):
    engine = create_engine(database.owner_url)
    with engine.begin() as connection:
        connection.execute(sql("ALTER TABLE resident NO FORCE ROW LEVEL SECURITY"))
    engine.dispose()

    code, findings = report(HUB_SECRET_KEY="k" * 40)

    assert code == 1
    assert findings["database.rls"]["value"] == ["resident"]


@pytest.mark.backends("postgresql")
def test_the_role_and_the_pooler_are_looked_at(report):
    _code, findings = report()

    assert findings["database.role"]["state"] == "ok"
    assert findings["database.pooler"]["state"] == "ok"


def test_a_room_that_cannot_be_loaded_is_wrong_and_named(report, tmp_path):
    broken = tmp_path / "more" / "broken"
    broken.mkdir(parents=True)
    (broken / "room.toml").write_text("id = ")

    code, findings = report(HUB_ROOMS_DIRS=json.dumps([str(broken.parent)]), HUB_SECRET_KEY="k" * 40)

    assert code == 1
    assert findings["rooms.broken"]["state"] == "bad"


@pytest.mark.backends("sqlite")
@pytest.mark.parametrize(
    ("url", "https", "state"),
    [
        ("", "0", "ok"),
        ("http://192.168.1.20:8080", "0", "ok"),
        ("https://hub.example.org", "1", "ok"),
        ("http://127.0.0.1:8080", "0", "warn"),
        ("http://hub.example.org", "1", "warn"),
    ],
)
def test_an_address_that_phones_cannot_open_is_a_warning(report, url, https, state):
    _code, findings = report(HUB_URL=url, HUB_HTTPS=https)

    assert findings["address"]["state"] == state
