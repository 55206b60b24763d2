"""The demo village's exhibits, who comes to see them, and what breaks. All of it is invented."""

from __future__ import annotations

from typing import NamedTuple


class Piece(NamedTuple):
    """An exhibit; `days` is how often it is cared for."""

    number: str
    name: str
    place: str
    care: str
    days: int


PIECES = (
    Piece("A01", "序厅展板", "进门正对", "除尘", 30),
    Piece("A02", "建村史展板", "东墙第一块", "除尘", 30),
    Piece("A03", "治水史展板", "东墙第二块", "除尘", 30),
    Piece("B01", "老农具展柜", "中间一号展柜", "查锁、放干燥剂", 60),
    Piece("B02", "老照片展柜", "中间二号展柜", "查锁、放干燥剂", 60),
    Piece("C01", "宣传屏", "北墙", "查电源、擦屏", 15),
    Piece("C02", "讲解机", "服务台", "充电、消毒", 7),
)
GUIDES = ("村史讲解员", "老党员讲解员", "青年讲解员")
# Organisation, kind, heads from and to.
VISITORS = (
    ("第一党支部", "party_day", 12, 32),
    ("第二党支部", "party_day", 10, 28),
    ("镇机关党支部", "party_day", 15, 36),
    ("农机合作社党支部", "party_day", 8, 20),
    ("杏林社区党支部", "party_day", 12, 30),
    ("中心小学四年级", "school", 25, 38),
    ("中心小学五年级", "school", 26, 39),
    ("镇中学团委", "school", 20, 36),
    ("老年大学", "public", 10, 25),
    ("返乡大学生", "public", 6, 18),
)
LARGE = ("镇里的新党员培训班", "party_day", 96)
FAULTS = (
    ("minor", "展板一角翘起", "重新粘好"),
    ("minor", "射灯不亮", "换了灯"),
    ("major", "宣传屏没有声音", "换了音频线"),
    ("danger", "展柜玻璃裂了", "换了玻璃"),
)
