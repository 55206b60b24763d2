"""`hub upgrade`: bring the tables up to date, after a copy."""

from __future__ import annotations

import click

from hub.cli.texts import _


@click.command(help=_("升级数据库（先自动备份），核心在前，各功能室在后。"))
@click.option("--no-copy", is_flag=True, help=_("不备份：已经另外备份过，或本机没有 pg_dump"))
def command(no_copy: bool) -> None:
    from hub.cli.app import Stop, the_app, the_settings
    from hub.cli.keys import say_new_key
    from hub.cli.tables import State, bring_up_to_date, state_of
    from hub.confidential.keys import ensure_key

    settings = the_settings()
    if state_of(settings) is State.MISSING:
        raise Stop(_("这里还没有数据库。请先运行 hub init。"))
    copy, failed = bring_up_to_date(settings, copy=not no_copy)
    if copy:
        click.echo(_("升级前的备份：%(file)s", file=copy))
    for room, reason in failed.items():
        click.echo(_("功能室 %(room)s 没有升级，已停用：%(reason)s", room=room, reason=reason), err=True)
    if failed:
        raise Stop(_("其余部分已是最新。请修好上面的功能室后再运行一次。"))
    if key := ensure_key(the_app(settings)):
        say_new_key(key)
    click.echo(_("数据库已是最新。"))
