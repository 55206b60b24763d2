"""The pages of the official forms: for print, as Word files, and the templates that a village may change."""

from __future__ import annotations

from typing import Any

from flask import Response, abort

from hub.kits.casework import number_of
from hub.kits.papers import Templates, send_word
from hub.room import Done, Pages, TemplateForm, _, _l

from . import papers
from .casefile import CASE, ID, find, title_of
from .models import PaperTemplate
from .official import PAPERS
from .words import ROOM

paperwork = Pages()
TEMPLATES = Templates(PaperTemplate, ROOM)
PAPER = "<string(maxlength=20):code>"


@paperwork.get("papers", permission="view", url=f"{CASE}/papers", template=f"{ROOM}/papers.html")
def all_papers(case: int) -> dict[str, Any]:
    """文书: those that can be made now."""
    row = find(case)
    return {
        "row": row, "subtitle": title_of(row), "pages": paperwork,
        "ready": papers.ready(row) if row.state != "archived" else [],
    }  # fmt: skip


@paperwork.get(
    "paper", permission="view", url=f"{CASE}/paper/{PAPER}/<{ID}:record>", template="kits/paper.html"
)
def paper(case: int, code: str, record: int) -> dict[str, Any]:
    """One form, to print."""
    row = find(case)
    values = papers.values_of(row, code, record)
    if values is None:
        abort(404)
    at = {"case": row.id, "code": code, "record": record}
    return {"paper": PAPERS[code], "values": values, "back": paperwork.url("papers", case=row.id),
            "word": paperwork.url("word", **at)}  # fmt: skip


@paperwork.get("word", permission="mediate", url=f"{CASE}/paper/{PAPER}/<{ID}:record>/word")
def word(case: int, code: str, record: int) -> Response:
    """The same as a Word file; its name says nothing of anybody."""
    row = find(case)
    values = papers.values_of(row, code, record)
    if values is None:
        abort(404)
    return send_word(TEMPLATES.fill(PAPERS[code], values), f"{PAPERS[code].title}-{number_of(row)}")


@paperwork.get("templates", permission="mediate", template=f"{ROOM}/templates.html")
def templates() -> dict[str, Any]:
    """The forms, and which of them the village has changed."""
    return {"papers": PAPERS.values(), "own": TEMPLATES.all_own(), "pages": paperwork}


@paperwork.get("template", permission="mediate", url=f"/template/{PAPER}/word")
def template(code: str) -> Response:
    """The template in use, to be changed in Word."""
    one = PAPERS.get(code) or abort(404)
    return send_word(TEMPLATES.content(one), _("%(title)s-模板", title=one.title))


def _about(code: str) -> dict[str, Any]:
    one = PAPERS.get(code) or abort(404)
    return {"subtitle": one.title, "names": one.names}


@paperwork.action(
    "change_template", form=TemplateForm, permission="mediate", title=_l("换文书模板"), submit=_l("换上"),
    url=f"/template/{PAPER}", context=_about, template=f"{ROOM}/template.html",
    prepare=lambda _form, code: _about(code),
)  # fmt: skip
def change_template(form: TemplateForm, code: str) -> Done:
    TEMPLATES.keep(PAPERS[code], form.file.filename, form.file.data)
    return Done(_("模板已换好，以后都用它。"), to=paperwork.url("templates"))


@paperwork.post(
    "drop_template",
    permission="mediate",
    url=f"/template/{PAPER}/drop",
    confirm=_l("换回系统自带的模板，对吗？"),
)
def drop_template(code: str) -> Done:
    TEMPLATES.drop(PAPERS.get(code) or abort(404))
    return Done(_("已换回系统自带的模板。"), to=paperwork.url("templates"))
