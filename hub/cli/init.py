"""`hub init`: from nothing to a hub that somebody can sign in to. Doing it twice does no harm."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from hub.cli.texts import _

if TYPE_CHECKING:
    from flask import Flask

    from hub.kernel.models import Village


@click.command(help=_("建立数据文件夹、密钥、数据库，以及第一个村和账号；重复运行无害。"))
@click.option("--village", metavar="NAME", help=_("第一个村的名称"))
@click.option("--town", metavar="NAME", default="", help=_("所属乡镇"))
@click.option("--secretary", metavar="USERNAME", help=_("村书记的用户名"))
@click.option("--secretary-name", metavar="NAME", help=_("村书记的姓名"))
@click.option("--town-admin", metavar="USERNAME", help=_("镇管理员的用户名（管各村，不看村民）"))
@click.option("--town-admin-name", metavar="NAME", help=_("镇管理员的姓名"))
def command(
    village: str | None,
    town: str,
    secretary: str | None,
    secretary_name: str | None,
    town_admin: str | None,
    town_admin_name: str | None,
) -> None:
    from hub.cli.app import USAGE, Stop, the_app, the_settings
    from hub.cli.keys import say_new_key
    from hub.cli.tables import bring_up_to_date
    from hub.confidential.keys import ensure_key

    if bool(village) != bool(secretary):
        raise Stop(_("--village 和 --secretary 要一起写。"), USAGE)
    settings = the_settings()
    copy, failed = bring_up_to_date(settings)
    click.echo(_("数据文件夹：%(home)s", home=settings.home))
    if copy:
        click.echo(_("升级前的备份：%(file)s", file=copy))
    for room, reason in failed.items():
        click.echo(_("功能室 %(room)s 没有装好，已停用：%(reason)s", room=room, reason=reason), err=True)
    app = the_app(settings)
    if key := ensure_key(app):
        say_new_key(key)
    if not (village or town_admin) and sys.stdin.isatty() and not _has_accounts(app):
        village, town, secretary, secretary_name = _ask()
    if town_admin:
        _add_town_admin(app, town_admin, town_admin_name or _("镇管理员"))
    if village and secretary:
        _add_village(app, village, town, secretary, secretary_name or _("村书记"))
    _say_what_is_next(app)


def _has_accounts(app: Flask) -> bool:
    from sqlalchemy import select

    from hub.accounts.models import User
    from hub.kernel.database import db

    with app.app_context():
        return db.session.scalar(select(User.id).limit(1)) is not None


def _ask() -> tuple[str, str, str, str]:
    click.echo(_("还没有账号。先建第一个村和它的村书记（直接回车用括号里的）："))
    return (
        click.prompt(_("村名")),
        click.prompt(_("所属乡镇"), default="", show_default=False),
        click.prompt(_("村书记的用户名"), default="shuji"),
        click.prompt(_("村书记的姓名")),
    )


def _add_town_admin(app: Flask, username: str, name: str) -> None:
    from hub.accounts.services import create_user, find_user
    from hub.kernel.database import db

    with app.app_context():
        if find_user(username):
            click.echo(_("账号 %(username)s 已经有了，没有改动。", username=username))
            return
        _user, password = create_user(username, name, town_admin=True)
        db.session.commit()
    _say_password(username, password)


def _add_village(app: Flask, village: str, town: str, username: str, name: str) -> None:
    from hub.accounts.services import SECRETARY, add_membership, create_user, find_user
    from hub.cli.app import all_villages
    from hub.villages.services import create_village

    if any(known.name == village for known in all_villages(app)):
        click.echo(_("%(village)s已经有了，没有改动。", village=village))
        return
    passwords = []

    def add_secretary(made: Village) -> None:
        user = find_user(username)
        if user is None:
            user, password = create_user(username, name)
            passwords.append(password)
        add_membership(user, made.id, SECRETARY)

    with app.app_context():
        create_village(village, town=town, and_then=add_secretary)
    click.echo(_("已建立%(village)s，功能室全部开通，可在“功能室”页停用不需要的。", village=village))
    for password in passwords:
        _say_password(username, password)


def _say_password(username: str, password: str) -> None:
    click.echo(
        _(
            "账号 %(username)s 的首次密码：%(password)s  （只显示这一次，登录后要改）",
            username=username,
            password=password,
        )
    )


def _say_what_is_next(app: Flask) -> None:
    if _has_accounts(app):
        click.echo(_("接下来：hub serve 启动服务；hub doctor 检查一遍；hub user --help 添加账号。"))
    else:
        click.echo(_("接下来：hub init --village 村名 --secretary 用户名，建立第一个村；然后 hub serve。"))
