"""`hub backup`: a checked copy of the database, now."""

from __future__ import annotations

from pathlib import Path

import click

from hub.cli.texts import _


@click.group(invoke_without_command=True, help=_("备份数据库并检查；不影响正在使用的人。"))
@click.pass_context
def command(ctx: click.Context) -> None:
    if ctx.invoked_subcommand is None:
        _make()


def _make() -> None:
    from hub.backup.files import drop_old
    from hub.backup.making import make_copy
    from hub.backup.words import checked_words, size_words
    from hub.cli.app import the_app, the_settings
    from hub.kernel.keyring import key_files

    settings = the_settings()
    with the_app(settings).app_context():
        copy = make_copy(settings)
        click.echo(_("已备份：%(file)s", file=copy.file))
        click.echo(f"{size_words(copy.size)} · {checked_words(copy)}")
    if not copy.encrypted:
        click.echo(_("没有加密；要加密请设置 HUB_BACKUP_PASSPHRASE。"))
    if any(key_files(settings)):
        click.echo(_("备份里没有保密室的密钥（%(folder)s）。没有密钥，恢复后保密的内容打不开：请另外保管。",
                     folder=settings.keys_folder))  # fmt: skip
    if dropped := drop_old(settings):
        click.echo(_("删除过期的备份 %(n)s 份", n=dropped))


@command.command("list", help=_("列出已有的备份。"))
def list_copies() -> None:
    from hub.backup.files import copies
    from hub.backup.words import checked_words, size_words
    from hub.cli.app import the_app, the_settings

    settings = the_settings()
    with the_app(settings).app_context():
        for copy in copies(settings):
            locked = _("已加密") if copy.encrypted else _("没有加密")
            made = f"{copy.made_at.astimezone():%Y-%m-%d %H:%M}"
            click.echo(f"{made}  {size_words(copy.size)}  {locked}  {checked_words(copy)}  {copy.file}")


@command.command("check", help=_("再检查一次某个备份：打开，在别处恢复，清点；不动正在使用的数据。"))
@click.argument("file", type=click.Path(path_type=Path))
def check_copy(file: Path) -> None:
    from hub.backup.restoring import examine
    from hub.cli.app import make_app, the_settings
    from hub.cli.restore import passphrase_for

    settings = the_settings()
    app = make_app(settings, check_schema=False)
    with app.app_context():
        rows = examine(app, file, passphrase_for(settings, file))
    click.echo(_("%(file)s 完好，共 %(n)s 条记录。", file=file.name, n=rows))
