"""What things are called in this room, and which state follows which."""

from __future__ import annotations

from hub.kits.casework import Flow
from hub.room import _l

ROOM = "service_hall"
CATEGORIES = {
    "social": _l("社保"),
    "civil": _l("民政"),
    "policy": _l("政策"),
    "law": _l("法律"),
    "other": _l("其他"),
}
STATES = {
    "draft": _l("草稿"),
    "accepted": _l("在办"),
    "waiting": _l("等居民"),
    "forwarded": _l("镇里在办"),
    "done": _l("办好了"),
    "refused": _l("不予办理"),
    "closed": _l("办结"),
}
TONES = {
    "draft": "off",
    "accepted": "gold",
    "waiting": "off",
    "forwarded": "gold",
    "done": "ok",
    "refused": "warn",
    "closed": "ok",
}
FLOW = Flow(
    moves={
        "draft": ("accepted",),
        "accepted": ("waiting", "forwarded", "done", "refused"),
        "waiting": ("accepted", "forwarded", "refused"),
        "forwarded": ("accepted", "waiting", "done", "refused"),
        "done": ("closed", "accepted"),
        "refused": ("closed", "accepted"),
        "closed": ("accepted",),
    },
    words=STATES,
)
STEPS = {
    "accepted": _l("受理"),
    "waiting": _l("请居民补材料，停表"),
    "resumed": _l("居民来过，接着办"),
    "forwarded": _l("转镇里代办"),
    "chased": _l("催办"),
    "returned": _l("镇里退回"),
    "extended": _l("延期，居民同意"),
    "handed": _l("换人经办"),
    "done": _l("办好"),
    "refused": _l("不予办理"),
    "closed": _l("已告知居民，办结"),
    "reopened": _l("重新办理"),
    "rated": _l("评价"),
    "coded": _l("换发回执码"),
    "note": _l("备注"),
}
# What anybody with the code may read: fixed sentences, and only of these steps.
PUBLIC_STEPS = {
    "accepted": _l("已受理"),
    "waiting": _l("等您补材料，期限停表"),
    "resumed": _l("材料收到，接着办"),
    "forwarded": _l("已转镇里办理"),
    "returned": _l("镇里退回，大厅在办"),
    "extended": _l("期限已延长"),
    "done": _l("已办好"),
    "refused": _l("不予办理"),
    "closed": _l("已办结"),
    "reopened": _l("重新办理"),
}
PUBLIC_NEXT = {
    "accepted": _l("大厅正在办，请等通知。"),
    "waiting": _l("请您把还缺的材料带到大厅，回执上写着缺什么。"),
    "forwarded": _l("镇里正在办，大厅会催办，请等通知。"),
    "done": _l("请带上回执到大厅来取结果。"),
    "refused": _l("请到大厅来，当面说明原因，看看还有什么办法。"),
    "closed": _l("这件事已经办结。还有问题，请到大厅来。"),
}
