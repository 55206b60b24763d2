"""`hub serve`: the web server for one machine."""

from __future__ import annotations

import errno
import socket
from typing import TYPE_CHECKING

import click

from hub.cli.texts import _

if TYPE_CHECKING:
    from flask import Flask

    from hub.kernel.repeating import Repeating
    from hub.settings import Settings


@click.command(help=_("启动服务。"))
@click.option("--host", help=_("监听的地址；给局域网用时写 0.0.0.0"))
@click.option("--port", type=click.IntRange(1, 65535), help=_("监听的端口"))
def command(host: str | None, port: int | None) -> None:
    from hub.kernel.reading_in import nothing_to_collect

    with nothing_to_collect():
        from hub.cli.app import the_settings

    serve(
        the_settings(**{key: value for key, value in (("host", host), ("port", port)) if value is not None})
    )


def serve(settings: Settings) -> None:
    """Serve until it is ended. Stops with a sentence when the tables are not there or cannot be brought up to date."""
    from waitress.server import create_server

    from hub.cli.app import USAGE, Stop, the_app
    from hub.kernel.database import refresh_statistics
    from hub.kernel.reading_in import nothing_to_collect
    from hub.kernel.repeating import at_work

    with nothing_to_collect(stays=not settings.testing):
        app = (_as_it_is(settings) if settings.is_sqlite else None) or the_app(settings)
    try:
        _try_address(settings)
    except OSError as error:
        address = f"{settings.host}:{settings.port}"
        raise Stop(
            _(
                "%(address)s 无法监听（%(reason)s）。请换一个端口：--port",
                address=address,
                reason=_("别的程序在用，也许服务已经启动了")
                if error.errno == errno.EADDRINUSE
                else error.strerror,
            )
        ) from error
    if settings.testing:
        raise Stop(_("HUB_TESTING 只给测试用：打开它，登录次数不受限制，也不记日志。请去掉它再启动。"), USAGE)
    with app.app_context():
        refresh_statistics()
    server = create_server(
        app, host=settings.host, port=settings.port, threads=settings.threads, ident=None,
        clear_untrusted_proxy_headers=not settings.proxies,
    )  # fmt: skip
    click.echo(_("服务已启动：%(url)s  （按 Ctrl+C 停止）", url=address_of(settings)))
    with at_work(_beside(app, settings)):
        server.run()


def _beside(app: Flask, settings: Settings) -> list[Repeating]:
    """What goes on beside the pages: the audit is sealed, and the day's work is done."""
    from functools import partial

    from hub.admin import workbooks
    from hub.audit.sealing import seal_all
    from hub.backup import daily
    from hub.imports import beside as imports
    from hub.kernel.repeating import Repeating

    threads = [
        Repeating("daily", partial(daily.keep_up, app), daily.EVERY),
        Repeating("exports", partial(workbooks.drop_old, settings), 300),
        Repeating("imports", partial(imports.finish_left, app), imports.EVERY),
        Repeating("uploads", partial(imports.drop_files, settings), 300),
    ]
    if settings.audit_seal_seconds:
        threads.append(Repeating("audit", partial(seal_all, app), settings.audit_seal_seconds))
    return threads


def _try_address(settings: Settings) -> None:
    """Raises OSError where nothing can listen; the server itself would leave its sockets open then."""
    family, kind, protocol, _name, address = socket.getaddrinfo(
        settings.host, settings.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
    )[0]
    with socket.socket(family, kind, protocol) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(address)


def address_of(settings: Settings) -> str:
    """What to type into a browser on this machine."""
    host = "127.0.0.1" if settings.host in ("0.0.0.0", "::") else settings.host  # noqa: S104 - read, not bound
    return f"http://{f'[{host}]' if ':' in host else host}:{settings.port}/"


def _as_it_is(settings: Settings) -> Flask | None:
    """The app, where all tables are as the code expects. Otherwise they are brought up to date, and there is none yet.
    One machine has nobody else to upgrade it: the embedded database follows the code, after a copy."""
    from hub.cli.app import make_app
    from hub.cli.tables import State, bring_up_to_date, state_of
    from hub.kernel.schema import outdated

    state = state_of(settings)
    if state is State.MISSING:
        return None  # an empty database is made by `hub init`, not by accident
    if state is State.CURRENT and not outdated(app := make_app(settings, check_schema=False)):
        return app
    copy, _failed = bring_up_to_date(settings)
    if copy:
        click.echo(_("数据库已升级；升级前的备份：%(file)s", file=copy))
    return None
