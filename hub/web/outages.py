"""What the machine under the hub may fail in, told apart so that the next step is the right one: a full disk, a folder
that cannot be written to, a database that is busy, or one that is not there."""

from __future__ import annotations

import errno
from http import HTTPStatus
from typing import Any, NamedTuple

from sqlalchemy.exc import DBAPIError, InterfaceError, InternalError, OperationalError, PendingRollbackError
from sqlalchemy.exc import TimeoutError as NoConnection

from hub.i18n import _l

# What SQLAlchemy raises when the database fails, and not the statement.
FAILURES = (OperationalError, InternalError, InterfaceError, PendingRollbackError, NoConnection)
SQLITE_FULL, SQLITE_READONLY, SQLITE_BUSY, SQLITE_LOCKED, SQLITE_CANTOPEN = 13, 8, 5, 6, 14


class Outage(NamedTuple):
    """How it is said."""

    code: int
    title: Any
    next_step: Any


FULL = Outage(
    HTTPStatus.INSUFFICIENT_STORAGE,
    _l("磁盘满了，现在存不进去"),
    _l("已经保存的记录都在。请告诉管理员腾出磁盘空间，然后再试。"),
)
READ_ONLY = Outage(
    HTTPStatus.SERVICE_UNAVAILABLE,
    _l("数据文件夹现在只能读，存不进去"),
    _l("已经保存的记录都在。请管理员检查数据文件夹的权限和磁盘，然后再试。"),
)
BUSY = Outage(
    HTTPStatus.SERVICE_UNAVAILABLE,
    _l("现在保存的人太多，没有轮到"),
    _l("请稍等几秒再试。若一直如此，请告诉管理员。"),
)
GONE = Outage(
    HTTPStatus.SERVICE_UNAVAILABLE,
    _l("数据库暂时用不了"),
    _l("请过一两分钟再试，恢复后不用重新登录。若一直如此，请告诉管理员检查数据库和磁盘空间。"),
)
_OF_SQLITE = {
    SQLITE_FULL: FULL, SQLITE_READONLY: READ_ONLY, SQLITE_CANTOPEN: READ_ONLY, SQLITE_BUSY: BUSY,
    SQLITE_LOCKED: BUSY,
}  # fmt: skip
_OF_THE_SYSTEM = {
    errno.ENOSPC: FULL, errno.EDQUOT: FULL, errno.EFBIG: FULL, errno.EROFS: READ_ONLY, errno.EACCES: READ_ONLY,
}  # fmt: skip


def outage_of(error: BaseException) -> Outage | None:
    """The outage behind an error; None where it is a fault of the program. Where a full disk has ended the transaction,
    the way back out of it fails too, and only the failure before tells why."""
    outage, before = _outage_in(error), error.__context__
    while outage is GONE and before is not None:
        outage, before = _outage_in(before) or GONE, before.__context__
    return outage


def _outage_in(error: BaseException) -> Outage | None:
    if isinstance(error, OSError):
        return _OF_THE_SYSTEM.get(error.errno or 0)
    if isinstance(error, FAILURES):
        return _of_database(error.orig) if isinstance(error, DBAPIError) else GONE
    return None


def _of_database(error: BaseException | None) -> Outage:
    if hasattr(error, "sqlstate"):
        return _of_postgresql(error)
    # The lowest byte is the kind, the rest says more of it.
    return _OF_SQLITE.get(getattr(error, "sqlite_errorcode", 0) & 0xFF, GONE)


def _of_postgresql(error: BaseException | None) -> Outage:
    import psycopg  # not on SQLite

    if isinstance(error, psycopg.errors.DiskFull):
        return FULL
    if isinstance(error, psycopg.errors.ReadOnlySqlTransaction):
        return READ_ONLY
    if isinstance(error, (psycopg.errors.LockNotAvailable, psycopg.errors.DeadlockDetected)):
        return BUSY
    return GONE
