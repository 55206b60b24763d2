"""One Chinese message may need several words in English: by number, and by what it stands for."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from hub import i18n
from hub.i18n import DEFAULT, _, _n, _p, speaking
from hub.text import join_words, month_day, year_month

ROOM = """
msgid ""
msgstr "Content-Type: text/plain; charset=utf-8\\n"

msgid "保存"
msgstr "Stow away"

msgid "浇花"
msgstr "Water the flowers"
"""


@pytest.mark.parametrize(
    ("language", "one", "two"),
    [(DEFAULT, "1 人", "2 人"), ("en", "1 person", "2 people")],
)
def test_a_number_chooses_the_form(app: Flask, language: str, one: str, two: str):
    with app.test_request_context(), speaking(language):
        assert [_n("%(n)s 人", 1), _n("%(n)s 人", 2)] == [one, two]


def test_a_state_and_the_button_that_leads_to_it_are_told_apart(app: Flask):
    with app.test_request_context(), speaking("en"):
        assert (_("停用"), _p("state", "停用")) == ("Disable", "Disabled")
    with app.test_request_context(), speaking(DEFAULT):
        assert (_("停用"), _p("state", "停用")) == ("停用", "停用")


@pytest.mark.parametrize(
    ("language", "said"),
    [(DEFAULT, ["8月13日", "2025年8月", "电钻、扳手"]), ("en", ["13 Aug", "August 2025", "电钻, 扳手"])],
)
def test_days_months_and_lists_follow_the_language(app: Flask, language: str, said: list[str]):
    with app.test_request_context(), speaking(language):
        assert [month_day(8, 13), year_month(2025, 8), join_words(["电钻", "扳手"])] == said


def test_a_room_adds_words_and_changes_none_of_the_hubs(tmp_path: Path):
    room = tmp_path / "flower_room"
    catalogue = room / "translations/en/LC_MESSAGES/messages.po"
    catalogue.parent.mkdir(parents=True)
    catalogue.write_text(ROOM, encoding="utf-8")
    app = Flask("words")
    app.config["HUB_HOME"] = tmp_path
    i18n.init_i18n(app, [room], DEFAULT)
    with app.test_request_context(), speaking("en"):
        assert (_("保存"), _("浇花")) == ("Save", "Water the flowers")
