"""The two villages of the demo. Nothing of this is fixed in the code of the hub: all are settings of a village."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import time
from typing import Any


@dataclass(frozen=True, slots=True)
class SeasonPlan:
    """Hours from a day of the year on."""

    name: str
    month: int
    day: int
    opens: time
    closes: time


@dataclass(frozen=True, slots=True)
class VillagePlan:
    """What a demo village is like.

    `rooms`: the keys it has, or None for every room there is. `changed`: what a room's row says otherwise than its
    manifest.
    """

    facts: dict[str, Any]
    seasons: tuple[SeasonPlan, ...]
    residents: int
    first_phone: int  # last four digits of the first invented number
    liveliness: float  # visits against the larger village's rhythm
    rooms: tuple[str, ...] | None = None
    changed: dict[str, dict[str, Any]] = field(default_factory=dict)


# The facts of the centre are from a public article of August 2025; its telephone number here is invented.
SHANGHU = VillagePlan(
    facts={
        "name": "上户村",
        "town": "上户镇",
        "centre_name": "上户村党群服务中心",
        "address": "上户镇上户村三组900号，距镇政府 3.6 公里",
        "floor_area": 1500,
        "population": 2380,
        "phone": "19900000900",
        "route": "自驾：从镇政府出发约 3.6 公里，到上户村三组900号，院内可停车。",
        "aims": "五常三聚：大门常开、阵地常用、活动常办、服务常在、群众常来；聚人气、聚活力、聚民心",
        "principle": "因地制宜、布局合理、务实管用、共建共享",
    },
    seasons=(
        SeasonPlan("夏季", 5, 1, time(8, 0), time(23, 0)),
        SeasonPlan("冬季", 10, 1, time(9, 0), time(22, 30)),
    ),
    residents=600,
    first_phone=1000,
    liveliness=1.0,
)

NEIGHBOUR = VillagePlan(
    facts={
        "name": "杏林社区",
        "town": "梨城街道",
        "centre_name": "杏林社区党群服务中心",
        "address": "梨城街道杏林路 18 号",
        "floor_area": 400,
        "population": 1460,
        "phone": "19900000180",
        "route": "公交杏林路口站下车，步行 200 米。",
        "aims": "五常三聚",
        "principle": "因地制宜、务实管用",
    },
    seasons=(
        SeasonPlan("夏季", 5, 15, time(10, 0), time(22, 0)),
        SeasonPlan("冬季", 10, 15, time(10, 0), time(21, 0)),
    ),
    residents=150,
    first_phone=6000,
    liveliness=0.24,
    rooms=("service_hall", "tool_station", "activity_hall", "reading_room", "youth_room"),
    changed={
        "service_hall": {"name": "一站式服务厅", "warn_above": 5, "refuse_above": 8},
        "activity_hall": {"name": "多功能活动室", "warn_above": 30, "refuse_above": 40},
        "reading_room": {"name": "书吧", "warn_above": 6, "refuse_above": 10},
    },
)

VILLAGES = (SHANGHU, NEIGHBOUR)
