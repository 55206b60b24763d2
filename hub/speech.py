"""Words outside of an app, those of the command above all: Chinese, or English with `HUB_LANG=en`.

They are needed before there is an app (for `--help`, or to say that a setting is wrong), so they do not wait for one.
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog

CATALOGUES = Path(__file__).resolve().parent / "translations"
_language = os.environ.get("HUB_LANG", "")


def speak(language: str) -> None:
    """From now on, in the language of the settings."""
    global _language  # noqa: PLW0603 - a command is one process with one reader
    _language = language


def _(message: str, **values: Any) -> str:
    """The message in the reader's language, with its values."""
    translated = in_language(message, _language)
    return translated % values if values else translated


def in_language(message: str, language: str) -> str:
    """The message in a language, as it stands in the catalogue; itself where that has none."""
    catalogue = _catalogue(language)
    entry = catalogue.get(message) if catalogue else None
    return str(entry.string) if entry and entry.string else message


@cache
def _catalogue(language: str) -> Catalog | None:
    file = CATALOGUES / language / "LC_MESSAGES" / "messages.po"
    if not language or not file.exists():
        return None
    from babel.messages.pofile import read_po

    with file.open("rb") as opened:
        return read_po(opened, locale=language)


def N_(message: str) -> str:
    """Mark a message that stands in a constant; whoever says it puts it through `_`."""
    return message
