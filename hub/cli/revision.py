"""`hub revision`: write the next revision of a room's tables, for its author."""

from __future__ import annotations

import click

from hub.cli.texts import _


@click.command(help=_("（功能室作者用）对照模型写出下一个表结构版本。"))
@click.argument("part")
@click.option("-m", "--message", required=True, help=_("一句话说明改了什么"))
def command(part: str, message: str) -> None:
    from hub.app import create_app
    from hub.cli.app import Stop, the_settings
    from hub.kernel.migrate import parts
    from hub.kernel.revisions import NeedsValue, write_revision

    app = create_app(the_settings(), check_schema=False)
    known = {each.id: each for each in parts(app)}
    room = app.extensions["hub"].rooms.get(part)
    if room is not None and room.state != "loaded":
        raise Stop(_("功能室 %(part)s 没有加载，写不出版本：", part=part) + f"\n{room.reason}")
    if part not in known:
        raise Stop(
            _("没有名为 %(part)s 的部分，或它没有模型。现有：%(known)s", part=part, known="、".join(known))
        )
    try:
        written = write_revision(known[part], message)
    except NeedsValue as needs:
        raise Stop(
            _(
                "%(table)s 里可能已有记录，新增的 %(column)s 不能为空，又没有写从前的记录填什么。"
                "请在模型里给它 default（数字、文字或真假），或让它可以为空，再运行一次。",
                table=needs.table, column=needs.column,
            )
        ) from needs  # fmt: skip
    click.echo(str(written) if written else _("模型与现有版本一致，不需要新版本。"))
