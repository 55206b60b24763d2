"""How busy a room is: over the year, the week and the day. Invented, but such as a village centre could have it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from hub.villages.hours import Interval

ALL_WEEK = (1.0,) * 7
OFFICE = (1.25, 1.1, 1.05, 1.05, 1.2, 0.35, 0.25)
WEEKEND = (0.8, 0.8, 0.8, 0.85, 1.0, 1.7, 1.6)
SCHOOL_DAYS = (1.2, 1.2, 1.2, 1.2, 1.0, 0.1, 0.1)
EVEN_YEAR = (1.0,) * 12


@dataclass(frozen=True, slots=True)
class Rhythm:
    """`daily`: visits of an average day. `peaks`: local hours with their weights. `most`: heads of a large visit."""

    daily: float
    peaks: Mapping[int, float]
    week: tuple[float, ...] = ALL_WEEK
    year: tuple[float, ...] = EVEN_YEAR
    most: int = 3
    groups: float = 0.1  # share of visits that are groups
    purposes: tuple[str, ...] = ()


_DAY = {9: 2, 10: 4, 11: 4, 12: 2, 13: 1, 14: 1, 15: 2, 16: 4, 17: 4, 18: 3, 19: 1}
_EVENING = {16: 1, 17: 1, 18: 2, 19: 4, 20: 5, 21: 4, 22: 1}
_AFTERNOON = {11: 1, 12: 1, 15: 2, 16: 3, 17: 4, 18: 4, 19: 3, 20: 2}
_FIELDS = (0.2, 0.4, 1.6, 2.2, 1.8, 1.2, 0.9, 0.9, 1.4, 1.2, 0.5, 0.2)
_TERM = (0.9, 0.5, 1.2, 1.2, 1.2, 1.1, 0.15, 0.15, 1.2, 1.2, 1.2, 1.2)
_COLD = (1.3, 1.2, 1.1, 1.0, 0.9, 0.9, 1.0, 1.0, 0.9, 1.0, 1.1, 1.3)
_WARM = (0.6, 0.6, 0.9, 1.1, 1.3, 1.3, 1.3, 1.2, 1.1, 1.0, 0.8, 0.6)

RHYTHMS = {
    "service_hall": Rhythm(
        14, _DAY, OFFICE,
        purposes=("社保咨询", "民政服务", "政策咨询", "法律咨询", "复印材料", "反映意见"),
    ),
    "party_history_hall": Rhythm(
        1.4, _DAY, OFFICE, most=30, groups=0.7,
        purposes=("主题党日", "集体参观", "参观"),
    ),
    "youth_room": Rhythm(
        6, _AFTERNOON, WEEKEND, most=8, groups=0.3,
        purposes=("书法", "手工", "下棋", "桌面足球"),
    ),
    "wash_station": Rhythm(
        8, _AFTERNOON | {7: 1, 8: 2, 23: 1}, WEEKEND, _WARM, most=2,
        purposes=("洗车", "洗地毯"),
    ),
    "farm_machinery": Rhythm(
        3, {8: 3, 9: 4, 10: 3, 16: 2, 18: 2}, year=_FIELDS,
        purposes=("打药", "施肥", "深耕", "咨询"),
    ),
    "tool_station": Rhythm(2.2, _DAY, year=_WARM, purposes=("问工具", "修东西", "打气")),
    "activity_hall": Rhythm(
        8, _EVENING, WEEKEND, _COLD, most=40, groups=0.35,
        purposes=("排练", "跳舞", "开会", "培训", "看演出"),
    ),
    "points_shop": Rhythm(5, _DAY, ALL_WEEK, purposes=("兑换", "查积分", "申报积分")),
    "evening_class": Rhythm(
        0.4, {17: 2, 18: 6, 20: 2}, SCHOOL_DAYS, _TERM, most=2,  # children are counted by the room itself
        purposes=("家长咨询", "报名"),
    ),
    "reading_room": Rhythm(9, _AFTERNOON, WEEKEND, _COLD, most=4, purposes=("看书", "看报", "亲子阅读", "读书会")),
    "counselling_room": Rhythm(0.8, _DAY, OFFICE, most=2),
    "liaison_station": Rhythm(1.6, _DAY, OFFICE, most=12, purposes=("代表接待", "商户座谈", "政策咨询")),
    "mediation_room": Rhythm(0.9, _DAY, OFFICE, most=4),
}  # fmt: skip
OTHER = Rhythm(3, _AFTERNOON)


def visits_of_day(rhythm: Rhythm, day: date, share: float, rng: Random) -> int:
    """How many visits a day has; `share` makes a village quieter or its first months slower."""
    mean = rhythm.daily * rhythm.week[day.weekday()] * rhythm.year[day.month - 1] * share
    return max(round(rng.gauss(mean, mean**0.5 * 0.8)), 0) if mean >= 1 else int(rng.random() < mean)


def moment_within(rhythm: Rhythm, hours: Interval, day_start: datetime, rng: Random) -> datetime:
    """An instant inside the scheduled hours, most likely at one of the peaks, not in the last half hour."""
    opens, closes = hours
    last = max(closes - timedelta(minutes=30), opens)
    peaks = [(day_start + timedelta(hours=hour), weight) for hour, weight in rhythm.peaks.items()]
    possible = [(start, weight) for start, weight in peaks if opens <= start < last] or [(opens, 1.0)]
    start = rng.choices([start for start, _ in possible], [weight for _, weight in possible])[0]
    return min(start + timedelta(minutes=rng.randrange(60), seconds=rng.randrange(60)), last)


def heads_of(rhythm: Rhythm, most_allowed: int | None, rng: Random) -> int:
    """One or a few, now and then a group, never more than the room holds."""
    if rng.random() < rhythm.groups:
        heads = rng.randint(2, max(rhythm.most, 2))
    else:
        heads = rng.choices((1, 2, 3), (7, 2, 1))[0]
    return min(heads, most_allowed or heads)
