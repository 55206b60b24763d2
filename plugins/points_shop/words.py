"""What things are called in this room."""

from __future__ import annotations

from hub.room import _l

CLAIM_STATES = {
    "claimed": _l("待核实"),
    "verified": _l("待公示"),
    "published": _l("公示中"),
    "objected": _l("有异议"),
    "posted": _l("已入账"),
    "reversed": _l("已撤回"),
    "refused": _l("未通过"),
}
CLAIM_TONES = {
    "claimed": "gold", "verified": "gold", "published": "gold", "objected": "warn", "posted": "ok", "reversed": "off",
    "refused": "off",
}  # fmt: skip
OPEN_CLAIMS = ("claimed", "verified", "published", "objected")
DECISIONS = {"yes": _l("属实，可以公示"), "no": _l("不属实，不通过")}
SETTLEMENTS = {"dismiss": _l("异议不成立，照常入账"), "uphold": _l("异议成立，撤回申报")}
REDEMPTION_STATES = {"done": _l("已兑换"), "reversed": _l("已退回")}
REDEMPTION_TONES = {"done": "ok", "reversed": "off"}
