"""What things are called in this room, and which state follows which."""

from __future__ import annotations

from hub.kits.casework import CALENDAR_DAYS, Flow
from hub.room import _l

ROOM = "mediation_room"
MEETING, ADVICE = "mediation", "advice"
VISITS = {MEETING: _l("调解"), ADVICE: _l("法律咨询")}
KINDS = {
    "family": _l("婚姻家庭"),
    "neighbour": _l("邻里"),
    "house": _l("房屋宅基地"),
    "land": _l("土地承包"),
    "water": _l("用水浇地"),
    "pasture": _l("草场林木"),
    "contract": _l("合同借贷"),
    "work": _l("劳动工资"),
    "damage": _l("损害赔偿"),
    "other": _l("其他纠纷"),
}
SOURCES = {"asked": _l("当事人申请"), "found": _l("主动调解"), "passed": _l("有关单位移送")}
SIDES = {"a": _l("甲方"), "b": _l("乙方")}
ANSWERS = {"": _l("还没有回话"), "yes": _l("同意调解"), "no": _l("不同意调解")}
STATES = {
    "applied": _l("已登记"),
    "refused": _l("不同意调解"),
    "accepted": _l("已受理"),
    "mediating": _l("调解中"),
    "agreed": _l("达成协议"),
    "ended": _l("调解终止"),
    "performing": _l("履行中"),
    "followed": _l("已回访"),
    "archived": _l("已归档"),
}
TONES = {
    "applied": "gold", "refused": "off", "accepted": "gold", "mediating": "gold", "agreed": "ok", "ended": "off",
    "performing": "gold", "followed": "ok", "archived": "off",
}  # fmt: skip
# Settled is what asks for nothing any more but filing. An agreement settles the dispute too, and stops its term, but
# somebody still has to look after it; see settling.agree.
FLOW = Flow(
    moves={
        "applied": ("accepted", "refused"),
        "accepted": ("mediating", "refused", "ended"),
        "mediating": ("agreed", "ended"),
        "agreed": ("performing",),
        "performing": ("followed",),
        "refused": ("archived",),
        "ended": ("archived",),
        "followed": ("archived",),
        "archived": (),
    },
    words=STATES,
    again="mediating",
    resolved=("refused", "ended", "followed"),
    closed="archived",
    count=CALENDAR_DAYS,
    agreeing=SIDES,
)
PLACES = {
    "room": _l("调解室"), "home": _l("当事人家里"), "spot": _l("田间、现场"), "office": _l("村委会"),
    "phone": _l("电话、视频"), "other": _l("其他地方"),
}  # fmt: skip
ENDINGS = {
    "apart": _l("谈不拢"), "withdrawn": _l("当事人不愿再调解"), "settled": _l("双方自己和解"),
    "court": _l("已起诉，法院受理"), "beyond": _l("不属于调解范围，转有关单位"),
}  # fmt: skip
FORMS = {"oral": _l("口头协议"), "written": _l("书面协议书")}
CONFIRMED = {"asked": _l("双方已向法院申请确认"), "no": _l("双方不申请")}
MEANS = {"home": _l("上门"), "phone": _l("打电话"), "here": _l("当事人来室里")}
FOUND = {
    "done": _l("全部履行"), "part": _l("履行了一部分"), "none": _l("没有履行"),
    "court": _l("不履行，已告知可以起诉"),
}  # fmt: skip
TIES = {"kin": _l("亲属"), "interest": _l("有利害关系"), "other": _l("其他可能影响公正的关系")}
HAZARDS = {"watched": _l("在关注"), "calmed": _l("已化解"), "case": _l("已登记调解")}
HAZARD_TONES = {"watched": "gold", "calmed": "ok", "case": "off"}
STEPS = {
    "applied": _l("登记"),
    "answered": _l("问了当事人"),
    "party": _l("添加当事人"),
    "accepted": _l("受理"),
    "mediators": _l("选定调解员"),
    "avoided": _l("回避"),
    "informed": _l("告知权利义务"),
    "mediating": _l("开始调解"),
    "met": _l("调解"),
    "heard": _l("单独听取一方意见"),
    "refused": _l("不同意调解"),
    "agreed": _l("达成协议"),
    "ended": _l("调解终止"),
    "performing": _l("开始履行"),
    "duty": _l("约定履行事项"),
    "kept": _l("履行了一项"),
    "confirming": _l("司法确认"),
    "visited": _l("回访"),
    "followed": _l("回访完毕"),
    "extended": _l("延期，双方同意"),
    "handed": _l("换人经办"),
    "note": _l("备注"),
    "archived": _l("归档，内容已删"),
}
