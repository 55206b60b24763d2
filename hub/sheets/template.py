"""The empty sheet to fill in: headings, every cell a text, and a second sheet that says what belongs where."""

from __future__ import annotations

import io
from collections.abc import Sequence
from urllib.parse import quote

from flask import Response

from hub.i18n import _, _l
from hub.sheets.columns import SheetColumn
from hub.sheets.reading import MOST_ROWS

ABOUT = _l("说明")  # what the sheet is called that says what belongs where
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def template_of(name: str, columns: Sequence[SheetColumn]) -> Response:
    """The file, to be downloaded. As texts, ISBNs keep their digits and numbers their zeros."""
    response = Response(template_bytes(columns), content_type=TYPE)
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}.xlsx"
    return response


def template_bytes(columns: Sequence[SheetColumn]) -> bytes:
    """The same as bytes."""
    import xlsxwriter

    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False})
    heading = book.add_format({"bold": True, "bottom": 1, "num_format": "@"})
    text = book.add_format({"num_format": "@"})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    sheet = book.add_worksheet(_("填这里"))
    sheet.set_column(0, len(columns) - 1, 18, text)
    sheet.freeze_panes(1, 0)
    for at, column in enumerate(columns):
        sheet.write_string(0, at, f"{column.title}*" if column.required else str(column.title), heading)
    about = book.add_worksheet(str(ABOUT))
    about.set_column(0, 0, 16, wrapped)
    about.set_column(1, 2, 44, wrapped)
    lines = [(_("列"), _("怎么填"), _("例如"))]
    for column in columns:
        must = _("必填。") if column.required else ""
        lines.append((str(column.title), f"{must}{column.help}", column.example))
    lines.append((_("行数"), _("一次最多 %(n)s 行。", n=MOST_ROWS), ""))
    lines.append((_("不收"), _("身份证号、民族、宗教、政治面貌、收入、健康、车牌、照片：写了也不会读。"), ""))
    for at, line in enumerate(lines):
        for place, words in enumerate(line):
            about.write_string(at, place, words)
    book.close()
    return file.getvalue()
