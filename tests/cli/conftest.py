"""The command as an operator calls it, on the test's database."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from hub.cli import main
from tests.harness.databases import Database

Hub = Callable[..., Result]


@pytest.fixture
def hub(database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Hub:
    """`hub("doctor", "--json", HUB_STRICT="1")`: runs a command; its result has `exit_code` and `output`."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str, **environment: str) -> Result:
        given = {
            "HUB_HOME": str(database.home),
            "HUB_DATABASE_URL": database.url,
            "HUB_DATABASE_OWNER_URL": database.owner_url,
            "HUB_TESTING": "1",
        }
        result = CliRunner().invoke(main, arguments, env=given | environment)
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        assert "Traceback" not in result.output
        return result

    return run
