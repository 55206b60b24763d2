"""The form that takes a file."""

from __future__ import annotations

from typing import Any

from flask import has_request_context, request
from werkzeug.datastructures import FileStorage
from wtforms import Field, widgets

from hub.i18n import _, _l
from hub.sheets.reading import MOST_BYTES, MOST_ROWS
from hub.web.forms import Form

KINDS = ".xlsx,.csv"


class SheetField(Field):
    """A file to choose; `data` is what was sent and `filename` what it is called."""

    widget = widgets.FileInput()
    marked = True

    def __init__(self, label: Any = None, **more: Any):
        size = MOST_BYTES // 1024 // 1024
        said = _l("Excel 的 .xlsx，或 .csv；最多 %(n)s 行、%(size)s MB", n=MOST_ROWS, size=size)
        super().__init__(label, description=said, **more)
        self.render_kw = {"accept": KINDS}
        self.filename = ""
        self.data: FileStorage | None = None
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
        self.data = sent

    def _value(self) -> str:
        return ""


class UploadForm(Form):
    """导入"""

    file = SheetField(_l("文件"))
