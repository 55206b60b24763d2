from __future__ import annotations

from typing import Any

from flask import abort

from hub.room import Column, Done, Form, Pages, PersonalData, RecordsView, TextField, db, hookimpl, withheld

from .models import Base, Paper

desk = Pages()


class WriteForm(Form):
    words = TextField("内容", max=200)


@desk.action(
    "write", form=WriteForm, permission="record", title="写", submit="写下", url="/write/<int:paper>"
)
def write(form: WriteForm, paper: int) -> Done:
    row = db.session.get(Paper, paper) or abort(404)
    row.words = form.words.data
    return Done("已写下")


@desk.get("read", permission="view", url="/read/<int:paper>")
def read(paper: int) -> str:
    row = db.session.get(Paper, paper) or abort(404)
    return f"{row.words}|{row.phone}|{row.words.sentence if withheld(row.words) else ''}"


class Papers(RecordsView):
    model = Paper
    slug = "papers"
    title = "纸条"
    singular = "纸条"
    permission = "view"
    columns = (Column("number", "编号", Paper.number, kind="main"), *Paper.words.cell(Paper, "内容"))
    order = "number"
    can_export = False


@hookimpl
def models() -> type[Any]:
    return Base


@hookimpl
def pages() -> list[Pages]:
    return [desk]


@hookimpl
def admin_views() -> list[type[Any]]:
    return [Papers]


@hookimpl
def personal_data() -> list[PersonalData]:
    columns = ("words_sealed", "phone_sealed")
    return [PersonalData(Paper, columns, "看", "一年", lambda resident_id: [], lambda resident_id: 0)]
