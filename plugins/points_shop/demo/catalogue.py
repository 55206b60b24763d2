"""What deeds earn in the demo village, and what stands on its shelf."""

from __future__ import annotations

from typing import NamedTuple


class Deed(NamedTuple):
    """A rule; `year` is how often somebody claims it in a year."""

    name: str
    points: int
    cap: int | None
    evidence: str
    year: int


class Ware(NamedTuple):
    """Something on the shelf."""

    name: str
    unit: str
    price: int
    low_at: int
    shelf: str


DEEDS = (
    Deed("义务清雪", 5, 30, "组长在场，或看路面", 50),
    Deed("环境整治", 5, 40, "看院子和门前", 80),
    Deed("照看孤老", 10, 60, "问老人", 40),
    Deed("邻里调解", 8, None, "问双方", 15),
    Deed("小课堂志愿服务", 10, 80, "看签到", 45),
    Deed("垃圾分类", 2, 10, "看门前的桶", 70),
)
WARES = (
    Ware("牙膏", "支", 6, 10, "甲1"), Ware("牙刷", "支", 3, 10, "甲1"), Ware("香皂", "块", 4, 10, "甲1"),
    Ware("洗衣粉", "袋", 10, 8, "甲2"), Ware("洗衣液", "瓶", 18, 5, "甲2"), Ware("毛巾", "条", 8, 8, "甲3"),
    Ware("炒锅", "口", 60, 2, "乙1"), Ware("碗", "个", 5, 12, "乙1"), Ware("水瓢", "把", 4, 6, "乙1"),
    Ware("脸盆", "个", 12, 5, "乙2"), Ware("书包", "个", 45, 3, "乙3"), Ware("作业本", "本", 2, 20, "乙3"),
)  # fmt: skip
PLACES = ("一组路口", "村委会门前", "三组水渠边", "老人家里", "小广场")
REASONS = ("那天不在村里", "已经按别的规则算过", "看过了，没有做完")
