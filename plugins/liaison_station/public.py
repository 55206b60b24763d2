"""查进度 and 评价 for whoever holds a receipt, without an account. Fixed sentences and days; no name, nothing said."""

from __future__ import annotations

from typing import Any

from hub.kits.casework import CodeForm, Progress, RateByCodeForm, find_by_code, number_of, steps_of
from hub.room import Pages, _, _l, here, short_day

from . import handling
from .handling import OFFICE
from .models import Matter, Step
from .words import FLOW, PUBLIC_NEXT, PUBLIC_STEPS, ROOM, STATES, TONES

public = Pages()


@public.public(
    "progress", form=CodeForm, village=CodeForm.village, title=_l("查意见办理进度"), submit=_l("查进度"),
    template=f"{ROOM}/progress.html",
)  # fmt: skip
def progress(form: CodeForm) -> dict[str, Any] | None:
    row = find_by_code(Matter, form.code.data)
    return _shown(row, form) if row is not None else None


@public.public(
    "rate_by_code", form=RateByCodeForm, village=RateByCodeForm.village, title=_l("请您评价"),
    submit=_l("提交评价"), url="/progress/rate", template=f"{ROOM}/progress.html", writes=True,
)  # fmt: skip
def rate_by_code(form: RateByCodeForm) -> dict[str, Any] | None:
    row = find_by_code(Matter, form.code.data)
    if row is None:
        return None
    handling.rate(row.id, form.level.data, "self")
    return {**_shown(row, form), "thanks": _("谢谢您的评价。")}


def _shown(row: Matter, form: CodeForm) -> dict[str, Any]:
    running = row.resolved_at is None and row.stopped_on is None
    pairs = [
        (_("收到"), short_day(row.numbered_on)),
        (_("最晚反馈"), short_day(row.due_on) if running else ""),
        (_("电话"), here.village.phone),
        (_("地址"), here.village.address),
    ]
    steps = [
        (step.at, PUBLIC_STEPS[step.kind]) for step in steps_of(Step, row.id) if step.kind in PUBLIC_STEPS
    ]
    rateable = row.state in FLOW.ended and OFFICE.rating_of(row.id) is None
    again = RateByCodeForm()
    again.code.data = form.code.data
    return {
        "shown": Progress(
            number_of(row), STATES[row.state], TONES[row.state], PUBLIC_NEXT[row.state],
            [pair for pair in pairs if pair[1]], steps,
        ),
        "rating": again if rateable else None, "rate_url": public.url("rate_by_code"),
        "again_url": public.url("progress"),
    }  # fmt: skip
