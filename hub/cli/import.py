"""`hub import`: a list is taken in from a spreadsheet, as on the pages."""

from __future__ import annotations

from pathlib import Path

import click

from hub.cli.texts import _


@click.command(help=_("导入名单：hub import residents 名单.xlsx；不写文件就列出能导入什么。"))
@click.argument("sheet", required=False)
@click.argument("file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--village", "village_id", type=int, help=_("村的编号；只有一个村时不用写"))
@click.option("--check", is_flag=True, help=_("只检查，不导入"))
@click.option("--good-rows", is_flag=True, help=_("有问题的行跳过，其余照样导入；不写就有一行不对也不导入"))
@click.option("--undo", "undone", type=click.IntRange(1, 2**31 - 1), help=_("撤销一次导入，写它的编号"))
def command(
    sheet: str | None,
    file: Path | None,
    village_id: int | None,
    check: bool,
    good_rows: bool,
    undone: int | None,
) -> None:
    from hub.centre.situation import in_village
    from hub.cli.app import USAGE, Stop, the_app
    from hub.purging import village_ids

    app = the_app()
    villages = list(village_ids(app))
    if village_id is None and len(villages) != 1:
        raise Stop(_("请用 --village 写明是哪个村；hub village list 查编号。"), USAGE)
    number = villages[0] if village_id is None else village_id
    if number not in villages:
        raise Stop(_("没有编号是 %(id)s 的村。", id=number), USAGE)
    with in_village(app, number):
        if undone is not None:
            _undo(undone)
        elif sheet is None:
            _tell()
        elif file is None:
            raise Stop(_("请写上要导入的文件。"), USAGE)
        else:
            _take(sheet, file, check, good_rows)


def _tell() -> None:
    """Say what can be imported."""
    from hub.sheets.declared import sheet_name, sheets_here

    for room, declared in sheets_here():
        click.echo(f"{sheet_name(room, declared.key):<32}{declared.label}")


def _take(sheet: str, file: Path, check: bool, good_rows: bool) -> None:
    from hub.cli.app import USAGE, Stop
    from hub.imports import batches, staging, taking
    from hub.imports.models import ImportBatch
    from hub.kernel.database import db
    from hub.sheets.declared import find_sheet

    if find_sheet(sheet) is None:
        said = _("没有叫 %(sheet)s 的名单，或者它的功能室没有开通。不带参数运行，看能导入什么。", sheet=sheet)
        raise Stop(said, USAGE)
    batch = batches.begin(sheet, file.name)
    db.session.commit()
    staging.read_into(batch, file, alone=True)
    if batch.state == "failed":
        raise Stop(batch.reason)
    problems, notes = batches.findings(batch)
    for problem in problems:
        click.echo(_("%(where)s：%(what)s", where=problem.where, what=problem.sentence), err=True)
    for sentence in notes:
        click.echo(sentence)
    click.echo(_("可以导入 %(good)s 行，有问题 %(bad)s 行。", good=batch.good, bad=batch.bad))
    if check or not batch.good or (batch.bad and not good_rows):
        batches.drop(batch.id)
        db.session.commit()
        if check:
            return
        raise Stop(_("一行也没有导入。改好再来；要跳过有问题的行，加 --good-rows。") if batch.good else
                   _("没有可以导入的行。"))  # fmt: skip
    taking.decide(batch.id)
    db.session.commit()
    taking.take_all(batch.id)
    done = db.session.get_one(ImportBatch, batch.id)
    if done.state != "done":
        raise Stop(_("没有导入：%(why)s", why=done.reason))
    click.echo(_("已导入 %(n)s 行。要撤销：hub import --undo %(id)s", n=done.good, id=done.id))


def _undo(batch_id: int) -> None:
    from hub.cli.app import Stop
    from hub.imports import undoing
    from hub.imports.models import ImportBatch
    from hub.kernel.database import db
    from hub.kernel.refusals import Refused

    try:
        undoing.undo(batch_id)
        db.session.commit()
    except Refused as refusal:
        db.session.rollback()
        raise Stop(str(refusal.sentence)) from refusal
    undoing.undo_all(batch_id)
    batch = db.session.get_one(ImportBatch, batch_id)
    if batch.state != "undone":
        raise Stop(batch.reason)
    click.echo(_("已撤销导入：%(name)s", name=batch.name))
