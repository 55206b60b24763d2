"""What happened around a confidential room, in sentences."""

from __future__ import annotations

from hub.confidential.models import RoleNotice, TrustRequest
from hub.confidential.rooms import name_of
from hub.i18n import _
from hub.text import short_moment


def notice_words(notice: RoleNotice) -> str:
    """What somebody of the role is told."""
    by = notice.by.name if notice.by else _("管理员（命令）")
    about, room = notice.about.name, name_of(notice.room)
    if notice.kind == "glass" and notice.glass:
        return _(
            "%(by)s紧急查看了%(room)s，到 %(until)s。原因：%(reason)s",
            by=by, room=room, until=short_moment(notice.glass.until), reason=notice.glass.reason,
        )  # fmt: skip
    said = {
        "asked": _("%(by)s让%(about)s管%(room)s，等另一人确认。"),
        "agreed": _("%(by)s确认了%(about)s可以看%(room)s。"),
        "refused": _("%(by)s没有同意%(about)s看%(room)s。"),
        "removed": _("%(by)s让%(about)s不再管%(room)s。"),
        "reset": _("%(by)s重设了%(about)s的密码；%(about)s在%(room)s的权限暂停，等另一人确认。"),
    }[notice.kind]
    return said % {"by": by, "about": about, "room": room}


def request_words(request: TrustRequest) -> str:
    """What is asked of a second person."""
    by = request.asked_by.name if request.asked_by else _("管理员（命令）")
    said = (
        _("%(by)s重设了%(about)s的密码。确认是本人在用，才能再看%(room)s。")
        if request.why == "reset"
        else _("%(by)s让%(about)s管%(room)s。确认以后，才能看里面的记录。")
    )
    return said % {"by": by, "about": request.user.name, "room": name_of(request.room)}
