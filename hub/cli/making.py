"""`hub room new`: a room to begin with, which already keeps every rule."""

from __future__ import annotations

import json
import keyword
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import click

from hub.cli.texts import _

if TYPE_CHECKING:
    from hub.scaffold import Plan
    from hub.settings import Settings

LONGEST = 40


@click.command("new", help=_("（功能室作者用）写出一个新功能室：现在就能用，再改成想要的样子。"))
@click.argument("id")
@click.option("--name-zh", default="新功能室", show_default=True, help=_("中文名称"))
@click.option("--name-en", help=_("英文名称；不写就用代号"))
@click.option("--into", type=click.Path(file_okay=False, path_type=Path), help=_("写到哪个文件夹里"))
@click.option("--package", "packaged", is_flag=True, help=_("写成可以单独安装的程序包"))
def new(id: str, name_zh: str, name_en: str | None, into: Path | None, packaged: bool) -> None:
    from hub.cli.app import the_settings
    from hub.scaffold import Plan, write

    settings = the_settings()
    _check_id(id)
    name_en = _check_name(name_en or id.replace("_", " ").capitalize())
    plan = Plan(id, _check_name(name_zh), name_en, into or _usual(settings, packaged), packaged)
    _check_free(plan, settings)
    files = write(plan)
    click.echo(_("已写好 %(n)s 个文件：%(folder)s", n=len(files), folder=plan.folder))
    click.echo(_("接下来："))
    for line in _next(plan, settings):
        click.echo("    " + line)


def _check_id(id: str) -> None:
    from hub.app import CORE_FEATURES
    from hub.cli.app import USAGE, Stop
    from hub.kernel.manifest import ROOM_ID

    if not ROOM_ID.fullmatch(id) or len(id) > LONGEST or keyword.iskeyword(id):
        raise Stop(
            _("“%(id)s”不能作代号：要用小写英文单词，单词之间一条下划线，例如 sewing_corner。", id=id), USAGE
        )
    if id in ("core", "lookup", "staff", "static", "town_staff", *CORE_FEATURES):
        raise Stop(_("“%(id)s”是系统自己用的，请换一个代号。", id=id), USAGE)


def _check_name(name: str) -> str:
    from hub.cli.app import USAGE, Stop
    from hub.web.fields import clean_text

    try:
        name = clean_text(name.strip())
    except ValueError:
        name = ""
    if not 0 < len(name) <= LONGEST:
        raise Stop(_("名称要有 1 到 %(n)s 个字。", n=LONGEST), USAGE)
    return name


def _usual(settings: Settings, packaged: bool) -> Path:
    """Rooms lie where the hub looks for them; packages anywhere."""
    from hub.cli.app import USAGE, Stop

    if packaged:
        return Path.cwd()
    if not settings.rooms_dirs or "site-packages" in settings.rooms_dirs[0].parts:
        raise Stop(_("请用 --into 写明放在哪个文件夹，或先设置 HUB_ROOMS_DIRS。"), USAGE)
    return settings.rooms_dirs[0]


def _check_free(plan: Plan, settings: Settings) -> None:
    from hub.cli.app import Stop
    from hub.kernel.discovery import find_rooms

    for room in find_rooms([*settings.rooms_dirs, plan.into]):
        if room.id == plan.id and room.folder.name:
            raise Stop(_("已经有功能室 %(id)s 了：%(folder)s", id=plan.id, folder=room.folder))
    if plan.folder.exists():
        raise Stop(_("文件夹已经存在，什么也没有写：%(folder)s", folder=plan.folder))
    if not plan.packaged and not plan.into.resolve().name.isidentifier():
        raise Stop(
            _(
                "文件夹“%(name)s”的名字不能用在程序里，请换成英文字母和下划线，例如 rooms。",
                name=plan.into.resolve().name,
            )
        )
    if plan.packaged and find_spec(plan.id) is not None:
        raise Stop(_("已经有叫 %(id)s 的程序包，请换一个代号。", id=plan.id))


def _next(plan: Plan, settings: Settings) -> list[str]:
    """The three commands that come next, and before them what makes the hub find the room."""
    if plan.packaged:
        install = f"python -m pip install --no-deps --no-build-isolation -e {plan.folder}"
        return [install, f"hub room check {plan.id}", "hub upgrade"]
    known, into = [folder.resolve() for folder in settings.rooms_dirs], plan.into.resolve()
    folders = json.dumps([str(folder) for folder in (*known, into)], ensure_ascii=False)
    found = [] if into in known else [f"export HUB_ROOMS_DIRS='{folders}'"]
    return [*found, f"hub room check {plan.id}", "hub upgrade", f"hub room enable {plan.id}"]
