"""What the hall of the demo village does: items as such halls have them, and what is said there. Invented."""

from __future__ import annotations

from typing import NamedTuple

SOCIAL, CIVIL, TOWN = "镇便民服务中心社保窗口", "镇便民服务中心民政窗口", "镇便民服务中心综合窗口"


class Plan(NamedTuple):
    """An item; `weight` is how often it is asked for."""

    name: str
    category: str
    days: int
    materials: tuple[str, ...]
    office: str = ""
    weight: int = 2
    note: str = ""


PLANS = (
    Plan("城乡居民养老保险参保登记", "social", 5, ("身份证原件", "户口簿原件", "银行卡"), SOCIAL, 6),
    Plan("养老保险待遇领取资格确认", "social", 3, ("身份证原件",), SOCIAL, 8, "年满六十周岁的居民每年确认一次。"),
    Plan("城乡居民医保参保缴费", "social", 3, ("身份证原件", "户口簿原件"), SOCIAL, 8),
    Plan("医疗费用零星报销", "social", 15, ("身份证原件", "发票原件", "费用清单", "出院小结", "银行卡"), SOCIAL, 4),
    Plan("社会保障卡补换", "social", 10, ("身份证原件", "一寸照片"), SOCIAL, 3),
    Plan("最低生活保障申请", "civil", 20, ("身份证原件", "户口簿原件", "收入情况声明", "授权核对书"), CIVIL, 3,
         "提交后入户看一次，结果在村务公开栏公示。"),
    Plan("临时救助申请", "civil", 10, ("身份证原件", "户口簿原件", "困难情况说明"), CIVIL, 2),
    Plan("高龄津贴申请", "civil", 7, ("身份证原件", "银行卡"), CIVIL, 3),
    Plan("残疾人两项补贴申请", "civil", 10, ("身份证原件", "残疾人证", "银行卡"), CIVIL, 2),
    Plan("农业补贴面积核对", "policy", 5, ("土地承包合同", "身份证原件"), "", 4),
    Plan("小额贷款政策对接", "policy", 5, ("身份证原件", "营业执照或种植情况说明"), TOWN, 2),
    Plan("住房改造政策申请", "policy", 20, ("身份证原件", "户口簿原件", "宅基地使用证明"), TOWN, 1),
    Plan("法律援助申请指引", "law", 3, ("身份证原件", "有关材料复印件"), "", 2),
    Plan("合同文本看一看", "law", 2, ("合同文本",), "", 1),
    Plan("村民身份证明", "other", 1, ("身份证原件", "户口簿原件"), "", 6),
    Plan("居住证明", "other", 1, ("身份证原件",), "", 4),
    Plan("材料复印", "other", 1, (), "", 3),
)  # fmt: skip
RESULTS = (
    "已办好，材料当面交回。",
    "镇里办结，已短信通知。",
    "手续办完，证明一份已取走。",
    "已登记，下月起享受。",
)
REASONS = ("不符合现行规定的条件，已当面说明依据，可以改申请别的救助。", "材料核对不一致，请先到原单位更正。")
ANSWERS = ("窗口说在排队审核。", "已收到，三天内办。", "要再核对一次信息。")
OPINIONS = (
    ("other", "饮水机旁边地滑，能不能放块垫子。", "已经放了防滑垫。"),
    ("social", "医保缴费的日子能不能早点贴出来。", "以后每年九月贴通知，大喇叭也喊。"),
    ("other", "复印机的说明字太小。", "换成了大字说明。"),
    ("policy", "补贴政策看不懂，想听人讲一讲。", "每月第一个周二下午讲一次。"),
    ("civil", "老人来办事，希望有人帮着填表。", "值班的人都会帮着填。"),
    ("other", "冬天早上想早开半小时。", "和作息一起商量，暂按现在的时间。"),
)
