"""Visits as lists: all of the village's, and each room's own log (登记簿) with the room's own columns.

Nobody can be followed here: the list over all rooms is not searched by person, and no export holds a name or a purpose.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from markupsafe import Markup
from sqlalchemy import ColumnElement, and_, false, true

from hub.accounts.models import User
from hub.admin.actions import RowAction
from hub.admin.columns import Column, pill, with_seal
from hub.admin.filters import Active, ChoiceFilter, DateFilter, Filter, FlagFilter, Offered, ReferenceFilter
from hub.admin.view import RecordsView
from hub.centre.models import Room
from hub.i18n import _, _l, _lp, _n
from hub.kernel.clock import day_bounds
from hub.kernel.here import here
from hub.kernel.loader import LoadedRoom
from hub.people.models import Resident
from hub.text import mask_name
from hub.visits import rules, services
from hub.visits.models import Visit


class PurposeFilter(Filter):
    """Visits whose purpose begins with what was typed."""

    def read(self, args: Any, value: Any, label: str) -> Active | None:
        wanted = args.get(self.name, "").strip()[: rules.PURPOSE_LENGTH]
        if not wanted:
            return None
        words = _("%(label)s：%(value)s", label=label, value=wanted)
        return Active(value.startswith(wanted, autoescape=True), words)

    def offer(self, args: Any, label: str, href: Any, hidden: list[tuple[str, str]]) -> Offered | None:
        return Offered(label, action=href(), hidden=hidden, inputs=[(self.name, "text", label, "")])


def this_month() -> ColumnElement[bool]:
    """The condition that a visit began in the present local month."""
    return Visit.started_at >= day_bounds(here.today.replace(day=1), here.tz)[0]


def of_rooms_in_view() -> ColumnElement[bool]:
    """The condition that the one who looks may see the room's visits. It leaves rooms out rather than naming those
    that are in, so that the list is still read in the order of its index."""
    shown = [room.id for room in here.rooms.values() if here.can(f"{room.key}.view")]
    hidden = [room.id for room in here.rooms.values() if room.id not in shown]
    if len(shown) < 2:
        return Visit.room_id == shown[0] if shown else false()
    return Visit.room_id.not_in(hidden) if hidden else true()


def rooms_to_choose() -> list[tuple[int, str]]:
    """The rooms whose visits the one who looks may see."""
    return [(room.id, room.name) for room in here.rooms.values() if here.can(f"{room.key}.view")]


def _purpose(value: str, row: Any) -> Any:
    return Markup("{} {}").format(value, pill(_("补录"), "ok")) if row.late else value


def _undoable(row: Any) -> bool:
    user = here.user
    mine = user is not None and row.recorded_by_id == user.id
    return mine and here.now - row.recorded_at < services.UNDO_FOR  # a clock can be slow, so it is asked last


def _stay(value: Any, row: Any) -> str:
    return _n("%(n)s 分钟", (value - row.started_at) // timedelta(minutes=1))


_HEADS = Column("heads", _l("人数"), Visit.heads, kind="num", show=lambda heads: _n("%(n)s 人", heads))
_PURPOSE = Column("purpose", _l("事由"), Visit.purpose, personal=True, show=_purpose, export=False)
_NAME = Column(
    "resident", _l("姓名"), Resident.name, personal=True, show=mask_name, export=False, kind="hide_phone"
)
_BY = Column("recorded_by", _l("登记人"), User.name, kind="hide_phone")
_HIDDEN = (
    Column("late", _l("补录"), Visit.late, kind="hidden"),
    Column("recorded_by_id", "", Visit.recorded_by_id, kind="hidden"),
)
_DETAILS = (
    Column("ended_at", _l("停留"), Visit.ended_at, show=_stay),
    Column("recorded_at_shown", _l("登记时间"), Visit.recorded_at),
    Column("override_reason", _l("超员原因"), Visit.override_reason),
)
_ACTIONS = (
    RowAction(
        _l("撤销"), page="visits.undo", arg="visit_id", permission="visits.record", post=True, show=_undoable
    ),
    RowAction(_l("作废"), page="visits.void", arg="visit_id", permission=services.VOID, tone="danger"),
)
_DATES = DateFilter("started_at", _l("日期"))
_PURPOSES = PurposeFilter("purpose", _l("事由"), Visit.purpose, personal=True)
_LATE = FlagFilter("late", _l("只看补录"))


class VisitList(RecordsView):
    """来访: the visits of every room that the one who looks may see."""

    model = Visit
    slug = "visit-log"
    title = _l("来访")
    singular = _lp("singular", "来访")
    subtitle = _l("最新在前")
    permission = "visits.view"
    joins = (Visit.room, Visit.resident, Visit.recorded_by)
    columns = (
        Column("started_at", _l("时间"), Visit.started_at, sort=True, kind="secondary"),
        Column(
            "room",
            _lp("one", "功能室"),
            Room.name,
            kind="main",
            draw=lambda name, row: with_seal(row.icon, name),
        ),
        _HEADS,
        _PURPOSE,
        _NAME,
        _BY,
        Column("icon", "", Room.icon, kind="hidden"),
        Column("recorded_at", "", Visit.recorded_at, kind="hidden"),
        *_HIDDEN,
    )
    details_columns = _DETAILS
    order = "-started_at"
    where = staticmethod(of_rooms_in_view)
    filters = (
        FlagFilter("month", _l("本月"), this_month),
        ReferenceFilter("room", _lp("one", "功能室"), choices=rooms_to_choose),
        _DATES,
        _PURPOSES,
        _LATE,
    )
    row_actions = _ACTIONS
    create_page = "visits.record"
    create_permission = "visits.record"
    create_label = _l("登记来访")
    empty_text = _l("还没有来访。点“登记来访”，两下就记好。")


def log_of(loaded: LoadedRoom) -> type[RecordsView]:
    """登记簿: the list of one room's visits, with its kinds of visit and the columns it keeps beside them."""
    key, declared = loaded.id, loaded.declared
    own = declared.visit_log
    kinds = {rules.PLAIN: _lp("one", "来访")} | {kind.code: kind.label for kind in declared.visit_kinds}
    kind = (Column("kind", _l("类别"), Visit.kind, choices=kinds),) if len(kinds) > 1 else ()
    time = Column("started_at", _l("时间"), Visit.started_at, sort=True, kind="main")

    def of_this_room() -> ColumnElement[bool]:
        return Visit.room_id == here.room(key).id

    parts: dict[str, Any] = {
        "__module__": __name__,
        "__doc__": f"登记簿 of {key}",
        "model": Visit,
        "slug": "visits",
        "title": _l("登记簿"),
        "singular": _lp("singular", "来访"),
        "permission": f"{key}.view",
        "joins": (
            Visit.resident,
            Visit.recorded_by,
            *(
                [(own.model, and_(own.model.village_id == Visit.village_id, own.model.visit_id == Visit.id))]
                if own
                else ()
            ),
        ),
        "columns": (
            time,
            _HEADS,
            *kind,
            _PURPOSE,
            _NAME,
            *(own.columns if own else ()),
            _BY,
            Column("recorded_at", "", Visit.recorded_at, kind="hidden"),
            *_HIDDEN,
        ),
        "details_columns": _DETAILS,
        "order": "-started_at",
        "where": staticmethod(of_this_room),
        "filters": (
            FlagFilter("month", _l("本月"), this_month),
            *([ChoiceFilter("kind", _l("类别"), choices=kinds)] if kind else ()),
            _DATES,
            _PURPOSES,
            _LATE,
        ),
        "search_resident": Visit.resident if any(one.named for one in declared.visit_kinds) else None,
        "row_actions": _ACTIONS,
        "empty_text": _l("这里还没有来访。"),
    }
    return type(f"{key}_visits", (RecordsView,), parts)
