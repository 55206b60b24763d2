"""`hub report`: a village's month on the command line, or as a file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from hub.cli.texts import _

if TYPE_CHECKING:
    from hub.reports.shown import ShownMonth


@click.command(help=_("月报：在屏幕上列出，或存成 .xlsx、.docx 文件。"))
@click.argument("month", required=False, metavar=_("[月份，如 2025-10]"))
@click.option("--village", type=int, help=_("村的编号；只有一个村时不用写"))
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help=_("存成文件：.xlsx 或 .docx"))
@click.option("--json", "as_json", is_flag=True, help=_("给程序读的格式"))
def command(month: str | None, village: int | None, out: Path | None, as_json: bool) -> None:
    from hub.centre.situation import in_village
    from hub.cli.app import USAGE, Stop, the_app, the_village
    from hub.reports.months import Month
    from hub.reports.shown import ShownMonth

    if out is not None and out.suffix.lower() not in (".xlsx", ".docx"):
        raise Stop(_("文件名要以 .xlsx 或 .docx 结尾。"), USAGE)
    app = the_app()
    with in_village(app, the_village(app, village).id):
        asked = Month.named(month)
        if month and asked.name != month:
            raise Stop(_("月份请写成 2025-10 这样，不能晚于本月。"), USAGE)
        shown = ShownMonth(asked)
        if out is not None:
            out.write_bytes(_file(shown, out.suffix.lower()))
            click.echo(_("已保存：%(file)s", file=out))
        elif as_json:
            click.echo(json.dumps(_data(shown), ensure_ascii=False, indent=2))
        else:
            _print(shown)


def _file(shown: ShownMonth, ending: str) -> bytes:
    from hub.reports.paper import month_paper
    from hub.reports.workbook import month_workbook

    return month_paper(shown) if ending == ".docx" else month_workbook(shown)


def _print(shown: ShownMonth) -> None:
    from hub.kernel.here import here

    click.echo(f"{here.village.name} {shown.title}  {shown.state}")
    for line in shown.lines:
        made_of = f"  {line.part} ÷ {line.whole}" if line.whole != "—" else ""
        click.echo(f"\n{line.label}  {line.figure} {line.unit}{made_of}")
        for item in line.items[3:]:
            click.echo(f"    {item.label}  {item.text}")
        for change in shown.changes_of(line.code):
            click.echo(f"    {change.label}  {change.before} → {change.after}")
    click.echo()
    for room in shown.rooms:
        click.echo(f"{room.name}  {room.heads} / {room.visits} / {room.used}")


def _data(shown: ShownMonth) -> dict[str, Any]:
    """The figures as they may be told to everybody: small ones of confidential rooms are not numbers."""
    return {
        "month": shown.month.name,
        "locked_at": shown.lock.locked_at.isoformat() if shown.lock else None,
        "lines": [line.as_json() for line in shown.report.lines],
        "rooms": [
            {"key": room.figures.key, "name": room.name, "heads": room.heads, "visits": room.visits}
            for room in shown.rooms
        ],
        "changes": [
            {"about": one.about, "label": one.label, "before": one.before, "after": one.after}
            for one in shown.changes
        ],
    }
