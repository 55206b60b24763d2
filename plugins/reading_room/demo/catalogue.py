"""The books of the demo village. Names, authors and ISBNs are invented; the check digits are right."""

from __future__ import annotations

from typing import NamedTuple


class Plan(NamedTuple):
    """A part of the shelves: its class, the names there, who wrote them, copies of each, and loans a year of a copy."""

    shelf: str
    names: tuple[str, ...]
    authors: tuple[str, ...]
    publisher: str
    copies: int
    loans: float


_FIELDS = ("石桥农技编写组", "周大田", "马向阳", "阿依努尔·吐尔逊", "陈小麦")
_WRITERS = ("林远山", "沈月白", "何三秋", "买尔旦·艾山", "乔木生", "安如雪", "孟河", "古丽仙·卡德尔")
_CHILD = ("果果阿姨", "蓝鲸", "豆子老师", "热依拉·玉素甫")

PLANS = (
    Plan("S5", ("棉田手记", "香梨树的四季", "庭院种菜一百问", "滴灌带怎么铺", "苹果树修剪图解",
         "戈壁温室日记", "冬小麦看苗", "红枣怎么存",
                "土壤会说话", "农药少用一点"), _FIELDS, "石桥农业出版社", 3, 3.0),
    Plan("S8", ("养羊不求人", "鸡棚的一年", "牛病早知道", "蜂箱旁的三十年",
         "鱼塘水色"), _FIELDS, "石桥农业出版社", 2, 2.2),
    Plan("I2", ("渠边的人家", "孔雀河畔", "月亮落在打谷场", "长途车", "雪线以下", "二舅的院子",
         "白杨信札", "集市上的说书人", "晚来的雨", "风停在村口",
                "三间瓦房", "河西走了一趟", "邻居的灯", "老井", "一路向西的邮差",
         "棉花开了"), _WRITERS, "白杨文艺出版社", 2, 4.2),
    Plan("I28", ("小羊咩咩上学去", "会飞的馕", "豆豆和影子", "胡杨爷爷讲故事", "谁偷吃了葡萄",
         "沙漠里的小邮局", "星星的床", "阿凡提的毛驴丢了",
                 "雨点敲门", "奶奶的花毯子"), _CHILD, "小白杨少儿出版社", 3, 6.0),
    Plan("G6", ("作业有办法", "一元一次方程不难", "拼音游戏", "小学作文一起写", "英语每天十句",
         "实验在厨房"), _CHILD, "小白杨少儿出版社", 2, 4.0),
    Plan("R1", ("血压的事", "老腰要保养", "孩子发烧怎么办", "一日三餐",
         "睡个好觉"), _WRITERS, "康乐出版社", 2, 3.0),
    Plan("D9", ("身边的法律：借钱", "身边的法律：打工", "身边的法律：婚姻家庭", "民法典问与答",
         "宅基地那些事"), _WRITERS, "石桥法律出版社", 2, 1.6),
    Plan("K2", ("丝路上的村庄", "我们村的地名", "老照片里的库尔勒",
         "坎儿井的故事"), _WRITERS, "白杨文艺出版社", 1, 1.4),
    Plan("J2", ("十字绣花样", "毛笔字从横写起", "剪纸二十课", "都塔尔入门"), _WRITERS, "白杨文艺出版社",
         1, 1.8),
)  # fmt: skip
REFERENCES = ("汉语小词典（村图书室版）", "农用药剂手册", "本村志（油印本）")
MAGAZINES = ("石桥农民报", "家庭小药箱", "少年画报", "庭院")
EVENTS = (
    ("周末读书会：{book}", "talk"), ("亲子共读：{book}", "family"), ("种植学习小组",
         "group"), ("朗读《{place}》", "talk"),
)  # fmt: skip
DAMAGES = ("封面掉了", "第 30 页撕破", "书脊开胶", "进过水，皱了")
