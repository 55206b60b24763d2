"""What things are called in this room, and which state follows which."""

from __future__ import annotations

from hub.kits.casework import Flow
from hub.room import _l

ROOM = "liaison_station"
KINDS = {"opinion": _l("意见"), "help": _l("商户求助")}
TOPICS = {
    "road": _l("道路交通"),
    "water": _l("农田水利"),
    "clean": _l("环境卫生"),
    "land": _l("土地住房"),
    "work": _l("就业增收"),
    "welfare": _l("社保救助"),
    "school": _l("教育文化"),
    "health": _l("看病就医"),
    "trade": _l("经营和市场"),
    "other": _l("其他"),
}
LEVELS = {
    "nation": _l("全国人大代表"),
    "region": _l("自治区人大代表"),
    "prefecture": _l("州、市人大代表"),
    "county": _l("县、市人大代表"),
    "town": _l("乡镇人大代表"),
}
TRADES = {
    "shop": _l("商店超市"),
    "food": _l("餐饮"),
    "repair": _l("修理"),
    "farming": _l("农资农机"),
    "craft": _l("手工加工"),
    "transport": _l("运输"),
    "service": _l("理发等服务"),
    "other": _l("其他"),
}
STATES = {
    "received": _l("已收到"),
    "waiting": _l("等补充"),
    "forwarded": _l("已转办"),
    "answered": _l("站里已答复"),
    "replied": _l("承办单位已答复"),
    "redirected": _l("在法院，已指路"),
    "fed_back": _l("已反馈"),
    "posted": _l("已公示"),
    "rated": _l("已评价"),
    "closed": _l("办结"),
}
TONES = {
    "received": "gold",
    "waiting": "off",
    "forwarded": "gold",
    "answered": "gold",
    "replied": "gold",
    "redirected": "gold",
    "fed_back": "ok",
    "posted": "ok",
    "rated": "ok",
    "closed": "ok",
}
REPLIED = ("answered", "replied", "redirected")  # there is something to tell the submitter
FLOW = Flow(
    moves={
        "received": ("waiting", "forwarded", "answered", "redirected"),
        "waiting": ("received", "forwarded"),
        "forwarded": ("waiting", "received", "replied", "answered", "redirected"),
        "answered": ("fed_back", "posted", "forwarded"),
        "replied": ("fed_back", "posted", "forwarded"),
        "redirected": ("fed_back", "posted"),
        "fed_back": ("rated", "closed", "received"),
        "posted": ("rated", "closed", "received"),
        "rated": ("closed", "received"),
        "closed": ("received",),
    },
    words=STATES,
    again="received",
    resolved=("fed_back", "posted", "rated"),
    agreeing={"asker": _l("来访人")},
)
WAYS = {"face": _l("当面"), "phone": _l("打电话"), "home": _l("上门")}
TOLD = WAYS | {"posted": _l("公示")}
STEPS = {
    "received": _l("收到"),
    "waiting": _l("请来访人补充，停表"),
    "resumed": _l("补充收到，接着办"),
    "forwarded": _l("转办"),
    "chased": _l("催办"),
    "returned": _l("退回"),
    "answered": _l("站里答复"),
    "replied": _l("承办单位答复"),
    "redirected": _l("在法院审理，已指路"),
    "fed_back": _l("反馈来访人"),
    "posted": _l("匿名，公示"),
    "published": _l("上答复公示"),
    "taken_down": _l("撤下公示"),
    "consent": _l("改了同意事项"),
    "extended": _l("延期，来访人同意"),
    "handed": _l("换人经办"),
    "rated": _l("评价"),
    "closed": _l("办结"),
    "reopened": _l("重新办理"),
    "coded": _l("换发回执码"),
    "note": _l("备注"),
}
# What anybody with the code may read: fixed sentences, and only of these steps.
PUBLIC_STEPS = {
    "received": _l("已收到"),
    "waiting": _l("等您补充，期限停表"),
    "resumed": _l("补充收到，接着办"),
    "forwarded": _l("已转有关单位"),
    "returned": _l("单位退回，站里在办"),
    "answered": _l("站里已有答复"),
    "replied": _l("有关单位已有答复"),
    "redirected": _l("法院在审理，已告诉您找谁"),
    "fed_back": _l("已向您反馈"),
    "posted": _l("已公示"),
    "extended": _l("期限已延长"),
    "rated": _l("您已评价"),
    "closed": _l("已办结"),
    "reopened": _l("重新办理"),
}
PUBLIC_NEXT = {
    "received": _l("联络站正在办，请等通知。"),
    "waiting": _l("请带上回执到联络站来，补充情况。"),
    "forwarded": _l("有关单位正在办，联络站会催办。没有您的同意，不转告您的姓名和电话。"),
    "answered": _l("已经有答复，请带上回执到联络站来看。"),
    "replied": _l("已经有答复，请带上回执到联络站来看。"),
    "redirected": _l("法院正在审理的事，联络站不能代替法院处理。请找承办法官，或拨打诉讼服务热线 12368。"),
    "fed_back": _l("已经向您反馈。请您评价；不满意，可以到联络站要求重新办理。"),
    "posted": _l("答复已经公示，也可以带上回执到联络站来看。请您评价。"),
    "rated": _l("谢谢您的评价。不满意，可以到联络站要求重新办理。"),
    "closed": _l("这件事已经办结。还有问题，请到联络站来。"),
}
COURT = _l(
    "这件事法院正在审理，联络站不能代替法院处理，也不能影响审判。请找承办法官，"
    "或拨打诉讼服务热线 12368；请不起律师，可以拨打 12348 问法律援助。"
)
RECEPTION_STATES = {"planned": _l("已公布"), "held": _l("已接待"), "cancelled": _l("取消")}
RECEPTION_TONES = {"planned": "gold", "held": "ok", "cancelled": "off"}
