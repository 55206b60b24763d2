"""What `hub serve` does not do silently."""

from __future__ import annotations

import socket
from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.cli.conftest import hub

__all__ = ["hub"]


def free_port() -> str:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return str(free.getsockname()[1])


def test_settings_of_the_tests_are_not_served(hub: Callable) -> None:
    """They switch the limits of signing in off and the log too."""
    result = hub("serve", "--port", free_port(), HUB_TESTING="1")
    assert result.exit_code == 2
    assert "HUB_TESTING" in result.output


@pytest.mark.backends("sqlite")
def test_a_breach_of_the_content_policy_would_be_noticed(page: Page, console: list[str]) -> None:
    """The control of every test in a browser: a script, a style and a picture that no page of the hub has."""
    for planted, named in (
        ("<script>document.title = 'run'</script>", "script-src"),
        ("<p style='color: red' onclick='x()'>x</p>", "style-src"),
        ("<img src='https://evil.example/x.png' alt=''>", "img-src"),
    ):
        console.clear()

        def plant(route, _request, planted=planted):
            answer = route.fetch()
            route.fulfill(response=answer, body=answer.text().replace("</main>", planted + "</main>"))

        page.route("**/sign-in", plant)
        page.goto("/sign-in")
        page.unroute("**/sign-in")
        assert any("securitypolicyviolation" in said and named in said for said in console), planted
        assert page.title() != "run"
    console.clear()
    page.goto("/sign-in")
