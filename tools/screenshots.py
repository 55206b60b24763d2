"""Takes the pictures of docs/images/ from the demo village, as it is on one afternoon.

The demo is filled and served in this process, whose clock is set to that afternoon, so that the pictures differ only
where the hub does. Everybody in them is invented.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import time_machine
from playwright.sync_api import Browser, Page, sync_playwright
from waitress import wasyncore
from waitress.server import create_server

from hub.cli.app import the_app
from hub.cli.demo import prepare
from hub.demo.accounts import PASSWORD
from hub.settings import Settings
from tests.harness.browser import ARGUMENTS, EXECUTABLES

TARGET = Path(__file__).resolve().parent.parent / "docs" / "images"
AFTERNOON = datetime(2026, 6, 12, 17, 40, tzinfo=ZoneInfo("Asia/Shanghai"))  # a Friday, the summer's hours
MOST_BYTES = 200_000
MOST_IN_ALL = 2_400_000
WIDE = (1280, 800)
PHONE = (360, 740)


@dataclass(frozen=True, slots=True)
class Picture:
    """`arrange` brings an open page to what is to be seen; `who` is an account of the demo."""

    name: str
    who: str
    address: str
    size: tuple[int, int] = WIDE
    arrange: Callable[[Page], None] | None = None


def _tap_history_hall(page: Page) -> None:
    page.get_by_role("radio", name="党史馆").click()


def _record_two(page: Page) -> None:
    page.get_by_role("button", name="2 人", exact=True).click()
    page.locator(".toast").first.wait_for()


def _come_with_a_class(page: Page) -> None:
    page.get_by_text("其他", exact=True).click()
    page.get_by_label("人数").fill("25")
    page.get_by_role("button", name="登记", exact=True).click()
    page.get_by_label("超员原因").fill("学校组织参观，老师带队，分两批进")


def _enter_late(page: Page) -> None:
    page.get_by_text("添加事由、姓名或补录").click()
    page.get_by_label("实际来访时间").fill("2026-06-11T11:00")
    page.evaluate("document.activeElement.blur(), window.scrollTo(0, 0)")


def _choose(page: Page, label: str, typed: str) -> None:
    field = page.locator("main").get_by_label(label, exact=True)
    field.fill(typed)
    page.get_by_role("option").first.wait_for()
    field.press("Enter")
    page.get_by_role("option").first.wait_for(state="hidden")


def _lend_drill(page: Page) -> None:
    """A drill to the borrower whose number ends so; the checklist comes with the tool."""
    _choose(page, "借用人", "1584")
    page.get_by_label("护目镜").check()
    page.get_by_label("安全提示已念给借用人听").check()
    page.evaluate("window.scrollTo(0, 0)")


PICTURES = (
    Picture("today", "shuji", "/", (1280, 900)),
    Picture("today-phone", "gongju", "/", PHONE),
    Picture("visit", "wenhua", "/visits/record", (1280, 640), _tap_history_hall),
    Picture("visit-phone", "gongju", "/visits/record?room=farm_machinery", PHONE, _record_two),
    Picture("visit-late", "fuwu", "/visits/record?room=service_hall", (1280, 1060), _enter_late),
    Picture("visit-over-full", "wenhua", "/visits/record?room=youth_room", (1280, 480), _come_with_a_class),
    Picture("tool-station", "gongju", "/rooms/tool_station/", (1280, 900)),
    Picture("lend", "gongju", "/rooms/tool_station/lend?tool=8", (1280, 1240), _lend_drill),
    Picture("return", "gongju", "/rooms/tool_station/return", (1280, 900)),
    Picture("calls", "gongju", "/rooms/tool_station/calls", (1280, 480)),
    Picture("service-hall", "fuwu", "/rooms/service_hall/", (1280, 900)),
    Picture("points-shop", "fuwu", "/rooms/points_shop/", (1280, 900)),
    Picture("machines", "gongju", "/rooms/farm_machinery/calendar", (1280, 900)),
    Picture("books", "wenhua", "/rooms/reading_room/", (1280, 900)),
    Picture("bays", "gongju", "/rooms/wash_station/board", (1280, 640)),
    Picture("visits", "shuji", "/visit-log/", (1280, 640)),
    Picture("door-phone", "gongju", "/door", PHONE),
    Picture("month", "shuji", "/month", (1280, 720)),
    Picture("settings-rooms", "shuji", "/settings/rooms", (1280, 640)),
    Picture("personal-data", "shuji", "/privacy/", (1280, 720)),
)


def main() -> None:
    """Take all pictures, or those that are named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="pictures to take; without: all of them")
    wanted = set(parser.parse_args().names)
    chosen = [picture for picture in PICTURES if not wanted or picture.name in wanted]
    TARGET.mkdir(exist_ok=True)
    with time_machine.travel(AFTERNOON, tick=True), demo() as address, chromium() as browser:
        for picture in chosen:
            take(browser, address, picture)
    check()


@contextmanager
def demo() -> Iterator[str]:
    """A freshly filled demo; its address."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(home=Path(folder), strict=True)
        prepare(settings)
        connections: dict[int, object] = {}
        server = create_server(
            the_app(settings),
            host="127.0.0.1",
            port=0,
            threads=8,
            map=connections,
            clear_untrusted_proxy_headers=True,
        )
        thread = threading.Thread(target=server.run)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.effective_port}"
        finally:
            server.trigger.pull_trigger(lambda: wasyncore.close_all(connections))
            thread.join()
            server.task_dispatcher.shutdown()


@contextmanager
def chromium() -> Iterator[Browser]:
    """The system's browser, speaking Chinese, so that its own date fields do."""
    executable = next(filter(None, map(shutil.which, EXECUTABLES)), None)
    if executable is None:
        sys.exit("no Chromium on this machine: run `make chromium`")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=executable,
            args=[*ARGUMENTS, "--lang=zh-CN"],
            env={**os.environ, "LANGUAGE": "zh_CN"},
            chromium_sandbox=os.geteuid() != 0,  # Chromium has no sandbox for root
        )
        if browser.new_page().evaluate("navigator.language") != "zh-CN":
            sys.exit("this Chromium has no Chinese: install chromium-l10n, or its date fields are English")
        yield browser
        browser.close()


def take(browser: Browser, address: str, picture: Picture) -> None:
    """One picture, in a browser in which nobody was signed in before."""
    width, height = picture.size
    context = browser.new_context(
        base_url=address,
        viewport={"width": width, "height": height},
        has_touch=width < 600,
        locale="zh-CN",
        timezone_id=str(AFTERNOON.tzinfo),
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.clock.set_fixed_time(AFTERNOON)
    page.goto("/sign-in")
    page.get_by_label("用户名").fill(picture.who)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.wait_for_url(lambda url: "sign-in" not in url)
    page.goto(picture.address)
    if picture.arrange is not None:
        picture.arrange(page)
    page.screenshot(path=TARGET / f"{picture.name}.png", animations="disabled", caret="hide")
    context.close()


def check() -> None:
    """Pictures are downloaded by everybody who clones: they are to stay small."""
    sizes = {file.name: file.stat().st_size for file in sorted(TARGET.glob("*.png"))}
    for name, size in sizes.items():
        sys.stdout.write(f"{size:>8}  {name}\n")
    unknown = sizes.keys() - {f"{picture.name}.png" for picture in PICTURES}
    if unknown:
        sys.exit(f"nobody takes these pictures any more: {', '.join(sorted(unknown))}")
    if max(sizes.values()) > MOST_BYTES or sum(sizes.values()) > MOST_IN_ALL:
        sys.exit("the pictures are too large")


if __name__ == "__main__":
    main()
