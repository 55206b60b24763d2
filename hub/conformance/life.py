"""Rules of a room's life: its pages open, it is switched off and on and taken out, and harms nobody on the way."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import inspect, select

from hub.admin.tabs import EXTENSION
from hub.centre.models import Room
from hub.centre.rooms import disable_room, enable_room
from hub.centre.situation import in_village
from hub.conformance.counting import counted
from hub.conformance.doors import TEXTS, doors_of, open_doors
from hub.conformance.rules import Needs, Unproven, rule
from hub.conformance.subject import Subject
from hub.conformance.visitors import Client, signed_in
from hub.conformance.walk import Door, doors, owner_of
from hub.kernel.database import db
from hub.kernel.here import here
from hub.people.models import Resident
from hub.purging import purge
from hub.speech import N_, _
from hub.visits.models import Visit

CORE = ("/", "/month", "/search?q=%E7%8E%8B", "/visits", "/residents/", "/privacy/", "/rooms", "/settings")

HIDDEN = frozenset({"static", "edit_view", "delete_view", "ajax_lookup"})
FEW, SPREAD = 6, 3  # statements of a list


def core_pages(subject: Subject) -> list[str]:
    """The hub's own pages on which rooms have a part, those of a resident among them."""
    villages = subject.scratch.villages
    with in_village(subject.scratch.app, villages.here):
        resident = db.session.scalars(select(Resident.id).order_by(Resident.id)).first()
    return [*CORE, f"/people/{resident}", f"/privacy/residents/{resident}/"]


def own_numbers(subject: Subject) -> dict[str, int]:
    """A record of this village for each of the room's lists."""
    villages = subject.scratch.villages
    content = villages.content(villages.here)
    views = subject.scratch.app.extensions[EXTENSION].get(subject.id, ())
    return {view.endpoint: rows[-1][0] for view in views if (rows := content.get(view.model.__name__))}


def pages_of(subject: Subject) -> list[Door]:
    """What the room shows without being told of which record, its lists and a record of each."""
    app, numbers = subject.scratch.app, own_numbers(subject)
    with app.app_context():
        bare = {one.endpoint for one in app.url_map.iter_rules() if not set(one.arguments) - TEXTS.keys()}

    def shown(endpoint: str) -> bool:
        view, _dot, page = endpoint.rpartition(".")
        if owner_of(app, endpoint) != subject.id or endpoint not in bare or page in HIDDEN:
            return False
        return page != "details_view" or view in numbers

    return [door for door in doors(app, shown, numbers, TEXTS) if door.method == "GET"]


@rule(
    "pages", "bronze",
    N_("每个页面和列表都打得开。"),
    N_("照所说的错误改；打不开的原因要用 Refused 说清楚。"),
    Needs.HUB,
)  # fmt: skip
def pages(subject: Subject) -> Iterator[str]:
    villages = subject.scratch.villages
    empty = signed_in(subject.scratch.app, villages.unused, "keeper", rooms=[subject.id])
    for door, problem in opened(subject).items():
        if problem:
            yield problem
        if "?id=" not in door.address and (problem := _shut(subject, empty, door)):
            yield problem


def opened(subject: Subject) -> dict[Door, str]:
    """All that a keeper can open, with what is wrong when it is opened: asked once, by whoever wants it first."""
    if not subject.opened:
        room_page = Door("home.room_page", "GET", f"/rooms/{subject.id}/")
        doors = [room_page, room_page._replace(address=f"/rooms/{subject.id}/?tab=month"), *pages_of(subject)]
        keeper = subject.scratch.villages.keeper
        subject.opened = {door: _shut(subject, keeper, door) for door in doors}
    return subject.opened


def _shut(subject: Subject, client: Client, door: Door) -> str:
    """What is wrong when a keeper opens a page. One for which the village's roles do not suffice may refuse."""
    answer = client.get(door.address, buffered=True)
    if answer.status_code >= 500:
        return f"{door.address}: {answer.status_code} {subject.scratch.failure()}"
    if answer.status_code not in (200, 302, 303, 403, 404, 409):
        return f"{door.address}: {answer.status_code}"
    return ""


@rule(
    "demo-data", "gold",
    N_("有表的功能室带演示数据，每个列表里都有。"),
    N_("在 hooks.py 里写 demo_data；小规模的演示也要每个列表都有。"),
    Needs.HUB,
)  # fmt: skip
def demo_data(subject: Subject) -> Iterator[str]:
    villages = subject.scratch.villages
    if villages.demo_problem:
        yield villages.demo_problem
        return
    if not subject.tables:
        return
    if subject.declared.demo_data is None:
        yield _("没有 demo_data。")
        return
    content = villages.content(villages.here)
    for view in subject.declared.admin_views:
        if not content.get(view.model.__name__):
            yield _("列表 %(name)s 是空的。", name=view.slug)


@rule(
    "round-trip", "silver",
    N_("停用后一个页面也不剩，系统其他部分照常；重新开通后数据都在；清除后什么也不留。"),
    N_("照所说的改：别的页面不要依赖这个功能室，升级脚本不要建别的东西。"),
    Needs.END,
)  # fmt: skip
def round_trip(subject: Subject) -> Iterator[str]:
    scratch, villages = subject.scratch, subject.scratch.villages
    app, core = scratch.app, core_pages(subject)
    tried = [door for door in doors_of(subject) if door.method == "GET"]
    open_to_all = open_doors(subject)  # they answer everybody alike, whether the room is on or off
    sound = [door for door, problem in opened(subject).items() if not problem]
    before = villages.content(villages.here, core=False)
    visits = villages.content(villages.here)[Visit.__name__]
    with in_village(app, villages.here):
        disable_room(subject.id)
    for door in tried:
        answer = villages.keeper.open(door.address, method=door.method)
        if answer.status_code != 404 and door.endpoint not in open_to_all:
            yield _("停用后还打得开：%(page)s（%(code)s）", page=door.address, code=answer.status_code)
    yield from _broken(subject, villages.secretary, core, _("停用后"))
    with in_village(app, villages.here):
        enable_room(subject.id)
    for door in sound:
        if problem := _shut(subject, villages.keeper, door):
            yield _("重新开通后：%(what)s", what=problem)
    if villages.content(villages.here, core=False) != before:
        yield _("停用再开通，数据变了。")
    yield from _purged(subject, core, len(visits))


def _broken(subject: Subject, client: Client, addresses: list[str], when: str) -> Iterator[str]:
    for address in addresses:
        answer = client.get(address, buffered=True, follow_redirects=True)
        if answer.status_code != 200:
            yield f"{when}：{address} {answer.status_code} {subject.scratch.failure()}"


def _purged(subject: Subject, core: list[str], visits: int) -> Iterator[str]:
    scratch, villages = subject.scratch, subject.scratch.villages
    purge(scratch.app, subject.id)
    after = scratch.start([found for found in scratch.rooms if found.id != subject.id])
    with after.app_context():
        left = [
            name
            for name in inspect(db.engine).get_table_names()
            if name.startswith(subject.id + "__") or name == f"alembic_version_{subject.id}"
        ]
    for name in left:
        yield _("清除后还有 %(table)s。", table=name)
    with in_village(after, villages.unused):
        if db.session.scalars(select(Room).where(Room.key == subject.id)).first() is not None:
            yield _("清除后，没有用过它的村里还有它。")
    with in_village(after, villages.here):
        if subject.id in here.enabled_rooms:
            yield _("清除后还开通着。")
        if len(db.session.scalars(select(Visit.id)).all()) < visits:
            yield _("清除时来访记录少了。")
    client = signed_in(after, villages.here, "secretary")
    yield from _broken(subject, client, core, _("清除后"))


@rule(
    "queries", "gold",
    N_("列表查询数据库的次数不随行数增加。"),
    N_("要显示的相关记录写进 joins，不要一行一行去查。"),
    Needs.HUB,
)  # fmt: skip
def queries(subject: Subject) -> Iterator[str]:
    villages, app = subject.scratch.villages, subject.scratch.app
    if subject.tables and not any(villages.content(villages.here, core=False).values()):
        raise Unproven(_("没有演示数据，列表是空的。"))
    empty = signed_in(app, villages.unused, "secretary")
    full = villages.secretary if not (subject.manifest and subject.manifest.confidential) else villages.keeper
    for door in pages_of(subject):
        if not door.endpoint.endswith(".index_view"):
            continue
        most = counted(app, lambda address=door.address: full.get(address))  # type: ignore[misc]
        if most <= FEW:
            continue
        least = counted(app, lambda address=door.address: empty.get(address))  # type: ignore[misc]
        if most > least + SPREAD:
            yield _(
                "%(page)s：有记录时 %(most)s 次，空着时 %(least)s 次。",
                page=door.address,
                most=most,
                least=least,
            )
