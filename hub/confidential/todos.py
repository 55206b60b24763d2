"""Things to do (待办) around confidential rooms: to see, to agree to, to wait for."""

from __future__ import annotations

from collections.abc import Iterator

from flask import url_for
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from hub.confidential.models import RoleNotice
from hub.confidential.rooms import confidential_here, name_of
from hub.confidential.trust import may_answer, requests_in
from hub.confidential.words import notice_words, request_words
from hub.i18n import _, _l
from hub.kernel.database import db
from hub.kernel.declarations import Todo
from hub.kernel.here import here


def unseen() -> list[RoleNotice]:
    """What the one who acts was told here and has not said to have seen."""
    user = here.user
    query = (
        select(RoleNotice)
        .where(RoleNotice.user_id == (user.id if user else 0), RoleNotice.seen_at.is_(None))
        .where(RoleNotice.village_id == here.village_id)
        .options(selectinload(RoleNotice.about), selectinload(RoleNotice.by), selectinload(RoleNotice.glass))
        .order_by(RoleNotice.id)
    )
    return list(db.session.scalars(query))


def todos() -> Iterator[Todo]:
    """Asked of everybody who works in a village with a confidential room: two short questions."""
    if not confidential_here():
        return
    home = url_for("confidential.index")
    for notice in unseen():
        pill = _("紧急查看") if notice.kind == "glass" else _("保密室")
        yield Todo(pill, notice_words(notice), "", home, _l("去看"), tone="warn", due=here.today)
    for request in requests_in(here.village_id):
        if may_answer(request):
            yield Todo(_("待确认"), request_words(request), "", home, _l("去确认"), due=here.today)
        elif here.user is not None and request.user_id == here.user.id:
            title = _("您在%(room)s的权限等另一人确认", room=name_of(request.room))
            yield Todo(_("等确认"), title, _("请联系该室的另一位室管员或镇管理员。"), home, _l("看一看"))
