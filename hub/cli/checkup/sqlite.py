"""The embedded database, as a live connection says it is."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy.engine import Connection

from hub.cli.checkup.finding import Finding, bad, fine, warn
from hub.cli.texts import _
from hub.kernel.database import PRAGMAS, SAFE_SQLITE

_SYNCHRONOUS = {"0": "OFF", "1": "NORMAL", "2": "FULL", "3": "EXTRA"}


def check_sqlite(connection: Connection) -> Iterator[Finding]:
    """Version, settings and soundness."""
    version = str(connection.exec_driver_sql("SELECT sqlite_version()").scalar_one())
    safe = ".".join(map(str, SAFE_SQLITE))
    if tuple(map(int, version.split("."))) < SAFE_SQLITE:
        yield warn(
            "database.version",
            _(
                "SQLite %(version)s 低于 %(safe)s，写入繁忙时有损坏数据库的已知缺陷",
                version=version,
                safe=safe,
            ),
            _("请安装 pysqlite3（pip install pysqlite3），或升级系统的 SQLite；在此之前请每天备份。"),
            version,
        )
    else:
        yield fine("database.version", _("SQLite %(version)s", version=version), version)
    for name, wanted in PRAGMAS.items():
        yield _pragma(connection, name, wanted)
    answer = str(connection.exec_driver_sql("PRAGMA quick_check(1)").scalar())
    if answer == "ok":
        yield fine("database.sound", _("数据库文件完好"), answer)
    else:
        yield bad(
            "database.sound",
            _("数据库文件损坏：%(answer)s", answer=answer),
            _("停止服务，用最近的备份恢复。"),
            answer,
        )


def _pragma(connection: Connection, name: str, wanted: str) -> Finding:
    found = str(connection.exec_driver_sql(f"PRAGMA {name}").scalar())
    if name == "synchronous":
        found = _SYNCHRONOUS.get(found, found)
    elif wanted == "ON":
        found = "ON" if found == "1" else "OFF"
    if found.lower() == wanted.lower():
        return fine(f"database.{name}", f"{name} = {found}", found)
    text = _("%(name)s = %(found)s，应为 %(wanted)s", name=name, found=found, wanted=wanted)
    return bad(
        f"database.{name}", text, _("请检查数据文件夹所在的磁盘是否为本机磁盘；网络磁盘不能用。"), found
    )
