"""Restoring: the copy is opened and checked first, what is in use is kept, and one takes the other's place at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from alembic.script import ScriptDirectory
from alembic.util import CommandError
from flask import Flask
from sqlalchemy.engine import make_url

from hub.backup import embedded, server
from hub.backup.envelope import decrypt, is_encrypted
from hub.backup.files import ASIDE, to_disk, workshop
from hub.backup.making import WORK, check, make_copy
from hub.backup.problems import AlreadyUnderWay, BackupFailed
from hub.i18n import _
from hub.kernel.alone import alone
from hub.kernel.migrate import Part, parts, script_of
from hub.settings import Settings

MOST_BYTES_TO_TELL = 16


@dataclass(frozen=True, slots=True)
class Restored:
    """What was done: rows put back, where the former database is kept, and the parts that wait for `hub upgrade`."""

    rows: int
    kept: Path | None
    older: list[str]


def what_is_there(settings: Settings) -> str:
    """The name of the database that a restore would replace, which has to be typed to agree; "" when there is none."""
    if settings.is_sqlite:
        file = embedded.database_file(settings)
        return file.name if file.exists() and file.stat().st_size else ""
    return (make_url(settings.owner_database).database or "") if server.has_tables(settings) else ""


def restore(app: Flask, file: Path, passphrase: str) -> Restored:
    """Put a copy in the place of the database. Raises BackupFailed, and then everything is as it was."""
    settings: Settings = app.extensions["hub"].settings
    refuse_other_kind(settings, file)
    # A file takes another's place at once only on the same disk.
    folder = embedded.database_file(settings).parent if settings.is_sqlite else settings.backups
    with alone(settings, WORK) as mine:
        if not mine:
            raise AlreadyUnderWay(_("正在备份，请等它做完。"))
        with workshop(folder) as place:
            plain = _opened(settings, file, place, passphrase)
            _how, counts = check(settings, plain)
            older = _refuse_newer(app, _revisions(settings, plain))
            kept = _replace(settings, plain)
    return Restored(sum(counts.values()), kept, older)


def examine(app: Flask, file: Path, passphrase: str) -> int:
    """Check a copy as restoring would, and change nothing; answers its rows. Raises BackupFailed."""
    settings: Settings = app.extensions["hub"].settings
    refuse_other_kind(settings, file)
    with workshop(settings.backups) as place:
        plain = _opened(settings, file, place, passphrase)
        _how, counts = check(settings, plain)
        _refuse_newer(app, _revisions(settings, plain))
    return sum(counts.values())


def _opened(settings: Settings, file: Path, place: Path, passphrase: str) -> Path:
    """The copy without its envelope, in a file of its own."""
    plain = place / "plain"
    if is_encrypted(file):
        decrypt(file, plain, passphrase)
    elif settings.is_sqlite:
        embedded.check(file)
        embedded.copy_file(file, plain)
    else:
        plain = file
    return plain


def keep_present(settings: Settings) -> Path | None:
    """On PostgreSQL what is in use is kept as a copy like any other, made before."""
    return make_copy(settings).file if not settings.is_sqlite and server.has_tables(settings) else None


def refuse_other_kind(settings: Settings, file: Path) -> None:
    """Raises BackupFailed for what is no copy, or a copy of the other kind of database."""
    if not file.is_file():
        raise BackupFailed(_("没有这个文件：%(file)s", file=file))
    with file.open("rb") as opened:
        begins = opened.read(MOST_BYTES_TO_TELL)
    name = file.name
    if begins.startswith(embedded.BEGINNING) or ".sqlite3" in name:
        if not settings.is_sqlite:
            raise BackupFailed(_("%(file)s 是 SQLite 的备份，这里用的是 PostgreSQL。", file=name))
    elif begins.startswith(server.BEGINNING) or ".pgdump" in name:
        if settings.is_sqlite:
            raise BackupFailed(_("%(file)s 是 PostgreSQL 的备份，这里用的是 SQLite。", file=name))
    elif not is_encrypted(file):
        raise BackupFailed(_("%(file)s 不是备份文件。", file=name))


def _revisions(settings: Settings, plain: Path) -> dict[str, str]:
    return embedded.revisions(plain) if settings.is_sqlite else server.revisions(settings, plain)


def _refuse_newer(app: Flask, revisions: dict[str, str]) -> list[str]:
    """The parts of the copy that are older than the code. Raises BackupFailed when one is newer, or it is no hub's."""
    if "core" not in revisions:
        raise BackupFailed(_("这不是本程序的备份：里面没有核心的表。"))
    older = []
    for part in parts(app):
        found = revisions.get(part.id)
        if found is not None and not _knows(part, found):
            raise BackupFailed(
                _("备份比程序新（%(part)s %(revision)s）。请先安装较新的版本。", part=part.id, revision=found)
            )
        if found != script_of(part).get_current_head():
            older.append(part.id)
    return older


def _knows(part: Part, revision: str) -> bool:
    script: ScriptDirectory = script_of(part)
    try:
        return script.get_revision(revision) is not None
    except CommandError:
        return False


def _replace(settings: Settings, plain: Path) -> Path | None:
    if not settings.is_sqlite:
        server.put_in_place(plain, settings)
        return None
    aside = settings.backups / f"{ASIDE}{datetime.now().astimezone():%Y%m%d-%H%M%S-%f}.sqlite3"
    to_disk(plain)
    there = embedded.put_in_place(plain, settings, aside)
    to_disk(embedded.database_file(settings).parent)
    return aside if there else None
