"""The keys of confidential rooms. `hub keys check` opens every value."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import inspect, select
from sqlalchemy.engine import Connection

from hub.cli.checkup.finding import Finding, bad, fine, warn
from hub.cli.texts import _
from hub.confidential.models import CURRENT, FORMER, ConfidentialKey
from hub.kernel.keyring import file_of, keyring, open_to_others
from hub.settings import Settings

KEY = ConfidentialKey.__table__


def check_keys(settings: Settings, connection: Connection) -> Iterator[Finding]:
    """The key in use is here, nobody else may read it, and no rotation was left half done."""
    if not inspect(connection).has_table(ConfidentialKey.__tablename__):
        return  # its tables are not there yet, which is said elsewhere
    rows = connection.execute(select(KEY.c.key, KEY.c.state)).all()
    needed = [row.key for row in rows if row.state in (CURRENT, FORMER)]
    if CURRENT not in {row.state for row in rows}:
        text = _("还没有保密室的密钥，咨询室、调解室不能保存保密内容")
        yield warn("keys", text, _("请运行 hub keys new，并把密钥文件另存一份。"))
        return
    missing = [key for key in needed if key not in keyring(settings)]
    if missing:
        yield bad(
            "keys", _("缺保密室的密钥 %(keys)s，有的内容打不开", keys="、".join(missing)),
            _("请把密钥文件放回 %(file)s，再运行 hub keys check。", file=file_of(settings, missing[0])), missing,
        )  # fmt: skip
    else:
        text = _("保密室的密钥在 %(folder)s；备份里没有它，请另存一份", folder=settings.keys_folder)
        yield fine("keys", text, needed)
    if loose := open_to_others(settings):
        text = _("别的用户也能读密钥文件 %(file)s", file=loose[0])
        yield bad(
            "keys.mode", text, _("请运行 chmod 600 %(file)s。", file=loose[0]), [str(file) for file in loose]
        )
    if any(row.state == FORMER for row in rows):
        yield warn("keys.rotation", _("更换密钥还没有做完"), _("请再运行一次 hub keys rotate。"))
