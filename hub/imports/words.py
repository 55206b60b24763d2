"""What the states of a batch are called."""

from __future__ import annotations

from hub.admin.columns import pill
from hub.i18n import _l

STATES = {
    "reading": _l("正在读"), "checked": _l("等着决定"), "taking": _l("正在导入"), "done": _l("已导入"),
    "undoing": _l("正在撤销"), "undone": _l("已撤销"), "dropped": _l("没有导入"), "failed": _l("没有成功"),
}  # fmt: skip
TONES = {"checked": "gold", "done": "ok", "failed": "warn"}


def state_pill(state: str) -> str:
    """A state, drawn."""
    return pill(STATES[state], TONES.get(state, "off"))
