"""`hub audit`: sealing what was done, and checking that nobody changed it afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from hub.cli.texts import _

if TYPE_CHECKING:
    from hub.audit.verifying import Verdict


@click.group(help=_("操作记录的封存和核对。"))
def command() -> None:
    """Groups the commands below."""


@command.command("seal", help=_("封存还没有封存的操作记录；hub serve 一直在做。"))
@click.option("--anew", is_flag=True, help=_("密钥丢失后，用现在的密钥全部重新封存"))
@click.option("--yes", is_flag=True, help=_("不再询问"))
def seal(anew: bool, yes: bool) -> None:
    from hub.audit.sealing import NoKey, seal_all, seal_anew
    from hub.audit.writer import note
    from hub.cli.app import Stop, the_app
    from hub.kernel.database import db

    app = the_app()
    if anew and not yes:
        click.confirm(_("重新封存后，以前是否有人改过记录就查不出来了。继续吗？"), abort=True)
    try:
        if anew:
            with app.app_context():
                note("reseal", "audit_entry")
                db.session.commit()
        count = seal_anew(app) if anew else seal_all(app)
    except NoKey as error:
        raise Stop(
            _(
                "封存操作记录的密钥不见了，或者换了一把：请把原来的 audit.key 放回数据文件夹；"
                "确实找不到时运行 hub audit seal --anew。"
            )
        ) from error
    click.echo(_("已封存 %(n)s 条。", n=count))


@command.command("verify", help=_("从头到尾核对每个村的操作记录；发现改动时指出第一条，并以 1 结束。"))
@click.option("--village", type=int, help=_("只核对这个村（编号）；不属于任何村的是 0"))
def verify(village: int | None) -> None:
    from hub.audit import verifying
    from hub.cli.app import Stop, the_app, the_settings
    from hub.kernel.keys import audit_key

    settings = the_settings()
    app = the_app(settings)
    key = audit_key(settings)
    if key is None:
        raise Stop(_("没有 audit.key，无法核对。请把原来的密钥放回数据文件夹。"))
    verdicts = verifying.verify(app, key, village)
    for verdict in verdicts:
        click.echo(_sentence(verdict), err=verdict.wrong is not None)
    if any(verdict.wrong for verdict in verdicts):
        raise Stop(_("操作记录与封存时不一致。请保留现场，用备份比对。"))
    click.echo(_("操作记录完整，共核对 %(n)s 条。", n=sum(verdict.fit for verdict in verdicts)))


def _sentence(verdict: Verdict) -> str:
    from hub.audit import verifying as v

    name = _("%(n)s 号村", n=verdict.village) if verdict.village else _("各村以外")
    if verdict.wrong is None:
        return _("%(village)s：%(n)s 条，完整", village=name, n=verdict.fit)
    words = {
        v.CHANGED: _("第 %(place)s 条（编号 %(id)s）被改动过"),
        v.MISSING: _("第 %(place)s 条（编号 %(id)s）缺失"),
        v.CUT: _("末尾被截断：从第 %(place)s 条起缺失，最后一条应是编号 %(id)s"),
        v.HEADLESS: _("链尾的记录被删除，前面有 %(place)s 条"),
        v.HEAD_CHANGED: _("链尾的记录被改动过（第 %(place)s 条）"),
        v.UNSEALED: _("编号 %(id)s 的封条被删除"),
        v.OTHER_KEY: _("不是用这把密钥封存的"),
    }[verdict.wrong.kind]
    what = words % {"place": verdict.wrong.place, "id": verdict.wrong.entry_id or "?"}
    return _("%(village)s：前 %(n)s 条完整；%(what)s", village=name, n=verdict.fit, what=what)
