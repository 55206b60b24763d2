"""The pages of reception days: publish, print the notice, record, cancel."""

from __future__ import annotations

from typing import Any

from flask import abort
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from hub.kits.casework import paper_day
from hub.room import Done, Pages, _, _l, db, short_day

from . import receptions
from .board import poster_of_page
from .forms import CancelForm, HeldForm, PublishForm
from .models import Reception
from .words import LEVELS, RECEPTION_STATES, ROOM

ID = "int(max=2147483647)"
receiving = Pages()


@receiving.action(
    "publish", form=PublishForm, permission="receive", title=_l("公布接待日"), submit=_l("公布"),
)  # fmt: skip
def publish(form: PublishForm) -> Done:
    row = receptions.publish(
        form.deputy.data.id, form.day.data, form.opens.data, form.closes.data, form.about.data
    )
    said = _("已公布：%(day)s %(name)s。请打印告示贴出去", day=short_day(row.day), name=row.deputy.name)
    return Done(said, to=receiving.url("notice", reception=row.id))


@receiving.get(
    "notice", permission="view", url=f"/reception/<{ID}:reception>/notice", template=f"{ROOM}/notice.html"
)
def notice(reception: int) -> dict[str, Any]:
    """接待日公告, for A4: with whole dates, for it hangs for days."""
    row = _find(reception)
    return {"row": row, "day": paper_day(row.day), "hours": receptions.hours_of(row),
            "level": LEVELS[row.deputy.level], "poster": poster_of_page()}  # fmt: skip


def _facts(reception: int) -> dict[str, Any]:
    row = _find(reception)
    return {"facts": [(_("代表"), row.deputy.name), (_("时间"), f"{short_day(row.day)} {receptions.hours_of(row)}"),
                      (_("状态"), RECEPTION_STATES[row.state])]}  # fmt: skip


@receiving.action(
    "held", form=HeldForm, permission="receive", title=_l("登记接待情况"), submit=_l("登记"),
    url=f"/reception/<{ID}:reception>/held", context=_facts, template=f"{ROOM}/held.html",
    prepare=lambda _form, reception: _find(reception),
)  # fmt: skip
def held(form: HeldForm, reception: int) -> Done:
    row = receptions.record_held(reception, form.heads.data, form.override_reason.data)
    return Done(_("已登记：来了 %(n)s 人", n=row.heads))


@receiving.action(
    "cancel", form=CancelForm, permission="receive", title=_l("取消接待日"), submit=_l("取消这一次接待"),
    url=f"/reception/<{ID}:reception>/cancel", context=_facts,
    prepare=lambda _form, reception: _find(reception),
)  # fmt: skip
def cancel(form: CancelForm, reception: int) -> Done:
    row = receptions.cancel(reception, form.reason.data)
    return Done(_("已取消。请打印告示贴出去"), to=receiving.url("notice", reception=row.id))


def _find(reception_id: int) -> Reception:
    row = db.session.scalars(
        select(Reception).where(Reception.id == reception_id).options(joinedload(Reception.deputy))
    ).one_or_none()
    return row or abort(404)
