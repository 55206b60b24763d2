"""Making a copy: taken at one moment, encrypted where a passphrase is set, restored to see that it can be, and only
then given its name."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import structlog

import hub
from hub.backup import embedded, server
from hub.backup.envelope import decrypt, encrypt
from hub.backup.files import RESTORED, Copy, Facts, finish, sweep, workshop
from hub.backup.problems import AlreadyUnderWay, BackupFailed
from hub.i18n import _
from hub.kernel.alone import alone
from hub.kernel.database import sqlite_driver
from hub.settings import Settings

log = structlog.get_logger()
WORK = "backup"


def make_copy(settings: Settings) -> Copy:
    """Make a checked copy. Raises BackupFailed with the reason; what was begun is gone then."""
    with alone(settings, WORK) as mine:
        if not mine:
            raise AlreadyUnderWay(_("正在备份，请等它做完。"))
        try:
            return _make(settings)
        except OSError as error:
            reason = f"{error.strerror}: {error.filename}" if error.filename else str(error.strerror or error)
            raise BackupFailed(_("备份没有成功：%(reason)s", reason=reason)) from error
        except sqlite_driver.Error as error:  # the disk is full, or what is read is damaged
            raise BackupFailed(_("备份没有成功：%(reason)s", reason=error)) from error


def _make(settings: Settings) -> Copy:
    folder = settings.backups
    sweep(folder)
    with workshop(folder) as place:
        taken = place / "taken"
        source = embedded if settings.is_sqlite else server
        held = source.copy(settings, taken)
        made, to_check = taken, taken
        ending = ".sqlite3" if settings.is_sqlite else ".pgdump"
        if settings.backup_passphrase:
            made, to_check = place / "sealed", place / "opened"
            encrypt(taken, made, settings.backup_passphrase)
            taken.unlink()
            decrypt(made, to_check, settings.backup_passphrase)
            ending += ".enc"
        how, found = check(settings, to_check)
        _compare(held, found)
        facts = Facts(how, len(found), sum(found.values()), hub.__version__)
        copy = finish(made, facts, folder, ending)
    log.info("backup_made", file=copy.file.name, bytes=copy.size, checked=how)
    return copy


def check(settings: Settings, file: Path) -> tuple[str, Mapping[str, int]]:
    """Restore a plain copy somewhere else; answers how that was done and its rows by table."""
    if settings.is_sqlite:
        return RESTORED, embedded.check(file)
    server.refuse_damaged(file)
    return server.check(settings, file)


def _compare(held: Mapping[str, int], found: Mapping[str, int]) -> None:
    """What was counted in the database must be in the copy, table by table."""
    for table in sorted({*held, *found}):
        if held.get(table) != found.get(table):
            raise BackupFailed(
                _(
                    "备份检查不合格：表 %(table)s 应有 %(held)s 条，备份里是 %(found)s 条",
                    table=table,
                    held=held.get(table, 0),
                    found=found.get(table, 0),
                )
            )
