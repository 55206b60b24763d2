"""What this feature answers to the hub."""

from __future__ import annotations

from typing import Any

import hub.audit.exports  # from here on every export is noted
import hub.audit.writer  # noqa: F401 - from here on every flush is audited
from hub.audit.views import AuditView
from hub.i18n import _l
from hub.kernel.hookspecs import hookimpl

MENU_MANAGE = [(_l("操作记录"), "audit.index_view", "audit.view", "audit")]


@hookimpl
def admin_views() -> list[type[Any]]:
    return [AuditView]
