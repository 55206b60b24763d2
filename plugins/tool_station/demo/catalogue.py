"""The tools of the demo village: those the first centre has, and what stands beside them on such shelves."""

from __future__ import annotations

from typing import NamedTuple

GLOVES = "劳保手套"
WELDING_GLOVES = "焊工手套"


class Plan(NamedTuple):
    """A kind of tool; `loans` is how often one of them is lent in a year."""

    kind: str
    name: str
    number: int
    grade: str
    loans: int
    parts: str = ""
    gear: str = ""
    safety: str = ""
    supply: str = ""
    shelf: str = ""


_EYES = "戴好护目镜，长发扎起，不戴纱线手套操作转动部分。换钻头、换片先拔电源。"
_CUT = "火星会飞三米：周围清空，备一桶水。切割片有裂纹的不用，不对着人切。雨天不用。"
_WELD = "电弧伤眼，全程戴面罩；旁边的人也要避开。接地夹要夹牢，周围十米内没有油和柴草。"

PLANS = (
    Plan(
        "电焊机",
        "电焊机",
        2,
        "C",
        18,
        "焊把线、接地夹、敲渣锤",
        "焊接面罩、绝缘鞋套",
        _WELD,
        WELDING_GLOVES,
        "丙1",
    ),
    Plan("切割机", "切割机", 3, "C", 22, "切割片、扳手", "护目镜、防护面屏", _CUT, GLOVES, "丙2"),
    Plan("电钻", "电钻", 5, "B", 48, "钻头盒、夹头钥匙", "护目镜", _EYES, GLOVES, "乙1"),
    Plan("电锤", "电锤", 2, "B", 30, "长钻头、深度尺", "护目镜、耳罩", _EYES, GLOVES, "乙2"),
    Plan("扳手", "扳手套装", 6, "A", 40, "套筒、棘轮扳手、内六角", shelf="甲1"),
    Plan("打气筒", "打气筒", 5, "A", 60, "气针", shelf="甲2"),
    Plan("千斤顶", "千斤顶", 4, "A", 26, "摇把", shelf="甲3"),
    Plan("螺丝刀", "螺丝刀套装", 4, "A", 30, "批头盒", shelf="甲1"),
    Plan("管钳", "管钳", 3, "A", 20, shelf="甲1"),
    Plan("梯子", "人字梯", 4, "A", 42, shelf="外墙"),
    Plan("手推车", "手推车", 4, "A", 46, shelf="外墙"),
    Plan("水平尺", "水平尺", 2, "A", 10, shelf="甲2"),
    Plan("卷尺", "卷尺", 2, "A", 14, shelf="甲2"),
)
FAULTS = ("开关接触不良", "电源线破皮", "夹头打滑", "漏气", "把手松了", "轮子卡住")
REPAIRS = ("换了开关", "重新接线", "换了零件", "上油、拧紧")
WANTED = ("高压清洗机", "割草机", "冲击扳手", "电钻", "人字梯", "发电机")
