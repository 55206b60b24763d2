"""讲座: planned, held with its heads, or not held."""

from __future__ import annotations

from flask import abort

from hub.kits.events import Events
from hub.room import Done, Pages, _, _l, db, short_moment

from .desk import ID
from .forms import TalkForm, TalkHeldForm, TalkOffForm
from .models import Talk
from .words import ROOM, TALK

ONE = f"/talk/<{ID}:talk>"
events = Events(Talk, ROOM, TALK)
talks = Pages()


@talks.action(
    "plan", form=TalkForm, permission="counsel", title=_l("安排讲座"), submit=_l("安排"), url="/talk/new"
)
def plan(form: TalkForm) -> Done:
    row = events.plan(form.name.data, form.starts_at.data, form.ends_at.data, form.proposer.data)
    return Done(_("已安排：%(name)s，%(at)s", name=row.name, at=short_moment(row.starts_at)), to=_list())


def _about(talk: int) -> dict[str, object]:
    row = _find(talk)
    return {"subtitle": f"{row.name} {short_moment(row.starts_at)}"}


def _times(form: TalkHeldForm, talk: int) -> None:
    row = _find(talk)
    if form.began_at.typed is None and form.began_at.data is None:
        form.began_at.data = row.began_at or row.starts_at
    if form.finished_at.typed is None and form.finished_at.data is None:
        form.finished_at.data = row.ends_at


@talks.action(
    "talk_held", form=TalkHeldForm, permission="counsel", title=_l("讲座办完"), submit=_l("登记"), url=f"{ONE}/held",
    prepare=_times, context=_about,
)  # fmt: skip
def held(form: TalkHeldForm, talk: int) -> Done:
    _find(talk)
    row, _visit = events.held(
        talk, form.heads.data, began_at=form.began_at.data, finished_at=form.finished_at.data,
        crowd_reason=_("讲座按来的人数登记"),
    )  # fmt: skip
    return Done(_("已登记：%(name)s，%(n)s 人", name=row.name, n=row.heads), to=_list())


@talks.action(
    "talk_off", form=TalkOffForm, permission="counsel", title=_l("不办了"), submit=_l("取消讲座"), url=f"{ONE}/off",
    context=_about,
)  # fmt: skip
def off(form: TalkOffForm, talk: int) -> Done:
    _find(talk)
    row = events.cancel(talk, form.why.data)
    return Done(_("已取消：%(name)s", name=row.name), to=_list())


def _find(talk: int) -> Talk:
    return db.session.get(Talk, talk) or abort(404)


def _list() -> str:
    from .lists import Talks

    return Talks.url()
