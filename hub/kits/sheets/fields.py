"""The field of a form that takes a sheet."""

from __future__ import annotations

from typing import Any

from flask import has_request_context, request
from wtforms import Field, widgets

from hub.kits.sheets.tables import Table, read_sheet
from hub.room import Refused, _, _l

KINDS = ".xlsx,.csv"


class SheetField(Field):
    """A file to choose. After the form was checked `data` is the Table in it and `filename` what it is called. A file
    that cannot be read is said beside the field."""

    widget = widgets.FileInput()
    marked = True

    def __init__(self, label: Any = None, **more: Any):
        more.setdefault("description", _l("Excel 的 .xlsx，或 .csv；最多 5000 行"))
        super().__init__(label, **more)
        self.render_kw = {"accept": KINDS} | (self.render_kw or {})
        self.filename = ""
        self.data: Table | None = None
        self.flags.required = True

    def process(self, formdata: Any, *_given: Any, **_more: Any) -> None:
        self.process_errors: list[str] = []
        if formdata is None or not has_request_context():
            return
        sent = request.files.get(self.name)
        if sent is None or not sent.filename:
            self.process_errors.append(_("请选择一个文件。"))
            return
        self.filename = sent.filename.replace("\\", "/").rpartition("/")[2]
        try:
            self.data = read_sheet(sent.stream, self.filename)
        except Refused as refusal:
            self.process_errors.append(str(refusal.sentence))

    def _value(self) -> str:
        return ""
