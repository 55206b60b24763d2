"""The hub's own template of a form, made from its parts, and sending a filled one."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from flask import Response, send_file

from hub.kits.papers.forms import Blank, Line, Paper, Passage, Rows, Said, Signed

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ROW = "行"  # what a row of a list is called in the hub's own templates


def send_word(content: bytes, name: str) -> Response:
    """A Word file to be kept by whoever asked; `name` without its ending."""
    return send_file(
        io.BytesIO(content), mimetype=WORD, as_attachment=True, download_name=f"{name}.docx", max_age=0
    )


def default_template(paper: Paper) -> bytes:
    """The hub's own template, in the language of the page; a village downloads it and changes it."""
    from docx import Document
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt

    file = Document()
    section = file.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.5)
    style = file.styles["Normal"]
    style.font.name, style.font.size = "宋体", Pt(12)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), "宋体")
    file.core_properties.title = file.core_properties.author = file.core_properties.comments = ""
    heading = file.add_paragraph()
    heading.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = heading.add_run(str(paper.title))
    run.bold, run.font.size = True, Pt(18)
    boxes: list[tuple[str, str]] = []
    for part in paper.parts:
        if isinstance(part, Line):
            boxes.append((str(part.label), f"{{{{{part.mark}}}}}"))
            continue
        if isinstance(part, Blank):
            boxes += [(str(label), "") for label in part.labels]
            continue
        boxes = _boxes(file, boxes)
        _put(file, part)
    _boxes(file, boxes)
    made = io.BytesIO()
    file.save(made)
    return made.getvalue()


def _put(file: Any, part: Rows | Passage | Said | Signed) -> None:
    if isinstance(part, Rows):
        _rows(file, part)
    elif isinstance(part, Passage):
        file.add_paragraph().add_run(str(part.label)).bold = True
        file.add_paragraph(f"{{{{{part.mark}}}}}")
    elif isinstance(part, Said):
        for sentence in part.sentences:
            file.add_paragraph(str(sentence))
    else:
        file.add_paragraph()
        for label in part.labels:
            file.add_paragraph(f"{label}：________________　　____年__月__日")


def _boxes(file: Any, boxes: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """A table of labels and values; answers that nothing waits any more."""
    if boxes:
        table = file.add_table(rows=len(boxes), cols=2)
        table.style = "Table Grid"
        for place, (label, value) in enumerate(boxes):
            table.cell(place, 0).text, table.cell(place, 1).text = label, value
        file.add_paragraph()
    return []


def _rows(file: Any, part: Rows) -> None:
    """A table with a row for each of a list; the rows that say so vanish when it is filled."""
    table = file.add_table(rows=4, cols=len(part.columns))
    table.style = "Table Grid"
    for place, (label, mark) in enumerate(part.columns):
        table.cell(0, place).paragraphs[0].add_run(str(label)).bold = True
        table.cell(2, place).text = f"{{{{{ROW}.{mark}}}}}" if mark else ""
    table.cell(1, 0).text = f"{{%tr for {ROW} in {part.mark} %}}"
    table.cell(3, 0).text = "{%tr endfor %}"
    file.add_paragraph()
