"""Those who can sign in to the demo. Its passwords are printed, so it is never to be served to the world."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from hub.accounts.models import Membership, User
from hub.accounts.passwords import hash_password
from hub.i18n import _l
from hub.kernel.database import db

PASSWORD = "shanghu-demo"  # noqa: S105 - printed for everybody who tries the demo


@dataclass(frozen=True, slots=True)
class AccountPlan:
    """An account; `roles` are (village, role, rooms), the village by its place in the list."""

    username: str
    name: str
    about: Any
    roles: tuple[tuple[int, str, str], ...] = ()


ACCOUNTS = (
    AccountPlan("zhen", "镇管理员", _l("镇管理员：管各村，不看村民")),
    AccountPlan("shuji", "上户村书记", _l("上户村书记"), ((0, "secretary", ""),)),
    AccountPlan(
        "gongju", "工具站管理员", _l("上户村室管员：工具站、农机、清洗站"),
        ((0, "keeper", "tool_station farm_machinery wash_station"),),
    ),
    AccountPlan(
        "wenhua", "文化管理员", _l("上户村室管员：活动室、图书室、青少年、小课堂、党史馆"),
        ((0, "keeper", "activity_hall reading_room youth_room evening_class party_history_hall"),),
    ),
    AccountPlan(
        "fuwu", "服务管理员", _l("上户村室管员：大厅、积分超市、联络站、咨询室、调解室"),
        ((0, "keeper", "service_hall points_shop liaison_station counselling_room mediation_room"),),
    ),
    AccountPlan("kan", "只看不改", _l("上户村查阅人员"), ((0, "reader", ""),)),
    AccountPlan(
        "liangcun", "两村管理员", _l("上户村室管员（大厅、工具站），兼杏林社区书记"),
        ((0, "keeper", "service_hall tool_station"), (1, "secretary", "")),
    ),
)  # fmt: skip


def make_accounts(villages: Sequence[int], created_at: datetime) -> None:
    """The accounts above, in the villages with these ids."""
    hashed = hash_password(PASSWORD)
    for plan in ACCOUNTS:
        user = User(
            username=plan.username, name=plan.name, password_hash=hashed, must_change_password=False,
            town_admin=not plan.roles, created_at=created_at,
        )  # fmt: skip
        db.session.add(user)
        db.session.flush()
        for place, role, rooms in plan.roles:
            db.session.add(
                Membership(user_id=user.id, village_id=villages[place], role=role, rooms=rooms, trusted=rooms)
            )
    db.session.flush()
