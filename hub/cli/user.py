"""`hub user`: the accounts of those who sign in."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from hub.cli.texts import _

if TYPE_CHECKING:
    from hub.accounts.models import User

ROLES = ("secretary", "keeper", "reader")


@click.group(help=_("登录账号：新增、查看、重设密码、停用。"))
def command() -> None:
    """Groups the commands below."""


@command.command("add", help=_("新增一个账号，并显示首次密码；已有的账号则加入另一个村。"))
@click.argument("username")
@click.option("--name", help=_("姓名"))
@click.option("--village", type=int, help=_("村的编号；只有一个村时可以不写"))
@click.option("--role", type=click.Choice(ROLES), default="keeper", show_default=True, help=_("在村里的角色"))
@click.option("--rooms", default="", help=_("室管员管的功能室，用逗号隔开，例如 tool_station,reading_room"))
@click.option("--town-admin", is_flag=True, help=_("镇管理员：管各村，不看居民资料"))
def add(
    username: str, name: str | None, village: int | None, role: str, rooms: str, town_admin: bool
) -> None:
    from hub.accounts.names import fold_username
    from hub.accounts.services import add_membership, create_user, find_user
    from hub.cli.app import USAGE, Stop, the_app, the_village

    if town_admin and (village is not None or rooms):
        raise Stop(_("镇管理员不加入村：--town-admin 不能和 --village、--rooms 一起用。"), USAGE)
    app = the_app()
    place = None if town_admin else the_village(app, village)
    keys = _known_rooms(app, place.id, rooms) if place else []
    with _working(app):
        user = find_user(fold_username(username))
        password = ""
        if user is None or place is None:
            if not name:
                raise Stop(_("新账号要有姓名，请加上 --name。"), USAGE)
            user, password = create_user(username, name, town_admin=town_admin)
        if place is not None:
            add_membership(user, place.id, role, keys)
        click.echo(_("已新增 %(username)s（%(name)s）。", username=user.username, name=user.name))
        if password:
            _say_password(user, password)


@command.command("list", help=_("所有账号，以及各在哪个村、是什么角色。"))
@click.option("--json", "as_json", is_flag=True, help=_("给程序读的格式"))
def show(as_json: bool) -> None:
    from hub.cli.app import the_app

    with _working(the_app()):
        users = list(_everybody())
    if as_json:
        click.echo(json.dumps(users, ensure_ascii=False, indent=2))
        return
    if not users:
        click.echo(_("还没有账号。"))
    for user in users:
        marks = [_("镇管理员")] if user["town_admin"] else []
        marks += [] if user["active"] else [_("已停用")]
        click.echo("  ".join([user["username"], user["name"], *marks]))
        for one in user["villages"]:
            off = "" if one["active"] else _("（已停用）")
            click.echo(
                f"    {one['village_id']}  {one['village']}  {one['role']}  {' '.join(one['rooms'])}{off}"
            )


@command.command("reset-password", help=_("给一个账号新的首次密码；它在所有设备上的登录都会退出。"))
@click.argument("username")
def reset_password(username: str) -> None:
    from hub.accounts.services import reset_password
    from hub.cli.app import the_app

    with _working(the_app()):
        user = _find(username)
        _say_password(user, reset_password(user))


@command.command("deactivate", help=_("停用一个账号；它马上不能再登录。"))
@click.argument("username")
@click.option("--undo", is_flag=True, help=_("恢复停用的账号"))
def deactivate(username: str, undo: bool) -> None:
    from hub.accounts.services import set_active
    from hub.cli.app import the_app

    with _working(the_app()):
        user = _find(username)
        set_active(user, undo)
        told = _("已恢复 %(username)s。") if undo else _("已停用 %(username)s。")
        click.echo(told % {"username": user.username})


@command.command("sign-out-everywhere", help=_("退出一个账号在所有设备上的登录。"))
@click.argument("username")
def sign_out_everywhere(username: str) -> None:
    from hub.accounts.session import end_all
    from hub.cli.app import the_app

    with _working(the_app()):
        click.echo(_("已退出 %(n)s 处登录。", n=end_all(_find(username))))


@command.command("trust", help=_("确认一个账号可以看保密室的记录：该室没有另一位室管员、也没有镇管理员时。"))
@click.argument("username")
@click.argument("room")
@click.option("--refuse", is_flag=True, help=_("不同意"))
def trust(username: str, room: str, refuse: bool) -> None:
    from hub.cli.app import USAGE, Stop, the_app
    from hub.confidential.trust import all_requests, answer

    with _working(the_app()):
        user = _find(username)
        waiting = [one for one in all_requests() if one.user_id == user.id and one.room == room]
        if not waiting:
            raise Stop(_("没有等待确认的：%(username)s %(room)s", username=username, room=room), USAGE)
        for request in waiting:
            answer(request.id, agree=not refuse)
        click.echo(_("已记下。该室的人会收到通知。"))


@contextmanager
def _working(app: Any) -> Iterator[None]:
    """What is done inside is committed at the end, or not at all."""
    from hub.kernel.database import db

    with app.app_context():
        yield
        db.session.commit()


def _find(username: str) -> User:
    from hub.accounts.names import fold_username
    from hub.accounts.services import find_user
    from hub.cli.app import USAGE, Stop

    user = find_user(fold_username(username))
    if user is None:
        raise Stop(_("没有账号 %(username)s。hub user list 可以看到全部。", username=username), USAGE)
    return user


def _known_rooms(app: Any, village_id: int, typed: str) -> list[str]:
    from hub.centre.situation import in_village
    from hub.cli.app import USAGE, Stop
    from hub.kernel.here import here

    wanted = [key for key in typed.replace(",", " ").split() if key]
    with in_village(app, village_id):
        there = sorted(here.rooms)
    for key in wanted:
        if key not in there:
            raise Stop(_("本村没有功能室 %(key)s；有：%(there)s", key=key, there="、".join(there)), USAGE)
    return wanted


def _everybody() -> Iterator[dict[str, Any]]:
    from sqlalchemy import select

    from hub.accounts.models import Membership, User
    from hub.kernel.database import db
    from hub.kernel.models import Village

    rows = db.session.execute(
        select(Membership, Village.name)
        .join(Village, Village.id == Membership.village_id)
        .order_by(Membership.id)
    ).all()
    for user in db.session.scalars(select(User).order_by(User.username)):
        yield {
            "username": user.username, "name": user.name, "town_admin": user.town_admin, "active": user.active,
            "must_change_password": user.must_change_password,
            "villages": [
                {"village_id": one.village_id, "village": name, "role": one.role, "rooms": one.rooms.split(),
                 "active": one.active}
                for one, name in rows
                if one.user_id == user.id
            ],
        }  # fmt: skip


def _say_password(user: User, password: str) -> None:
    told = _("账号 %(username)s 的首次密码：%(password)s  （只显示这一次，登录后要改）")
    click.echo(told % {"username": user.username, "password": password})
