"""Official forms: written down once, printed from the page, and filled into a Word file that a village may change.

::

    RECORD = Paper(
        "record",
        _l("调解记录"),
        (Line(_l("时间"), "时间"), Blank((_l("身份证号"),)), Passage(_l("记录"), "记录")),
        {"时间": "1", "记录": "1"},
    )

The room keeps a village's own templates in a model made of `TemplateColumns` with `template_keys()`; `Templates` looks
after them and takes what a `TemplateForm` (hub.room) brings. A form that somebody changed in Word is looked at before
it is kept (hub/papers), and a bad one is refused in a sentence while the one before stays. What is left blank is filled
in by hand and never kept.
Nothing here commits.
"""

from hub.kits.papers.columns import TemplateColumns, template_keys
from hub.kits.papers.forms import Blank, Line, Paper, Passage, Rows, Said, Signed
from hub.kits.papers.kept import Templates
from hub.kits.papers.word import default_template, send_word

__all__ = [
    "Blank",
    "Line",
    "Paper",
    "Passage",
    "Rows",
    "Said",
    "Signed",
    "TemplateColumns",
    "Templates",
    "default_template",
    "send_word",
    "template_keys",
]
