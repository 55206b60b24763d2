"""`hub restore`: put a copy in the place of the database."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from hub.cli.texts import _

if TYPE_CHECKING:
    from hub.settings import Settings


@click.command(help=_("用备份恢复数据库。已有数据时要输入数据库的名称确认；原来的数据另存一份。"))
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--yes", "typed", metavar="NAME", help=_("不询问：数据库的名称，就是询问时要输入的那个"))
def command(file: Path, typed: str | None) -> None:
    from hub.backup.restoring import keep_present, refuse_other_kind, restore, what_is_there
    from hub.cli.app import make_app, the_settings

    settings = the_settings()
    settings.home.mkdir(mode=0o700, parents=True, exist_ok=True)
    app = make_app(settings, check_schema=False)
    with app.app_context():
        refuse_other_kind(settings, file)
        passphrase = passphrase_for(settings, file)
        if name := what_is_there(settings):
            _agree(name, typed)
        kept = keep_present(settings)
        done = restore(app, file, passphrase)
    click.echo(_("已恢复：%(file)s，共 %(n)s 条记录。", file=file.name, n=done.rows))
    if kept := kept or done.kept:
        click.echo(_("原来的数据在：%(file)s", file=kept))
    if done.older:
        click.echo(_("备份比程序旧，请运行 hub upgrade：%(parts)s", parts="、".join(done.older)))
    click.echo(_("接下来：hub doctor 检查一遍，hub audit verify 核对操作记录，再 hub serve。"))


def passphrase_for(settings: Settings, file: Path) -> str:
    """The passphrase that an encrypted copy needs: of the settings, or asked for."""
    from hub.backup.envelope import is_encrypted
    from hub.cli.app import Stop

    if not file.is_file() or not is_encrypted(file):
        return ""
    if settings.backup_passphrase:
        return settings.backup_passphrase
    if not sys.stdin.isatty():
        raise Stop(_("这份备份是加密的，请设置 HUB_BACKUP_PASSPHRASE。"))
    given: str = click.prompt(_("备份的口令"), hide_input=True)
    return given


def _agree(name: str, typed: str | None) -> None:
    from hub.cli.app import USAGE, Stop

    if typed is None:
        if not sys.stdin.isatty():
            raise Stop(
                _("这里已经有数据（%(name)s），恢复会取代它。确定时加上 --yes %(name)s", name=name), USAGE
            )
        typed = click.prompt(_("这里已经有数据，恢复会取代它。要继续，请输入 %(name)s", name=name))
    if typed != name:
        raise Stop(_("输入的不是 %(name)s，没有恢复，数据没有改动。", name=name))
