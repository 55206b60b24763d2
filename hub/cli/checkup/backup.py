"""Copies: how old the newest is, how it was checked, and whether one can be made here."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy.engine import Connection

from hub.backup.files import Copy, newest
from hub.backup.problems import BackupFailed
from hub.backup.tools import find
from hub.backup.words import TOO_OLD, checked_words, size_words
from hub.cli.checkup.finding import Finding, bad, fine, warn
from hub.cli.texts import _
from hub.settings import Settings


def check_backup(settings: Settings, connection: Connection) -> Iterator[Finding]:
    """The newest copy, the programs that PostgreSQL's need, and whether copies are encrypted."""
    yield _newest(newest(settings))
    if not settings.is_sqlite:
        yield _programs(int((connection.dialect.server_version_info or (0,))[0]))
    if settings.backup_passphrase:
        yield fine("backup.encrypted", _("备份加密"))
    else:
        yield fine("backup.encrypted", _("备份没有加密；设置 HUB_BACKUP_PASSPHRASE 后加密"), False)


def _newest(copy: Copy | None) -> Finding:
    if copy is None:
        return warn("backup", _("还没有备份"), _("请运行 hub backup；hub serve 每天也会自动备份。"))
    hours = int(copy.age.total_seconds() // 3600)
    text = _(
        "最近备份：%(hours)s 小时前，%(size)s，%(checked)s",
        hours=hours,
        size=size_words(copy.size),
        checked=checked_words(copy),
    )
    if copy.age > TOO_OLD:
        return warn(
            "backup", text, _("请运行 hub backup，并看看 hub serve 的日志为什么没有自动备份。"), hours
        )
    return fine("backup", text, hours)


def _programs(version: int) -> Finding:
    try:
        found = [find(name, version) for name in ("pg_dump", "pg_restore")]
    except BackupFailed as error:
        return bad("backup.programs", str(error.sentence), _("安装后再运行 hub doctor。"))
    return fine("backup.programs", _("备份用的程序：%(program)s", program=found[0]), found[0])
