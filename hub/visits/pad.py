"""登记来访 as one page holds it: the rooms, what was chosen and typed, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from hub.centre.models import Room
from hub.i18n import _, _l, _n
from hub.kernel.here import here
from hub.kernel.refusals import Refused
from hub.text import short_moment
from hub.visits import rules, services
from hub.visits.models import Visit
from hub.web.deeds import Done, put_refusal
from hub.web.forms import ChoiceField, Form, MomentField, ResidentField, TextField
from hub.web.urls import safe_url

BUTTONS = (1, 2, 3, 5, 10)
OVERRIDE = "override_reason"


class MoreForm(Form):
    """What may be added to a visit, and never has to be."""

    kind = ChoiceField(_l("类别"), required=False)
    purpose = TextField(_l("事由"), max=rules.PURPOSE_LENGTH)
    resident = ResidentField(
        _l("姓名"), required=False, description=_l("只在确实需要时填：姓名、拼音首字母或手机后四位。")
    )
    started_at = MomentField(
        _l("实际来访时间"), required=False, description=_l("补录以前的来访才填；不填就是现在。")
    )
    override_reason = TextField(_l("超员原因"), max=200)


@dataclass(frozen=True, slots=True)
class Tile:
    """A room to tap. With `url` the tile leads to a page that knows the room's own kinds of visit."""

    id: str
    name: str
    icon: str
    note: str = ""
    url: str = ""


class Pad:
    """The page of the current request."""

    def __init__(self) -> None:
        self.rooms = recordable_rooms()
        self.room = self.rooms.get(request.values.get("room", ""))
        posted = request.method == "POST"
        self.form = MoreForm(request.form if posted else None)
        self.token = request.form.get("token", "")[:40] or services.new_token()
        self._offer(posted)

    def record(self) -> Visit:
        """Record what was tapped. Raises Refused."""
        if self.room is None:
            raise Refused(_("请先点一个功能室。"), field="room")
        heads = heads_given(request.form.get("heads", ""), request.form.get("heads_other", ""))
        if not self.form.validate():
            raise Refused(_("还没有登记上，请改好下面标红的地方再点人数。"))
        given = self.form.data
        resident = given.get("resident")
        return services.record(
            self.room,
            heads,
            kind=given.get("kind") or rules.PLAIN,
            purpose=given["purpose"],
            resident_id=resident.id if resident else None,
            started_at=given["started_at"],
            token=self.token,
            override_reason=given[OVERRIDE],
        )

    def page(self, error: str = "", status: int = 200) -> ResponseReturnValue:
        """The page with everything that was chosen and typed."""
        more = [field for field in self.form if field.name != OVERRIDE]
        opened = any(field.errors or (field.data and status != 200) for field in more)
        page = render_template(
            "visits/record.html",
            tiles=[self._tile(room) for room in self.rooms.values()],
            chosen=self.room.key if self.room else None,
            buttons=BUTTONS,
            more=more,
            opened=opened,
            error=error,
            other=request.form.get("heads_other", ""),
            hidden=[("token", self.token), ("back", back_address() or "")],
        )
        return page, status

    def refused(self, refusal: Refused) -> ResponseReturnValue:
        """The page that says why not. A room that is over-full is asked about on a page of its own."""
        put_refusal(self.form, refusal)
        if refusal.field == OVERRIDE and self.room is not None:
            return self._ask_why(refusal)
        if refusal.field and refusal.field in self.form:
            return self.page(_("还没有登记上，请改好下面标红的地方再点人数。"), 422)
        return self.page(str(refusal.sentence), 422)

    def _ask_why(self, refusal: Refused) -> ResponseReturnValue:
        kept = (
            "room",
            "heads_other",
            "token",
            "back",
            "kind",
            "purpose",
            "resident",
            "resident_text",
            "started_at",
        )
        page = render_template(
            "visits/over_full.html",
            room=self.room,
            heads=heads_given(request.form.get("heads", ""), request.form.get("heads_other", "")),
            sentence=refusal.sentence,
            field=self.form[OVERRIDE],
            tried=bool(self.form[OVERRIDE].data),
            hidden=[(name, request.form[name]) for name in kept if request.form.get(name)],
        )
        return page, 422

    def _offer(self, posted: bool) -> None:
        """Leave out what this room or this user has no use for; what was typed is never left out."""
        kinds = rules.offered_kinds(self.room) if self.room else ()
        if kinds:
            self.form.kind.choices = [(kind.code, kind.label) for kind in kinds]
        else:
            del self.form.kind
        if not here.can("residents.view"):
            del self.form.resident
        if not posted and self.room and rules.confidential(self.room):
            for name in ("purpose", "resident"):
                if name in self.form:
                    del self.form[name]

    def _tile(self, room: Room) -> Tile:
        leads_on = bool(rules.offered_kinds(room)) and room is not self.room
        url = url_for("visits.record", room=room.key, back=back_address()) if leads_on else ""
        return Tile(room.key, room.name, room.icon, url=url)


def recordable_rooms() -> dict[str, Room]:
    """The rooms whose visits the user may record."""
    return {key: room for key, room in here.enabled_rooms.items() if here.can(f"{key}.record")}


def heads_given(tapped: str, typed: str) -> int:
    """The number on the tapped button, or the one typed under 其他. Raises Refused."""
    text = typed.strip() if tapped == "other" else tapped
    if not (text.isascii() and text.isdecimal() and len(text) <= 6):
        raise Refused(_("请点人数；点“其他”的，请填一个整数，例如 4。"), field="heads")
    return int(text)


def back_address() -> str | None:
    """The page that the user came from and wants to go back to, if it is one of ours."""
    return safe_url(request.values.get("back"))


class Told(Protocol):
    """A visit, or as much of it as is told of it."""

    @property
    def id(self) -> int: ...

    @property
    def heads(self) -> int: ...

    @property
    def late(self) -> bool: ...

    @property
    def started_at(self) -> datetime: ...


class NamedRoom(Protocol):
    """A room, or as much of it as is told of it."""

    @property
    def key(self) -> str: ...

    @property
    def name(self) -> str: ...


def recording_url(room: str | None = None) -> str:
    """The page of two taps, with a room chosen."""
    return url_for("visits.record", room=room)


def recorded(visit: Told, room: NamedRoom) -> Done:
    """What is said of a visit that was recorded, where it goes on, and how it is taken back."""
    said = _n("已登记：%(room)s %(n)s 人", visit.heads, room=room.name)
    if visit.late:
        when = short_moment(visit.started_at)
        said = _n("已补录：%(room)s %(n)s 人，%(when)s", visit.heads, room=room.name, when=when)
    return Done(said, back_address() or recording_url(room.key), url_for("visits.undo", visit_id=visit.id))
