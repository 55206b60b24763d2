"""The pages of imports: template, upload, progress, preview, taking in, undoing, and what was imported so far."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, abort, current_app, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from hub.i18n import _, _l, _n, _p
from hub.imports import batches, beside, progress, staging, taking, undoing
from hub.imports.forms import UploadForm
from hub.imports.models import ImportBatch
from hub.imports.words import state_pill
from hub.kernel.database import db
from hub.kernel.declarations import ImportSheet
from hub.kernel.here import here
from hub.kernel.state import the_hub
from hub.sheets.declared import find_sheet, permission_of, sheet_name, sheets_here
from hub.sheets.template import template_of
from hub.web.deeds import Done, deed, form_page

blueprint = Blueprint("imports", __name__, url_prefix="/imports")
NUMBER = "<int(max=2147483647):batch_id>"
SHEET = "<string(maxlength=80):sheet>"
SHORT = 200_000  # bytes that are read while one waits
SHOWN, LISTED = 20, 100


@blueprint.get("/")
def index() -> str:
    """Which lists can be imported, and what was imported so far."""
    here_too = list(sheets_here())
    if not here_too:
        abort(403)
    names = {sheet_name(room, sheet.key): sheet for room, sheet in here_too}
    rows = db.session.scalars(
        select(ImportBatch).where(ImportBatch.sheet.in_(names))
        .order_by(ImportBatch.made_at.desc(), ImportBatch.id.desc()).limit(LISTED)
    ).all()  # fmt: skip
    offered = [
        (name, sheet.label, _room_name(room)) for (room, sheet), name in zip(here_too, names, strict=True)
    ]
    return render_template("imports/index.html", offered=offered, rows=rows, labels=names, state=state_pill)


@blueprint.route(f"/new/{SHEET}", methods=["GET", "POST"])
def upload(sheet: str) -> ResponseReturnValue:
    """A file is sent and looked at; nothing of it is taken in yet."""
    room, declared = _sheet(sheet)
    return form_page(
        UploadForm, lambda form: _receive(form, sheet), title=_("导入%(what)s", what=declared.label),
        submit=_("检查"), home=_home(room, declared), template="imports/upload.html",
        context=lambda: {"sheet": sheet, "declared": declared},
    )  # fmt: skip


def _receive(form: UploadForm, sheet: str) -> Done:
    """Few rows are read at once; many by a thread that begins when this is committed."""
    assert form.file.data is not None
    folder = the_hub().settings.uploads
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    file = folder / secrets.token_hex(16)
    file.touch(mode=0o600)
    form.file.data.save(file)
    batch = batches.begin(sheet, form.file.filename)
    if file.stat().st_size > SHORT:
        _after_commit(batch, file)
        return Done(_("正在读，可以离开这一页。"), to=url_for("imports.look", batch_id=batch.id))
    try:
        staging.read_into(batch, file, alone=False)
    finally:
        file.unlink(missing_ok=True)
    return Done(_("看过了，还没有导入。") if batch.state == "checked" else batch.reason,
                to=url_for("imports.look", batch_id=batch.id))  # fmt: skip


@blueprint.get(f"/template/{SHEET}")
def template(sheet: str) -> Response:
    """The empty list to fill in."""
    _room, declared = _sheet(sheet)
    return template_of(_("%(what)s模板", what=declared.label), declared.columns)


@blueprint.get(f"/{NUMBER}")
def look(batch_id: int) -> ResponseReturnValue:
    """A list on its way, before it is taken in, or what became of it."""
    batch, room, declared = _batch(batch_id)
    if beside.is_left(batch):
        _go_on_if_left(batch)
    problems, notes = batches.findings(batch)
    return render_template(
        "imports/look.html", batch=batch, sheet=declared, what=declared.label, problems=problems, notes=notes,
        state=state_pill(batch.state), home=_home(room, declared), room_name=_room_name(room),
        share=min(progress.how_far(batch), batch.total), follow=_follow(room, declared, batch),
        **_preview(batch, declared),
    )  # fmt: skip


def _preview(batch: ImportBatch, declared: ImportSheet) -> dict[str, Any]:
    """The first of the good rows, in the columns that they fill."""
    if batch.state != "checked":
        return {"headings": [], "rows": []}
    some = [(row.number, row.values) for row in batches.waiting_rows(batch.id, SHOWN)]
    columns = [
        one for one in declared.columns if any(values.get(one.name) not in (None, "") for _n, values in some)
    ]
    headings = [(_p("sheet", "行"), "num")]
    headings += [(str(one.title), "main" if one is columns[0] else "") for one in columns]
    rows = [
        [_("第 %(row)s 行", row=number), *(_shown(one, values.get(one.name)) for one in columns)]
        for number, values in some
    ]
    return {"headings": headings, "rows": rows}


def _shown(column: Any, value: Any) -> Any:
    if column.show is not None:
        return column.show(value)
    if isinstance(value, bool):
        return _("是") if value else _("否")
    return "—" if value is None or value == "" else value


@blueprint.post(f"/{NUMBER}/take")
def take(batch_id: int) -> ResponseReturnValue:
    batch, _room, _declared = _batch(batch_id)
    address = url_for("imports.look", batch_id=batch_id)

    def decide() -> Done:
        row = taking.decide(batch.id)
        if row.state == "taking":
            _after_commit(row)
            return Done(_("正在导入，可以离开这一页。"), to=address)
        undo_url = url_for("imports.undo", batch_id=batch_id)
        return Done(_n("已导入 %(n)s 行", row.good), to=address, undo_url=undo_url)

    return deed(decide, address)


@blueprint.post(f"/{NUMBER}/drop")
def drop(batch_id: int) -> ResponseReturnValue:
    batch, _room, _declared = _batch(batch_id)

    def away() -> Done:
        row = batches.drop(batch.id)
        return Done(_("一行也没有导入。"), to=url_for("imports.upload", sheet=row.sheet))

    return deed(away, url_for("imports.look", batch_id=batch_id))


@blueprint.post(f"/{NUMBER}/undo")
def undo(batch_id: int) -> ResponseReturnValue:
    batch, _room, _declared = _batch(batch_id)
    address = url_for("imports.look", batch_id=batch_id)

    def back() -> Done:
        row = undoing.undo(batch.id)
        if row.state == "undoing":
            _after_commit(row)
            return Done(_("正在撤销，可以离开这一页。"), to=address)
        return Done(_("已撤销导入：%(name)s", name=row.name), to=address)

    return deed(back, address, confirm=QUESTION, submit=_("撤销导入"))


QUESTION = _l("撤销这次导入？这一批导入的都会删掉。")


def _after_commit(batch: ImportBatch, file: Path | None = None) -> None:
    """Begin work on a batch once the present transaction is committed: before, no other session sees it."""
    from sqlalchemy import event

    app: Any = current_app
    app, village_id, batch_id = app._get_current_object(), here.village_id, batch.id
    user_id = here.user.id if here.user else None

    def begin(_session: Any) -> None:
        beside.begin(app, village_id, batch_id, user_id, file)

    event.listen(db.session(), "after_commit", begin, once=True)


def _go_on_if_left(batch: ImportBatch) -> None:
    """Whoever looks at a batch that was left has it gone on with."""
    app: Any = current_app
    beside.finish_beside(app._get_current_object(), here.village_id)


def _batch(batch_id: int) -> tuple[ImportBatch, str, ImportSheet]:
    batch = db.session.scalars(select(ImportBatch).where(ImportBatch.id == batch_id)).one_or_none()
    if batch is None:
        abort(404)
    return (batch, *_sheet(batch.sheet))


def _sheet(name: str) -> tuple[str, ImportSheet]:
    found = find_sheet(name) or abort(404)
    if not here.can(permission_of(*found)):
        abort(403)
    return found


def _home(room: str, sheet: ImportSheet) -> str:
    """The list that the records appear in, else the imports."""
    if not sheet.list:
        return url_for("imports.index")
    slug = sheet.list.replace("-", "_")
    return url_for(f"{room}__{slug}.index_view" if room else f"{slug}.index_view")


def _follow(room: str, sheet: ImportSheet, batch: ImportBatch) -> tuple[Any, str] | None:
    if sheet.follow is None or batch.state != "done":
        return None
    label, page = sheet.follow
    return label, url_for(f"{room}.{page}" if room else page, batch=batch.id)


def _room_name(room: str) -> str:
    return here.rooms[room].name if room else ""
