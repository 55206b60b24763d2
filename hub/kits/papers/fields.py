"""Choosing a Word file."""

from __future__ import annotations

from typing import Any

from flask import has_request_context, request
from wtforms import Field, widgets

from hub.room import Form, _, _l, papers

LONGEST_NAME = 120


class WordField(Field):
    """A Word file to choose. After the form was checked `data` is its content and `filename` what it is called."""

    widget = widgets.FileInput()
    marked = True

    def __init__(self, label: Any = None, **more: Any):
        super().__init__(label, **more)
        self.render_kw = {"accept": ".docx"}
        self.filename, self.data = "", b""
        self.flags.required = True

    def process(self, formdata: Any, *_given: Any, **_more: Any) -> None:
        self.process_errors: list[str] = []
        if formdata is None or not has_request_context():
            return
        sent = request.files.get(self.name)
        if sent is None or not sent.filename:
            self.process_errors.append(_("请选择一个文件。"))
            return
        self.filename = sent.filename.replace("\\", "/").rpartition("/")[2][-LONGEST_NAME:]
        if not self.filename.casefold().endswith(".docx"):
            self.process_errors.append(_("只收 .docx 文件。请在 Word 或 WPS 里另存为 .docx 再上传。"))
            return
        self.data = sent.stream.read(papers.MOST_BYTES + 1)

    def _value(self) -> str:
        return ""


class TemplateForm(Form):
    """A template that was changed."""

    file = WordField(_l("改好的模板"), description=_l("Word 或 WPS 的 .docx，最大 2 MB"))
