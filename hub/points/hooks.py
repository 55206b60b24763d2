"""What this feature answers to the hub."""

from __future__ import annotations

from typing import Any

from hub.i18n import _l
from hub.kernel.declarations import PersonalData, Retention
from hub.kernel.hookspecs import hookimpl
from hub.points import keeping
from hub.points.models import PointAccount


@hookimpl
def personal_data() -> list[PersonalData]:
    return [
        PersonalData(
            PointAccount, ("resident_id", "balance"), _l("积分是谁挣的、还能换多少"),
            _l("流水 %(years)s 年后与姓名脱钩，余额结转", years=keeping.YEARS), keeping.kept_of, keeping.erase,
            keeping.left_on_account,
        )
    ]  # fmt: skip


@hookimpl
def retention() -> list[Retention]:
    return [
        Retention(
            _l("积分流水与姓名脱钩"), _l("开户满 %(years)s 年", years=keeping.YEARS), keeping.carry_over
        )
    ]


@hookimpl
def residents_merged(kept: Any, double: Any) -> None:
    """The points of the double are the kept one's."""
    keeping.merge(kept, double)
