"""The demo village's zones, game sets and what is used up."""

from __future__ import annotations

from typing import NamedTuple


class Corner(NamedTuple):
    """A zone; `days` are the weekdays it opens on, `heads` how many come to a session."""

    name: str
    used_for: str
    seats: int
    days: tuple[int, ...]
    hour: int
    heads: tuple[int, int]


class Game(NamedTuple):
    """A game set; `zone` is the place of its zone in `ZONES`."""

    number: str
    name: str
    zone: int
    parts: str


class Thing(NamedTuple):
    """Something that is used up; `week` is how much."""

    name: str
    unit: str
    low_at: int
    start: int
    week: int


ZONES = (
    Corner("翰墨润心", "书法、绘画", 8, (2, 5, 6), 15, (3, 8)),
    Corner("巧手造梦", "手工、涂鸦玩偶", 8, (5, 6), 10, (3, 8)),
    Corner("棋乐无穷", "象棋、五子棋、桌面足球", 10, (0, 1, 2, 3, 4, 5, 6), 16, (2, 9)),
)
GAMES = (
    Game("Q-01", "象棋", 2, "红子16、黑子16、棋盘"), Game("Q-02", "象棋", 2, "红子16、黑子16、棋盘"),
    Game("Q-03", "象棋", 2, "红子16、黑子16、棋盘"), Game("Q-04", "五子棋", 2, "黑子、白子、棋盘"),
    Game("Q-05", "五子棋", 2, "黑子、白子、棋盘"), Game("Q-06", "桌面足球", 2, "球桌、球4、记分牌"),
    Game("S-01", "字帖", 0, "楷书帖、描红本"), Game("S-02", "文房用具", 0, "毛笔5、砚台、笔架、镇纸2"),
)  # fmt: skip
THINGS = (
    Thing("宣纸", "刀", 3, 8, 1), Thing("墨汁", "瓶", 3, 8, 1), Thing("毛笔", "支", 5, 20, 1),
    Thing("彩纸", "包", 4, 12, 1), Thing("石膏涂鸦玩偶", "个", 10, 60, 6), Thing("颜料", "套", 3, 10, 1),
)  # fmt: skip
FAULTS = ("棋盘裂了", "球桌一根杆子弯了", "砚台磕了一角", "记分牌掉了")
