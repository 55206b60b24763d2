"""What commands share: settings, the app, the villages, and failures said in a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import IO, Any

import click
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from hub.app import create_app
from hub.cli.texts import _, speak
from hub.kernel.database import db
from hub.kernel.loader import RoomFailed
from hub.kernel.models import Village
from hub.kernel.refusals import Refused
from hub.settings import Settings, SettingsError, load_settings

USAGE = 2  # what shells expect for "you called it wrongly"


class Stop(click.ClickException):
    """Ends the command with a sentence, and says so to the shell."""

    exit_code: int  # type: ignore[misc]  # click's own is of the class; here each has its own

    def __init__(self, sentence: str, exit_code: int = 1) -> None:
        super().__init__(sentence)
        self.exit_code = exit_code

    def show(self, file: IO[Any] | None = None) -> None:
        click.echo(self.format_message(), file=file, err=file is None)


def in_words(error: BaseException) -> Stop | None:
    """The sentence for a failure that has a reason; None for a fault of the program."""
    if isinstance(error, SettingsError):
        return Stop(_("设置有误，没有启动：") + f"\n{error}", USAGE)
    if isinstance(error, RoomFailed):
        return Stop(_("功能室无法加载，严格模式（HUB_STRICT）下不启动：") + f"\n{error}")
    if isinstance(error, OperationalError):
        reason = str(error.orig).strip().splitlines()[0]
        return Stop(
            _("数据库打不开：%(reason)s\n请检查地址、网络和磁盘空间，再运行 hub doctor。", reason=reason)
        )
    if isinstance(error, Refused):
        return Stop(str(error.sentence))
    if isinstance(error, PermissionError):
        return Stop(_("没有权限读写 %(file)s。请检查文件夹的所有者和权限。", file=error.filename))
    return None


def the_settings(**given: Any) -> Settings:
    """The settings; from here on the command speaks their language. Raises SettingsError."""
    settings = load_settings(**given)
    speak(settings.lang)
    return settings


def the_app(settings: Settings | None = None) -> Flask:
    """The app for a command that works with data. Stops with a sentence when there is no database yet."""
    from hub.cli.tables import State, state_of

    settings = settings or the_settings()
    state = state_of(settings)
    if state is State.MISSING:
        raise Stop(_("这里还没有数据库。请先运行 hub init。"))
    if state is State.BEHIND:
        raise Stop(_("数据库比程序旧。请先运行 hub upgrade。"))
    if state is State.NEWER:
        raise Stop(newer_than_code())
    return make_app(settings)


def make_app(settings: Settings, *, check_schema: bool = True) -> Flask:
    """An app whose connections are closed when the command ends."""
    app = create_app(settings, check_schema=check_schema)
    if context := click.get_current_context(silent=True):
        context.find_root().call_on_close(partial(_disconnect, app))
    return app


def _disconnect(app: Flask) -> None:
    with app.app_context():
        db.engine.dispose()


def newer_than_code() -> str:
    return _("数据库比程序新：它已被较新版本的程序升级过。请安装较新的版本；旧程序不会改动它。")


def all_villages(app: Flask) -> Sequence[Village]:
    """The villages that are in use, by id."""
    with app.app_context():
        return db.session.scalars(select(Village).where(Village.active).order_by(Village.id)).all()


def the_village(app: Flask, wanted: int | None) -> Village:
    """The village asked for, or the only one. Stops with the list when it is not clear which."""
    villages = all_villages(app)
    if wanted is None and len(villages) == 1:
        return villages[0]
    for village in villages:
        if village.id == wanted:
            return village
    lines = "\n".join(f"  {village.id}  {village.name}" for village in villages)
    raise Stop(_("请用 --village 指明是哪个村：") + "\n" + (lines or _("（还没有村）")), USAGE)
