"""Wrong settings end every command with a sentence and 2, never with a traceback."""

from __future__ import annotations

import pytest

pytestmark = [pytest.mark.state("empty"), pytest.mark.backends("sqlite")]


@pytest.mark.parametrize(
    "command", [("init",), ("serve",), ("doctor",), ("upgrade",), ("retention", "run"), ("demo",)]
)
def test_every_command_refuses_a_wrong_port(hub, command):
    result = hub(*command, HUB_PORT="eight")

    assert result.exit_code == 2
    assert "设置有误" in result.output
    assert "HUB_PORT" in result.output


def test_a_misspelt_setting_is_named_with_the_one_that_was_meant(hub):
    result = hub("doctor", HUB_PROT="8080")

    assert result.exit_code == 2
    assert "HUB_PORT" in result.output


def test_a_database_the_hub_does_not_know_is_refused(hub):
    assert hub("serve", HUB_DATABASE_URL="mysql://root@localhost/hub").exit_code == 2


def test_a_file_that_is_no_toml_is_named(hub, database):
    (database.home / "hub.toml").write_text("port = ")

    result = hub("serve")

    assert result.exit_code == 2
    assert "hub.toml" in result.output


def test_a_database_that_does_not_answer_is_said_in_words(hub):
    url = "postgresql://nobody@127.0.0.1:1/hub"

    result = hub("serve", HUB_DATABASE_URL=url, HUB_DATABASE_OWNER_URL=url)

    assert result.exit_code == 1
    assert "数据库打不开" in result.output
