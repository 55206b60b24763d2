"""The command itself: how commands are found, and those that rooms bring along."""

from __future__ import annotations

import json
import textwrap
from pathlib import Path

import click
import pytest
from sqlalchemy import select

import hub.cli
from hub import speech
from hub.audit.models import AuditEntry
from hub.centre.situation import in_village
from hub.cli import main
from hub.kernel.database import db
from hub.kernel.here import here
from hub.visits.models import VisitDay
from hub.visits.services import record
from tests.harness.people import a_village

ROOM = """
id = "bells"
icon = "铃"
version = "1.0"
hub = ">=0.1"
[name]
zh = "铃室"
en = "Bells"
"""
HOOKS = """
import click
from hub.room import here, hookimpl

@click.command("ring")
def ring():
    click.echo(f"{here.village.name}：叮")

@hookimpl
def commands():
    return [ring]
"""


def test_every_command_has_words_of_its_own():
    context = click.Context(main)
    commands = {name: main.get_command(context, name) for name in main.list_commands(context)}
    assert {"init", "serve", "demo", "doctor", "upgrade", "run", "retention"} <= commands.keys()
    assert [name for name, command in commands.items() if command and not command.help] == []


def test_a_new_module_is_a_command_without_any_list(tmp_path, monkeypatch):
    (tmp_path / "wave.py").write_text("import click\n@click.command(help='x')\ndef command(): ...\n")
    monkeypatch.setattr(hub.cli, "__path__", [*hub.cli.__path__, str(tmp_path)])

    assert "wave" in main.list_commands(click.Context(main))
    assert main.get_command(click.Context(main), "wave")


def test_the_words_are_english_where_that_is_set(tmp_path, monkeypatch):
    folder = tmp_path / "en" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "messages.po").write_text(
        'msgid ""\nmsgstr ""\n\nmsgid "端口 %(n)s"\nmsgstr "port %(n)s"\n', "utf-8"
    )
    monkeypatch.setattr(speech, "CATALOGUES", tmp_path)
    speech._catalogue.cache_clear()
    monkeypatch.setattr(speech, "_language", "en")

    assert speech._("端口 %(n)s", n=7) == "port 7"
    assert speech._("没有译文") == "没有译文"
    speech._catalogue.cache_clear()


@pytest.fixture
def rooms(tmp_path: Path) -> Path:
    folder = tmp_path / "rooms_with_commands" / "bells"
    folder.mkdir(parents=True)
    (folder / "room.toml").write_text(ROOM, "utf-8")
    (folder / "__init__.py").touch()
    (folder / "hooks.py").write_text(textwrap.dedent(HOOKS), "utf-8")
    return folder.parent


def test_a_rooms_command_runs_in_the_village(hub, make_app, rooms):
    a_village(make_app(rooms_dirs=[rooms]), "石桥村", rooms=["bells"])

    result = hub("run", "bells", "ring", HUB_ROOMS_DIRS=json.dumps([str(rooms)]))

    assert result.output == "石桥村：叮\n"


def test_a_room_that_is_off_in_the_village_has_no_commands_there(hub, make_app, rooms):
    a_village(make_app(rooms_dirs=[rooms]), "石桥村")

    result = hub("run", "bells", "ring", HUB_ROOMS_DIRS=json.dumps([str(rooms)]))

    assert result.exit_code == 1
    assert "没有开通" in result.output


def test_totals_are_counted_anew(hub, make_app):
    app = make_app()
    village = a_village(app, "石桥村", rooms=["service_hall"])
    with in_village(app, village):
        record(here.room("service_hall"), 3)
        db.session.scalars(select(VisitDay)).one().heads = 99
    assert "1 行" in hub("village", "recount", str(village)).output
    with in_village(app, village):
        assert db.session.scalars(select(VisitDay.heads)).all() == [3]
        assert (
            db.session.scalars(select(AuditEntry.action).order_by(AuditEntry.id.desc())).first() == "recount"
        )
    missing = hub("village", "recount", "4711")
    assert (missing.exit_code, "没有编号为 4711 的村" in missing.output) == (2, True)


def test_among_several_villages_one_has_to_be_named(hub, make_app, rooms):
    app = make_app(rooms_dirs=[rooms])
    a_village(app, "石桥村", rooms=["bells"])
    other = a_village(app, "柳沟村", rooms=["bells"])
    given = json.dumps([str(rooms)])

    assert hub("run", "bells", "ring", HUB_ROOMS_DIRS=given).exit_code == 2
    assert "柳沟村" in hub("run", "--village", str(other), "bells", "ring", HUB_ROOMS_DIRS=given).output
