"""`hub retention run`: what has been kept long enough is let go of. `hub serve` does it daily."""

from __future__ import annotations

import click

from hub.cli.texts import _


@click.group(help=_("到期资料的清理。"))
def command() -> None:
    """Groups the commands below."""


@command.command("run", help=_("按各功能室的保存期限清理一次；hub serve 每天自动做。"))
def run() -> None:
    from hub.backup.files import drop_old
    from hub.cli.app import Stop, the_app, the_settings
    from hub.privacy.retention import run_retention

    settings = the_settings()
    results = run_retention(the_app(settings))
    for done in results:
        what = _("%(village)s · %(rule)s：", village=done.village, rule=done.rule)
        click.echo(what + (done.problem or _("清理 %(n)s 条", n=done.rows)), err=bool(done.problem))
        if done.left:
            click.echo(what + _("%(n)s 项到期还不能清理，请村书记在“个人信息”里查看", n=done.left))
    if dropped := drop_old(settings):
        click.echo(_("删除过期的备份 %(n)s 份", n=dropped))
    if any(done.problem for done in results):
        raise Stop(_("有规则没有执行成功，原因见上；其余的已经完成。"))
    click.echo(_("完成，共清理 %(n)s 条。", n=sum(done.rows for done in results)))
