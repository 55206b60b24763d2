"""What this feature answers to the hub."""

from __future__ import annotations

from hub.i18n import _l
from hub.kernel.declarations import PersonalData, Retention
from hub.kernel.hookspecs import hookimpl
from hub.privacy import models, unused
from hub.privacy.core import PERSONAL_DATA, RETENTION
from hub.privacy.views import PERMISSION, blueprint

__all__ = ["models"]
BLUEPRINTS = [blueprint]
MENU_MANAGE = [(_l("个人信息"), "privacy.index", PERMISSION, "shield")]


@hookimpl
def personal_data() -> list[PersonalData]:
    return PERSONAL_DATA


@hookimpl
def retention() -> list[Retention]:
    return [unused.RULE, *RETENTION]
