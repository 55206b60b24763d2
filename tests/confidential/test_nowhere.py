"""No plain text of what is sealed lies anywhere: not in the database's files, its copies, the logs, or any page."""

from __future__ import annotations

import logging
import os
import subprocess

import pytest

from hub.backup import tools
from hub.backup.making import make_copy
from hub.centre.situation import in_village
from hub.confidential import keys
from hub.kernel.database import db
from tests.confidential.place import HERE, PHONE, WORDS

pytestmark = pytest.mark.state("vault")
NEW = "第二次说的话"
SECRETS = [text.encode() for text in (WORDS, PHONE, NEW)]


def holds_any(content: bytes) -> bool:
    return any(secret in content for secret in SECRETS)


@pytest.fixture
def used(app, keeper):
    """The room was used: read, written, refused, and its key changed."""
    keeper.get("/rooms/vault/papers/")
    keeper.post("/rooms/vault/write/1", data={"words": NEW})
    keeper.post("/rooms/vault/write/1", data={"words": NEW + "长" * 99})
    keys.rotate(app)
    return app


def dump(app, stand) -> bytes:
    """The whole database as text, as `pg_dump` tells it, read by its administrator."""
    from sqlalchemy.engine import make_url

    name = make_url(stand.database.url).database
    address = make_url(stand.database.server_url).set(database=name).render_as_string(hide_password=False)
    where, environment = tools.connection_of(address)
    with app.app_context(), db.engine.connect() as connection:
        program = tools.find("pg_dump", connection.dialect.server_version_info[0])
    asked = [program, "--inserts", f"--dbname={where}", "--no-password"]
    return subprocess.run(asked, env=os.environ | environment, capture_output=True, check=True).stdout


def test_not_in_the_database(used, settings, stand):
    with used.app_context():
        db.session.remove()
    if settings.is_sqlite:
        files = sorted(settings.home.glob("hub.sqlite3*"))
        assert [file.name for file in files][:1] == ["hub.sqlite3"]
        assert any(file.name.endswith("-wal") and file.stat().st_size for file in files)
        contents = [file.read_bytes() for file in files]
    else:
        contents = [dump(used, stand)]
        assert b"vault__paper" in contents[0]
        assert "甲村".encode() in contents[0]
    assert not any(holds_any(content) for content in contents)


def test_control_what_is_not_sealed_is_found_there(used, settings, stand, paper):
    with in_village(used, HERE):
        db.session.get_one(paper, 1).number = NEW
    content = dump(used, stand) if not settings.is_sqlite else b""
    for file in settings.home.glob("hub.sqlite3*"):
        content += file.read_bytes()
    assert holds_any(content)


def test_not_in_a_copy_and_no_key_either(used, settings):
    key = next(settings.keys_folder.glob("*.key")).read_text().strip()
    with used.app_context():
        copy = make_copy(settings)
    content = copy.file.read_bytes()
    assert not holds_any(content)
    assert key.encode() not in content
    assert bytes.fromhex(key) not in content


def test_the_backup_says_that_the_key_is_not_in_it(settings, stand):
    from click.testing import CliRunner

    from hub.cli import main
    from tests.confidential.place import ROOMS

    answer = CliRunner().invoke(
        main, ["backup"],
        env={"HUB_HOME": str(settings.home), "HUB_DATABASE_URL": stand.database.url, "HUB_TESTING": "1",
             "HUB_DATABASE_OWNER_URL": stand.database.owner_url, "HUB_ROOMS_DIRS": f'["{ROOMS}"]'},
    )  # fmt: skip
    assert answer.exit_code == 0, answer.output
    assert "备份里没有保密室的密钥" in answer.output


def test_not_in_the_logs(app, keeper, caplog, monkeypatch):
    from hub.confidential import sealed

    with caplog.at_level(logging.DEBUG):
        app.config["PROPAGATE_EXCEPTIONS"] = False
        try:
            keeper.get("/rooms/vault/papers/")
            keeper.post("/rooms/vault/write/1", data={"words": NEW})
            monkeypatch.setattr(sealed.reads, "note", lambda *_record: 1 / 0)
            answer = keeper.get("/rooms/vault/read/1")
        finally:
            app.config["PROPAGATE_EXCEPTIONS"] = None
    assert answer.status_code == 500
    assert "ZeroDivisionError" in caplog.text
    assert not holds_any(caplog.text.encode())
    assert not holds_any(answer.data)


def pages_of(app):
    """Every page that can be opened by an address without a number in it, and those of the first record."""
    for rule in app.url_map.iter_rules():
        if "GET" in rule.methods and rule.endpoint not in ("static", "accounts.sign_out"):
            try:
                with app.test_request_context():
                    yield app.url_map.bind("").build(
                        rule.endpoint, {name: _value(name) for name in rule.arguments}
                    )
            except Exception:  # an address that asks for something else
                continue


def _value(name: str) -> object:
    return {"room": "vault", "key": "vault", "export_type": "csv"}.get(name, 1)


@pytest.mark.parametrize("role", ["secretary", "reader", "keeper of another room", "town", "nobody"])
def test_not_on_any_page_of_another(app, role):
    from tests.harness.people import Client, signed_in

    who = {
        "secretary": lambda: signed_in(app, HERE),
        "reader": lambda: signed_in(app, HERE, "reader"),
        "keeper of another room": lambda: signed_in(app, HERE, "keeper", rooms=["elsewhere"]),
        "town": lambda: signed_in(app, None, town_admin=True),
        "nobody": lambda: Client(app, app.response_class, use_cookies=True),
    }[role]()
    addresses = list(pages_of(app))
    assert len(addresses) > 40
    for address in [*addresses, f"/search?q={PHONE[-4:]}", f"/search?q={WORDS}"]:
        answer = who.get(address)
        words = answer.data if "search" not in address else answer.data.replace(WORDS.encode(), b"")
        answer.close()
        assert not holds_any(words), address
    for address in ("/rooms/vault/papers/", "/rooms/vault/read/1"):
        assert who.get(address).status_code in (302, 403, 404)
