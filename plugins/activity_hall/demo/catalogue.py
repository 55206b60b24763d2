"""Invented groups, what they do, and what breaks."""

from __future__ import annotations

from typing import NamedTuple


class Group(NamedTuple):
    """A group that comes again and again. `weekdays` from Monday = 0; `hall`: its place in HALLS; `every` in weeks."""

    name: str
    purpose: str
    hall: int
    weekdays: tuple[int, ...]
    begins: tuple[int, int]
    minutes: int
    heads: tuple[int, int]
    proposer: str = "residents"
    every: int = 1
    wanted: tuple[str, ...] = ()


HALLS = (("活动室", None, "一楼，带电子屏"), ("舞蹈室", 40, "二楼，一面镜子"))
THINGS = (
    ("音响", True),
    ("投影仪", True),
    ("电子屏", True),
    ("防滑地垫", True),
    ("舞蹈镜", False),
    ("地板", False),
)
GROUPS = (
    Group("广场舞一队", "排练", 1, (0, 2, 4), (20, 0), 90, (12, 26), wanted=("音响",)),
    Group("少儿舞蹈班", "上课", 1, (5,), (10, 30), 90, (10, 18), wanted=("音响", "防滑地垫")),
    Group("石榴花合唱队", "练歌", 0, (1,), (19, 30), 90, (14, 28), wanted=("音响",)),
    Group("种植互助组", "技术培训", 0, (2,), (16, 0), 120, (18, 45), "committee", 2, ("投影仪",)),
    Group("老年书画组", "书画", 0, (3,), (10, 0), 120, (4, 12)),
    Group("村放映队", "看电影", 0, (5,), (20, 0), 120, (20, 70), "committee", 1, ("投影仪", "音响")),
)
FAULTS = (
    ("minor", "音响", "左边音箱有杂音", "线接好了"),
    ("minor", "防滑地垫", "一块卷边", "用胶粘平"),
    ("major", "投影仪", "不亮", "换了灯泡"),
    ("minor", "舞蹈镜", "镜角松了", "打了胶"),
)
SERVICES = (("音响", "查插座和线", 90), ("投影仪", "清滤网", 60), ("舞蹈镜", "查固定", 180))
DECLINED = "那天要开村民大会，换一天可以。"
MOVED = "镇里要用场地开培训会"
