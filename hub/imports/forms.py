"""The form that takes a file."""

from __future__ import annotations

from typing import Any

from werkzeug.datastructures import FileStorage

from hub.i18n import _l
from hub.sheets.reading import MOST_BYTES, MOST_ROWS
from hub.web.files import FileField
from hub.web.forms import Form


class SheetField(FileField):
    """A spreadsheet to choose; `data` is what was sent."""

    accept = ".xlsx,.csv"

    def __init__(self, label: Any = None, **more: Any):
        size = MOST_BYTES // 1024 // 1024
        said = _l("Excel 的 .xlsx，或 .csv；最多 %(n)s 行、%(size)s MB", n=f"{MOST_ROWS:,}", size=size)
        super().__init__(label, description=said, **more)
        self.data: FileStorage | None = None

    def take(self, sent: FileStorage) -> None:
        self.data = sent


class UploadForm(Form):
    """导入"""

    file = SheetField(_l("文件"))
