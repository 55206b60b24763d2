"""Choosing a file in a form, and the form of a template that a village changed."""

from __future__ import annotations

from typing import Any

from flask import has_request_context, request
from werkzeug.datastructures import FileStorage
from wtforms import Field, widgets

from hub.i18n import _, _l
from hub.papers import MOST_BYTES
from hub.web.forms import Form

LONGEST_NAME = 120


class FileField(Field):
    """A file to choose. After the form was checked `filename` is what it is called, without a path; what `data` is,
    `take` says. `accept` are the endings that the browser offers."""

    widget = widgets.FileInput()
    marked = True
    accept = ""

    def __init__(self, label: Any = None, **more: Any):
        super().__init__(label, **more)
        self.render_kw = {"accept": self.accept}
        self.filename = ""
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
        self.take(sent)

    def take(self, sent: FileStorage) -> None:
        """Keep what was sent in `data`, or say in `process_errors` why not."""
        raise NotImplementedError

    def _value(self) -> str:
        return ""


class WordField(FileField):
    """A Word file to choose. `data` is its content: a byte too many at the most, so that one that is too large can be
    told from one that is not."""

    accept = ".docx"

    def __init__(self, label: Any = None, **more: Any):
        super().__init__(label, **more)
        self.data = b""

    def take(self, sent: FileStorage) -> None:
        self.filename = self.filename[-LONGEST_NAME:]
        if not self.filename.casefold().endswith(self.accept):
            self.process_errors.append(_("只收 .docx 文件。请在 Word 或 WPS 里另存为 .docx 再上传。"))
            return
        self.data = sent.stream.read(MOST_BYTES + 1)


class TemplateForm(Form):
    """A template that was changed."""

    file = WordField(_l("改好的模板"), description=_l("Word 或 WPS 的 .docx，最大 2 MB"))
