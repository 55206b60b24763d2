"""The audit's seals: the key, and whether entries wait for them. `hub audit verify` looks at every entry."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import inspect, select
from sqlalchemy.engine import Connection

from hub.audit.chain import ENTRY, HEAD, Sealing
from hub.audit.sealing import waiting
from hub.cli.checkup.finding import Finding, bad, fine, warn
from hub.cli.texts import _
from hub.kernel.clock import now
from hub.kernel.keys import audit_key
from hub.settings import Settings

LONG = timedelta(minutes=10)


def check_audit(settings: Settings, connection: Connection) -> Iterator[Finding]:
    """The key fits what was sealed, and the sealer is at work."""
    if not inspect(connection).has_table(HEAD.name):
        return  # its tables are not there yet, which is said elsewhere
    key = audit_key(settings)
    fingerprints = set(connection.execute(select(HEAD.c.key)).scalars())
    if fingerprints and (key is None or fingerprints != {Sealing(key).fingerprint}):
        yield bad(
            "audit.key",
            _("封存操作记录的密钥不见了，或者换了一把"),
            _("请把原来的 audit.key 放回数据文件夹；确实找不到时运行 hub audit seal --anew。"),
        )
        return
    oldest = waiting(connection)
    written = connection.execute(select(ENTRY.c.at).where(ENTRY.c.id == oldest)).scalar() if oldest else None
    if written is not None and now() - written > LONG:
        text = _("有操作记录超过十分钟没有封存")
        yield warn("audit.sealed", text, _("hub serve 在运行吗？也可以运行 hub audit seal。"))
    else:
        yield fine("audit.sealed", _("操作记录已封存；逐条核对用 hub audit verify"))
