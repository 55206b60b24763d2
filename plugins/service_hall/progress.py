"""查进度: the page for whoever holds a receipt. Fixed sentences, days and the number; nobody's name, no note."""

from __future__ import annotations

from typing import Any

from hub.kits.casework import CodeForm, Progress, find_by_code, number_of, steps_of
from hub.room import Pages, _, _l, here, short_day

from .models import Request, Step
from .words import PUBLIC_NEXT, PUBLIC_STEPS, STATES, TONES

public = Pages()


@public.public(
    "progress", form=CodeForm, village=CodeForm.village, title=_l("查办件进度"), submit=_l("查进度")
)
def progress(form: CodeForm) -> dict[str, Any] | None:
    row = find_by_code(Request, form.code.data)
    if row is None:
        return None
    running = row.resolved_at is None and row.stopped_on is None
    pairs = [
        (_("受理"), short_day(row.numbered_on)),
        (_("最晚办结"), short_day(row.due_on) if running else ""),
        (_("大厅电话"), here.village.phone),
        (_("地址"), here.village.address),
    ]
    steps = [
        (step.at, PUBLIC_STEPS[step.kind]) for step in steps_of(Step, row.id) if step.kind in PUBLIC_STEPS
    ]
    return {
        "shown": Progress(
            number_of(row), STATES[row.state], TONES[row.state], PUBLIC_NEXT[row.state],
            [pair for pair in pairs if pair[1]], steps,
        )
    }  # fmt: skip
