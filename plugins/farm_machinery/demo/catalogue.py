"""The machines of the demo village, and how often they are wanted."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple


class Model(NamedTuple):
    """A machine: `wanted` is the share of days in season on which somebody takes it."""

    number: str
    name: str
    kind: str
    rate: Decimal
    points: int
    deposit: Decimal
    licence: bool
    buffer: int
    every: int | None
    hours: int
    checks: str
    wanted: float


MODELS = (
    Model("N-01", "自走式打药机", "打药机", Decimal(120), 40, Decimal(300), True, 0, 100, 420,
          "药箱、喷杆、喷头、机油、刹车、轮胎", 0.30),
    Model("N-02", "背负式打药机", "打药机", Decimal(30), 10, Decimal(100), False, 0, None, 180,
          "药箱、喷头、背带、电池", 0.22),
    Model("N-03", "撒肥机", "施肥机", Decimal(80), 30, Decimal(200), False, 0, 150, 260,
          "肥箱、撒盘、传动轴护罩、轮胎", 0.24),
    Model("N-04", "开沟施肥机", "施肥机", Decimal(100), 0, Decimal(200), True, 0, 150, 310,
          "开沟刀、肥箱、传动轴护罩、机油", 0.20),
    Model("N-05", "深耕机", "深耕机", Decimal(150), 50, Decimal(400), True, 1, 120, 640,
          "犁体、限深轮、悬挂销、机油、灯光", 0.32),
    Model("N-06", "旋耕机", "深耕机", Decimal(110), 40, Decimal(300), True, 1, 120, 505,
          "刀片、传动轴护罩、悬挂销、机油", 0.26),
)  # fmt: skip
SAFETY = "熄火以后才能清理和加油；传动轴护罩不许拆；小孩不许靠近。"
SEASON = {3: 1.0, 4: 1.3, 5: 0.9, 6: 0.5, 7: 0.5, 8: 0.6, 9: 1.0, 10: 1.5, 11: 1.1}
FAULTS = ("喷头堵了", "传动轴护罩裂了", "轮胎扎了", "悬挂销断了")
