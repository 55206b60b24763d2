"""The forms with which events are planned, written down and cancelled. A room adds fields of its own."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from hub.kits.events.words import PROPOSERS
from hub.room import ChoiceField, CountField, Form, MomentField, TextField, _l, here

AFTER = timedelta(hours=1)  # within which an event whose start was noted is taken to end now


class PlanForm(Form):
    """安排活动"""

    name = TextField(_l("活动名称"), max=60, required=True)
    starts_at = MomentField(_l("开始"))
    ends_at = MomentField(_l("结束"))
    proposer = ChoiceField(_l("谁提出的"), choices=PROPOSERS, default="committee")


class HeldForm(Form):
    """活动办完"""

    heads = CountField(_l("来了几个人"), min=1, max=10_000)
    began_at = MomentField(_l("实际开始"), required=False, marked=False)
    finished_at = MomentField(_l("实际结束"), required=False, marked=False)
    note = TextField(_l("办得怎样"), max=200)
    override_reason = TextField(_l("人多仍要登记的原因"), max=200)

    def fill_times(self, event: Any) -> None:
        """Start and end as they were noted, or else planned: who has them right need not touch them."""
        if self.began_at.typed is None and self.began_at.data is None:
            self.began_at.data = event.began_at or event.starts_at
        if self.finished_at.typed is None and self.finished_at.data is None:
            ends_about_now = event.began_at is not None and here.now - event.ends_at < AFTER
            self.finished_at.data = here.now if ends_about_now else event.ends_at


class CancelForm(Form):
    """取消活动"""

    why = TextField(_l("为什么取消"), max=200, required=True)
