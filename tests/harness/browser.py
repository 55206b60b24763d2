"""A real Chromium against a real server.

`live_server`  the address at which `app` is served
`page`         a page of the browser, `width` wide (1280; parametrize `width` for others); a console error, an error
               in a script or a breach of the content security policy fails the test
`console`      what the page said so far, for a test that expects an error
`axe`          `axe(page)`: the serious findings of an accessibility check
`flaws`        `flaws(addresses)`: the pages at these addresses that are wider than the screen, and what `axe` finds on
               each; they are opened on `page` one after another, for a page is dear when it is the first of its test

A test for a PC and for a phone, and for both databases, is the PC on PostgreSQL and the phone on SQLite. The way
through the pages is gone on both databases and on both screens; that one of the other two alone would fail is not to be
expected, for how wide a page is does not depend on where its rows are kept. With `--backend` it is both screens.

A click or a key that leads to another page has arrived when that page is loaded, its style and its scripts with it:
Playwright alone waits until the page has begun, and what a test then measures or types comes too early.
"""

from __future__ import annotations

import os
import shutil
import threading
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import wraps

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from flask import Flask
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, sync_playwright
from waitress import wasyncore
from waitress.server import create_server

WINDOWLESS = "chromium-headless-shell"  # the same engine without the windows around it: a page costs a third
EXECUTABLES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-sync",
    "--no-first-run",
    # The hub needs nothing from elsewhere; a page that asks for it fails.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]
SERIOUS = ("serious", "critical")
FIND = """async () => {
  if (!globalThis.axe) loadAxe();
  return (await axe.run({resultTypes: ["violations"]})).violations;
}"""
BREACHES = """addEventListener("securitypolicyviolation", (breach) =>
  console.error("securitypolicyviolation", breach.effectiveDirective, breach.blockedURI))"""


PC = 1280
TWO = {(False, "postgresql"), (True, "sqlite")}  # phone or not, and the database
ALL_FOUR = {(phone, backend) for phone in (False, True) for backend in ("sqlite", "postgresql")}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    seen: dict[str, set[tuple[bool, str]]] = defaultdict(set)
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)
            seen[_function(item)].add(_seen(item))
    items[:] = [item for item in items if seen.get(_function(item), set()) < ALL_FOUR or _seen(item) in TWO]


def _function(item: pytest.Item) -> str:
    return item.nodeid.partition("[")[0]


def _seen(item: pytest.Item) -> tuple[bool, str]:
    """Whether on a phone, and on which database."""
    given = item.callspec.params if hasattr(item, "callspec") else {}
    return given.get("width", PC) < PC, given.get("backend", "")


def _arriving(act: Callable[..., None]) -> Callable[..., None]:
    @wraps(act)
    def acted(locator: Locator, *args: object, **options: object) -> None:
        page = locator.page
        act(locator, *args, **options)
        if not page.is_closed():
            page.wait_for_load_state()

    return acted


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    executable = next(filter(None, map(shutil.which, (WINDOWLESS, *EXECUTABLES))), None)
    if executable is None:
        pytest.fail("no Chromium on this machine: run `make chromium`")
    sandbox = os.geteuid() != 0  # Chromium has no sandbox for root
    with sync_playwright() as playwright, pytest.MonkeyPatch.context() as patched:
        for act in ("click", "dblclick", "press"):
            patched.setattr(Locator, act, _arriving(getattr(Locator, act)))
        browser = playwright.chromium.launch(
            executable_path=executable, args=ARGUMENTS, chromium_sandbox=sandbox
        )
        yield browser
        browser.close()


@pytest.fixture
def live_server(app: Flask) -> Iterator[str]:
    connections: dict[int, object] = {}
    server = create_server(
        app, host="127.0.0.1", port=0, threads=4, map=connections, clear_untrusted_proxy_headers=True
    )
    thread = threading.Thread(target=server.run, name="live-server")
    thread.start()
    yield f"http://127.0.0.1:{server.effective_port}"
    server.trigger.pull_trigger(lambda: wasyncore.close_all(connections))
    thread.join()
    server.task_dispatcher.shutdown(timeout=60)


@pytest.fixture
def width() -> int:
    return PC


@pytest.fixture
def console() -> list[str]:
    return []


@pytest.fixture
def page(browser: Browser, live_server: str, width: int, console: list[str]) -> Iterator[Page]:
    context = browser.new_context(
        base_url=live_server,
        viewport={"width": width, "height": 800},
        has_touch=width < 600,
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
        reduced_motion="reduce",
    )
    context.set_default_timeout(10_000)
    context.add_init_script(BREACHES)
    page = context.new_page()

    def listen(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            console.append(f"{page.url}: {message.text}")

    page.on("console", listen)
    page.on("pageerror", lambda error: console.append(f"{page.url}: {error.message}"))
    yield page
    context.close()
    assert console == []


@pytest.fixture
def axe(page: Page) -> Callable[[Page], list[str]]:
    # Given to the browser once for all pages of the test: it is half a megabyte, and the browser reads it but once.
    page.context.add_init_script(f"globalThis.loadAxe = () => {{ {AXE_SCRIPT} }}")

    def check(page: Page) -> list[str]:
        return [
            f"{found['id']}: {node['html']}"
            for found in page.evaluate(FIND)
            if found["impact"] in SERIOUS
            for node in found["nodes"]
        ]

    return check


@pytest.fixture
def flaws(page: Page, width: int, axe: Callable[[Page], list[str]]) -> Callable[[Iterable[str]], list[str]]:
    def look(addresses: Iterable[str]) -> list[str]:
        found = []
        for address in addresses:
            page.goto(address)
            wide = page.evaluate("document.documentElement.scrollWidth")
            said = [*axe(page), *([f"{wide} wide on {width}"] if wide > width else [])]
            found += [f"{address}: {line}" for line in said]
        return found

    return look
