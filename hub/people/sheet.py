"""The list of residents as a spreadsheet: a name, perhaps a phone, a group and the day on which they agreed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from operator import itemgetter
from typing import Any

from sqlalchemy import Select, delete, insert, select, update

from hub.i18n import _, _l
from hub.kernel.database import db
from hub.kernel.declarations import AlreadyThere, ImportSheet
from hub.kernel.here import here
from hub.kernel.refusals import Refused
from hub.kernel.rows import change_rows
from hub.kernel.taking_in import Made, make_records
from hub.people.keys import keys_of
from hub.people.merging import pointers
from hub.people.models import Resident, ResidentKey
from hub.people.names import check_group, check_name, check_phone, half_width
from hub.people.search import is_kept
from hub.sheets.cells import day
from hub.sheets.columns import SheetColumn

Values = dict[str, Any]
_NONE = frozenset({"无", "没有", "暂无", "/", "\\", "——"})


def _phone(text: str) -> str:
    """A phone, or none where somebody wrote that there is none."""
    if text in _NONE:
        return ""
    if len(re.findall(r"\d{7,}", half_width(text))) > 1:
        raise ValueError(_("这一格里有两个号码，请只留一个。"))
    return check_phone(text)


COLUMNS = (
    SheetColumn("name", _l("姓名"), required=True, parse=check_name, max=100,
                also=("名字", "户主", "户主姓名", "村民姓名"),
                help=_l("名字分几部分的，中间用“·”隔开"), example="古丽娜尔·吐尔逊"),
    SheetColumn("phone", _l("电话"), parse=_phone, max=40,
                also=("手机", "手机号", "手机号码", "电话号码", "联系电话", "联系方式"),
                help=_l("手机号，或带区号的座机"), example="19900001234"),
    SheetColumn("group", _l("村民小组"), parse=check_group, max=40, also=("小组", "组别", "组", "村组", "所在小组"),
                example="三组"),
    SheetColumn("consent_on", _l("同意登记日期"), parse=day, empty=None, also=("同意登记", "同意日期"),
                help=_l("本人同意登记的那天；空着的会列在“还没有同意登记”里"), example="2026-11-25"),
)  # fmt: skip


def no_doubles() -> Callable[[Values], None]:
    """Nobody stands twice in one list, and nobody agrees tomorrow. What was seen is remembered as numbers, of which
    100,000 are a few megabytes."""
    seen: set[int] = set()
    bare: dict[int, bool] = {}  # whether a name stands above without a phone
    today = here.today.isoformat()

    def check(values: Values) -> None:
        mark = hash((values["name"], values["phone"]))
        if mark in seen:
            raise Refused(_("上面已经有同样的姓名和电话了。"), "name")
        seen.add(mark)
        name = hash(values["name"])
        if name in bare and (bare[name] or not values["phone"]):
            raise Refused(
                _("上面有同名的人，有一个没写电话，分不清是不是同一个人。请写上电话，或删掉一行。"), "name"
            )
        bare[name] = not values["phone"]
        if values["consent_on"] and values["consent_on"] > today:
            raise Refused(_("同意的日子不能在将来。"), "consent_on")

    return check


def look(rows: Sequence[Values]) -> list[str | None]:
    """Who is known already, by name and phone, or by the name where one of the two has no phone."""
    names = {values["name"] for values in rows}
    known: dict[str, set[str]] = {}
    found = select(Resident.name, Resident.phone).where(Resident.name.in_(names), is_kept())
    for name, phone in db.session.execute(found):
        known.setdefault(name, set()).add(phone)
    return [
        AlreadyThere(_("已经登记过了。")) if _is_known(known.get(values["name"]), values["phone"]) else None
        for values in rows
    ]


def _is_known(phones: set[str] | None, phone: str) -> bool:
    return phones is not None and (not phone or phone in phones or "" in phones)


def prepare(rows: Sequence[Values]) -> None:
    """The keys that they will be found by."""
    for values in rows:
        values["keys"] = sorted(keys_of(values["name"], values["phone"]))


def take(rows: Sequence[Values]) -> Iterable[Made]:
    """Keep them, with the keys they are found by, but so that nobody sees them yet."""
    today, village_id = here.today, here.village_id
    residents = make_records(Resident, [
        {
            "name": values["name"], "phone": values["phone"], "group": values["group"],
            "last_used_on": today, "arriving": True,
            "consent_on": date.fromisoformat(values["consent_on"]) if values["consent_on"] else None,
        }
        for values in rows
    ])  # fmt: skip
    keys = [
        {"village_id": village_id, "resident_id": one.id, "key": key}
        for one, values in zip(residents, rows, strict=True)
        for key in values["keys"]
    ]
    keys.sort(key=itemgetter("key"))
    db.session.connection().execute(insert(ResidentKey.__table__), keys)  # type: ignore[arg-type]
    return residents


def used(_model: type[Any], brought: Select[Any]) -> int:
    """How many of them some record of a room names by now."""
    found: set[int] = set()
    for pointer in pointers():
        named = pointer.table.c[pointer.column.name]
        mine = pointer.table.c["village_id"] == here.village_id
        found.update(
            db.session.connection().scalars(select(named).where(mine, named.in_(brought)).distinct())
        )
    return len(found)


def reveal(_model: type[Any], brought: Select[Any]) -> None:
    """All of them are there at once."""
    _mark(brought, arriving=False)


def conceal(_model: type[Any], brought: Select[Any]) -> None:
    """All of them are gone at once; what is left of them is removed afterwards."""
    _mark(brought, arriving=True)


def _mark(brought: Select[Any], *, arriving: bool) -> None:
    row = Resident.__table__.c
    mine = row.village_id == here.village_id, row.id.in_(brought)
    db.session.connection().execute(update(Resident.__table__).where(*mine).values(arriving=arriving))  # type: ignore[arg-type]


def remove(_model: type[Any], ids: Sequence[int]) -> None:
    """Nobody knew them but this list: they go with their keys."""
    change_rows(delete(ResidentKey).where(ResidentKey.resident_id.in_(ids)), "import_undone")
    change_rows(delete(Resident).where(Resident.id.in_(ids)), "import_undone")


SHEET = ImportSheet(
    "residents", _l("居民名单"), "residents.edit", COLUMNS, take, check=no_doubles, look=look, prepare=prepare,
    used=used, remove=remove, reveal=reveal, conceal=conceal, list="residents",
    help=_l("请先告诉本人：只登记姓名、电话和小组，只用于借还和联系，随时可以要求删除。"),
)  # fmt: skip
