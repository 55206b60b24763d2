"""`hub demo`: a village to try everything in, with invented people."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from hub.cli.texts import _

if TYPE_CHECKING:
    from hub.settings import Settings

FILLED = "demo"  # a file that says: what is in this folder is invented
FILLING = "demo-unfinished"


@click.command(help=_("填好演示村并启动服务；数据放在 HUB_HOME，没有设置时放在 ./.demo。"))
@click.option("--host", help=_("监听的地址"))
@click.option("--port", type=click.IntRange(1, 65535), help=_("监听的端口"))
@click.option("--fill-only", is_flag=True, help=_("只填数据，不启动"))
@click.option("--scale", type=click.FloatRange(0.01, 1.0), default=1.0, hidden=True)
def command(host: str | None, port: int | None, fill_only: bool, scale: float) -> None:
    from hub.cli.app import the_settings
    from hub.cli.serve import serve

    given = {key: value for key, value in (("host", host), ("port", port)) if value is not None}
    settings = the_settings(**given, home=os.environ.get("HUB_HOME") or Path.cwd() / ".demo")
    prepare(settings, scale)
    _introduce()
    if not fill_only:
        serve(settings)


def prepare(settings: Settings, scale: float = 1.0) -> None:
    """Fill the folder unless it is filled. Stops with a sentence where something else is kept."""
    from hub.cli.app import Stop, the_app
    from hub.cli.tables import State, bring_up_to_date, sqlite_file, state_of
    from hub.demo.fill import fill

    filling, filled = settings.home / FILLING, settings.home / FILLED
    file = sqlite_file(settings)
    if filling.exists() and file is not None:
        for ending in ("", "-wal", "-shm"):
            with suppress(FileNotFoundError):
                Path(f"{file}{ending}").unlink()
    elif filled.exists():
        return
    elif state_of(settings) is not State.MISSING:
        raise Stop(_("%(home)s 里已经有数据，不是演示数据；演示请另选一个 HUB_HOME。", home=settings.home))
    click.echo(_("正在填写演示数据（两个村、两年），约需半分钟……"))
    settings.home.mkdir(mode=0o700, parents=True, exist_ok=True)
    filling.touch()
    bring_up_to_date(settings)
    fill(the_app(settings), scale=scale)
    filling.rename(filled)


def _introduce() -> None:
    from hub.demo.accounts import ACCOUNTS, PASSWORD

    click.echo(_("演示账号（密码都是 %(password)s；人和数据都是虚构的，请勿对外开放）：", password=PASSWORD))
    for account in ACCOUNTS:
        click.echo(f"  {account.username:<10} {_(str(account.about))}")
