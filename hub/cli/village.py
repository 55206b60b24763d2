"""`hub village`: the villages of this hub, adding one, changing its facts, repairing its totals."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from hub.cli.texts import _

if TYPE_CHECKING:
    from hub.kernel.models import Village
    from hub.villages.forms import VillageForm


@click.group(help=_("村：查看、新增、修改、重新合计。"))
def command() -> None:
    """Groups the commands below."""


@command.command("list", help=_("列出所有的村。"))
@click.option("--json", "as_json", is_flag=True, help=_("给程序读的格式"))
def list_villages(as_json: bool) -> None:
    from hub.cli.app import the_app
    from hub.purging import village_ids

    app = the_app()
    found = [_describe(app, village_id) for village_id in village_ids(app)]
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
        return
    if not found:
        click.echo(_("还没有村。用 hub village add 新增。"))
    for village in found:
        rooms = _("开通 %(n)s 间", n=len(village["rooms"]))
        state = "" if village["active"] else _("（已停用）")
        click.echo(f"{village['id']:>4}  {village['name']}{state}  {village['town']}  {rooms}")


@command.command("add", help=_("新增一个村，带默认的开放时间、节假日和功能室。"))
@click.argument("name")
@click.option("--town", default="", help=_("乡镇"))
@click.option("--rooms", help=_("开通哪些功能室，逗号隔开；不写就全部开通，写 none 一间也不开"))
def add(name: str, town: str, rooms: str | None) -> None:
    from hub.cli.app import USAGE, Stop, the_app
    from hub.villages.services import create_village

    if not 0 < len(name.strip()) <= 50 or len(town) > 50:
        raise Stop(_("村名和乡镇各写 1 到 50 个字。"), USAGE)
    wanted: Any = (
        True if rooms is None else [] if rooms == "none" else [one.strip() for one in rooms.split(",")]
    )
    app = the_app()
    with app.app_context():
        try:
            number = create_village(name.strip(), town=town.strip(), rooms=wanted)
        except LookupError as error:
            raise Stop(
                _("没有这样的功能室：%(rooms)s。用 hub room list 查看。", rooms=error), USAGE
            ) from error
    click.echo(
        _("已新增%(name)s，编号 %(id)s。接下来用 hub user 给它加一位村书记。", name=name.strip(), id=number)
    )


@command.command("set", help=_("修改一个村：hub village set 1 population=2300 phone=19900000000"))
@click.argument("village_id", type=int, metavar="ID")
@click.argument("changes", nargs=-1, required=True, metavar=_("项目=内容…"))
def set_facts(village_id: int, changes: tuple[str, ...]) -> None:
    from hub.centre.situation import in_village
    from hub.cli.app import USAGE, Stop, the_app
    from hub.kernel.here import here

    try:
        with in_village(the_app(), village_id):
            form = _filled(here.village, changes)
            if not form.validate():
                raise Stop(
                    "\n".join(f"{name}: {'；'.join(errors)}" for name, errors in form.errors.items()), USAGE
                )
            for name, value in form.facts.items():
                setattr(here.village, name, value)
            saved = here.village.name
    except LookupError as error:
        raise Stop(_("没有编号为 %(id)s 的村。用 hub village list 查看。", id=village_id), USAGE) from error
    click.echo(_("已保存：%(name)s", name=saved))


@command.command(
    "recount", help=_("按来访记录重新合计每天的人数。数据库被人动过、统计对不上时用，可以随时运行。")
)
@click.argument("village_id", type=int, metavar="ID")
def recount(village_id: int) -> None:
    from hub.centre.situation import in_village
    from hub.cli.app import USAGE, Stop, the_app
    from hub.kernel.here import here
    from hub.visits.services import recount as count_anew

    try:
        with in_village(the_app(), village_id):
            days, name = count_anew(), here.village.name
    except LookupError as error:
        raise Stop(_("没有编号为 %(id)s 的村。用 hub village list 查看。", id=village_id), USAGE) from error
    click.echo(_("已重新合计%(name)s的来访：%(n)s 行（每天每室一行）。", name=name, n=days))


def _filled(village: Village, changes: tuple[str, ...]) -> VillageForm:
    """The form of the settings page, with what is known and what is to change."""
    from werkzeug.datastructures import MultiDict

    from hub.cli.app import USAGE, Stop
    from hub.villages.forms import OTHER_ZONE, ZONES, VillageForm
    from hub.web.fields import HubField

    known = [field for field in VillageForm(obj=village) if isinstance(field, HubField)]
    given = {field.name: field._value() for field in known} | {"other_zone": ""}
    for change in changes:
        name, equals, value = change.partition("=")
        if not equals or name not in given or name == "other_zone":
            names = "、".join(sorted(given.keys() - {"other_zone"}))
            raise Stop(
                _("“%(change)s”看不懂。请写成 项目=内容，项目有：%(names)s。", change=change, names=names),
                USAGE,
            )
        given[name] = value
    if given["time_zone"] not in ZONES:
        given |= {"time_zone": OTHER_ZONE, "other_zone": given["time_zone"]}
    return VillageForm(MultiDict(given))


def _describe(app: Any, village_id: int) -> dict[str, Any]:
    from hub.centre.situation import in_village
    from hub.kernel.here import here

    with in_village(app, village_id):
        village = here.village
        return {
            "id": village.id,
            "name": village.name,
            "town": village.town,
            "time_zone": village.time_zone,
            "active": village.active,
            "rooms": list(here.enabled_rooms),
        }
