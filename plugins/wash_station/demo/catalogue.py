"""The demo village's bays, what breaks at them, and what is used up."""

from __future__ import annotations

from typing import NamedTuple


class Place(NamedTuple):
    """A bay; `week` is how often it is used in a week."""

    number: str
    kind: str
    minutes: int
    note: str
    week: int


class Thing(NamedTuple):
    """Something that is used up; `week` is how much."""

    name: str
    unit: str
    low_at: int
    start: int
    week: int


BAYS = (
    Place("1", "car", 40, "东头，高压水枪", 12),
    Place("2", "car", 40, "中间，高压水枪", 10),
    Place("3", "car", 40, "西头，吸尘器", 8),
    Place("4", "carpet", 90, "棚下，地毯清洗刷", 5),
)
FAULTS = (
    ("minor", "水管接头滴水", "换了垫圈"),
    ("minor", "吸尘器吸力小", "倒了尘袋"),
    ("major", "高压水枪不出水", "清了滤网"),
    ("major", "地毯刷不转", "换了皮带"),
    ("danger", "插座冒火花", "电工换了插座和漏电开关"),
)
SERVICES = (
    ("查漏电开关", 30, None), ("清洗滤网", None, 60), ("换高压水管", 365, None),
)  # fmt: skip
THINGS = (
    Thing("洗车液", "桶", 3, 12, 1), Thing("地毯清洗剂", "瓶", 4, 10, 1), Thing("地毯刷头", "个", 2, 6, 0),
    Thing("擦车毛巾", "条", 5, 20, 1),
)  # fmt: skip
