"""`hub keys`: the keys of confidential rooms, which lie beside the database and in none of its copies."""

from __future__ import annotations

from itertools import islice

import click

from hub.cli.texts import _

SHOWN = 50  # values that do not open, named one by one


@click.group(help=_("保密室的密钥：新建、更换、检查。备份里没有密钥，请另外保管。"))
def command() -> None:
    """Groups the commands below."""


@command.command("new", help=_("新建第一把密钥；已有密钥时不会覆盖。"))
@click.option("--lost", is_flag=True, help=_("原来的密钥找不到了：另建一把，用原来那把封存的内容从此打不开"))
@click.option("--yes", is_flag=True, help=_("不再询问"))
def new(lost: bool, yes: bool) -> None:
    from hub.cli.app import the_app
    from hub.confidential.keys import new_key

    app = the_app()
    if lost and not yes:
        click.confirm(_("用原来那把密钥封存的内容，以后谁也打不开。确实找不到原来的密钥了吗？"), abort=True)
    say_new_key(new_key(app, lost=lost))


@command.command("rotate", help=_("换一把密钥，并用它重新封存全部内容；中断了再运行一次即可。"))
def rotate() -> None:
    from hub.cli.app import Stop, the_app
    from hub.confidential import keys

    app = the_app()
    done = keys.rotate(app)
    say_new_key(done.key)
    click.echo(_("已重新封存 %(n)s 项。", n=done.sealed))
    if done.unseen:
        raise Stop(
            _(
                "这些功能室没有加载，不知道里面还有没有用旧密钥封存的内容：%(rooms)s。旧密钥继续留用；"
                "加载以后再运行一次 hub keys rotate。",
                rooms="、".join(done.unseen),
            )
        )
    if done.unreadable:
        raise Stop(_("有 %(n)s 项打不开，没有改动。请运行 hub keys check。", n=done.unreadable))
    click.echo(
        _("旧密钥 %(keys)s 只有恢复以前的备份时才用得到，请留到那些备份过期。", keys="、".join(done.former))
    )


@command.command("check", help=_("逐项检查能不能打开，列出打不开的；有打不开的以 1 结束。"))
def check() -> None:
    from hub.cli.app import Stop, the_app
    from hub.confidential.keys import closed_values

    closed = closed_values(the_app())
    found = 0
    for value in islice(closed, SHOWN):
        found += 1
        why = _("缺密钥 %(key)s", key=value.key) if value.missing else _("被改动或挪动过")
        click.echo(
            _("%(village)s 号村 %(table)s 编号 %(row)s %(field)s：%(why)s",
              village=value.village, table=value.table, row=value.row_id, field=value.field, why=why)
        )  # fmt: skip
    found += sum(1 for _value in closed)
    if found:
        raise Stop(
            _("共有 %(n)s 项打不开。缺密钥的，放回密钥文件就能打开；被改动过的，请用备份核对。", n=found)
        )
    click.echo(_("保密的内容全部能打开。"))


def say_new_key(key: str) -> None:
    """Where the key lies, and that it wants keeping."""
    from hub.cli.app import the_settings
    from hub.kernel.keyring import file_of

    click.echo(_("保密室的密钥：%(file)s", file=file_of(the_settings(), key)))
    click.echo(_("请把这个文件另外抄存一份：备份里没有它，没有它保密的内容恢复不了。"))
