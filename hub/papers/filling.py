"""Filling a template with values."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

from hub.papers.language import PaperEnvironment


def fill(content: bytes, values: Mapping[str, Any]) -> bytes:
    """The paper: the template with its fields filled from plain values (texts, numbers, lists, dictionaries).

    Raises jinja2.TemplateError when the template asks for what is not there, and anything else when it is no Word file.
    """
    from docxtpl import DocxTemplate  # type: ignore[import-untyped]  # a tenth of a second, for those alone who want a paper

    paper = DocxTemplate(io.BytesIO(content))
    paper.render(dict(values), PaperEnvironment(), autoescape=True)
    made = io.BytesIO()
    paper.save(made)
    return made.getvalue()
