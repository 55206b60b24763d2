"""`hub doctor`: looks at everything a hub stands on, and says in words what to do."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from hub.cli.texts import _

if TYPE_CHECKING:
    from hub.cli.checkup.finding import Finding
    from hub.settings import Settings

MARKS = {"ok": "✓", "warn": "!", "bad": "✗"}


@click.command(help=_("检查数据库、功能室、密钥、磁盘和时钟，逐条说明，并告诉怎么办。"))
@click.option("--json", "as_json", is_flag=True, help=_("给程序读的格式"))
def command(as_json: bool) -> None:
    from hub.cli.app import the_settings

    findings = list(examine(the_settings()))
    well = all(finding.state != "bad" for finding in findings)
    if as_json:
        report = {"ok": well, "findings": [asdict(finding) for finding in findings]}
        click.echo(json.dumps(report, ensure_ascii=False, indent=2))
    else:
        for finding in findings:
            click.echo(f"{MARKS[finding.state]} {finding.text}")
            if finding.next:
                click.echo(f"    → {finding.next}")
        click.echo(_("一切正常。") if well else _("有问题需要处理，见上面打叉的几条。"))
    raise SystemExit(0 if well else 1)


def examine(settings: Settings) -> Iterator[Finding]:
    """All findings, the machine's first."""
    from sqlalchemy.exc import OperationalError

    from hub.cli.app import make_app
    from hub.cli.checkup.audit import check_audit
    from hub.cli.checkup.backup import check_backup
    from hub.cli.checkup.finding import bad
    from hub.cli.checkup.keys import check_keys
    from hub.cli.checkup.machine import check_machine
    from hub.cli.checkup.postgres import check_postgres
    from hub.cli.checkup.rooms import check_rooms, check_tables
    from hub.cli.checkup.sqlite import check_sqlite
    from hub.cli.tables import sqlite_file
    from hub.kernel.database import db
    from hub.kernel.transactions import intention

    yield from check_machine(settings)
    file = sqlite_file(settings)
    if file is not None and not file.exists():
        yield bad("database", _("这里还没有数据库"), _("请运行 hub init。"), str(file))
        return
    app = make_app(settings.model_copy(update={"strict": False}), check_schema=False)
    with app.app_context(), intention(writes=False):
        try:
            with db.engine.connect() as connection:
                look = check_sqlite if settings.is_sqlite else check_postgres
                yield from look(connection)
                yield check_tables(connection)
                yield from check_rooms(app, connection)
                yield from check_backup(settings, connection)
                yield from check_audit(settings, connection)
                yield from check_keys(settings, connection)
        except OperationalError as error:
            reason = str(error.orig).strip().splitlines()[0]
            text = _("数据库打不开：%(reason)s", reason=reason)
            yield bad("database", text, _("请检查地址、密码、网络；PostgreSQL 是否在运行。"), reason)
            yield from check_rooms(app, None)
