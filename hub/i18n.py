"""Languages. Texts in the code are Chinese, so the Chinese pages are complete by nature; English comes from catalogues.

Catalogues are `.po` files in `translations/<language>/LC_MESSAGES/` of the hub and of each room. They are compiled when
the hub starts, into the data folder, so that nobody needs a build step.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from babel.support import NullTranslations
from flask import Flask, current_app, g, has_app_context, request
from flask_babel import Babel, force_locale, get_locale, get_translations
from flask_babel.speaklater import LazyString
from sqlalchemy.exc import SQLAlchemyError

DEFAULT = "zh_Hans_CN"
LANGUAGES = {DEFAULT: "中文", "en": "English"}
_HERE = Path(__file__).parent


def _(message: str, **values: Any) -> str:
    """A message in the present language."""
    said: str = speech().words.ugettext(message)
    return said % values if values else said


def _n(message: str, n: int, **values: Any) -> str:
    """A message with the number %(n)s in it: one form in Chinese, singular and plural in other languages."""
    said: str = speech().words.ungettext(message, message, n)
    return said % {"n": n, **values}


def _p(about: str, message: str, **values: Any) -> str:
    """`_p("state", "停用")`: a word that English must tell apart by what it stands for."""
    said: str = speech().words.upgettext(about, message)
    return said % values if values else said


def _l(message: str, **values: Any) -> Any:
    """A message that is put into words when it is shown, for what is said once at the start."""
    return LazyString(_, message, **values)


def _lp(about: str, message: str, **values: Any) -> Any:
    """The same of a word that must be told apart."""
    return LazyString(_p, about, message, **values)


@dataclass(frozen=True, slots=True)
class Speech:
    """The language of the present page. A page asks hundreds of times, so it is found out once."""

    words: NullTranslations
    is_english: bool


def speech() -> Speech:
    """The present language; outside an app the texts are as they stand in the code."""
    try:
        present = g._get_current_object()
    except RuntimeError:
        return _SILENT
    known: Speech | None = present.get("hub_speech")
    if known is None:
        known = present.hub_speech = _found_out(present)
    return known


def _found_out(present: Any) -> Speech:
    """There are as many as languages: each is looked for once an app."""
    speeches: dict[str, Speech] = current_app.extensions.setdefault("hub_speeches", {})
    forced = getattr(present.get("_flask_babel"), "babel_locale", None)  # or found out already, for a date
    default = current_app.config.get("HUB_DEFAULT_LANG", DEFAULT)
    language = str(forced) if forced is not None else choose_language(default)
    if language not in speeches:
        speeches[language] = Speech(get_translations(), str(get_locale() or "").startswith("en"))
    return speeches[language]


def is_english() -> bool:
    """Whether the present language is English."""
    return speech().is_english


@contextlib.contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak another language for a while."""
    g.pop("hub_speech", None)
    try:
        with force_locale(language):
            yield
    finally:
        g.pop("hub_speech", None)


_SILENT = Speech(NullTranslations(), is_english=False)


def init_i18n(app: Flask, folders: list[Path], default: str) -> None:
    """Set up the languages with the catalogues found in `folders`."""
    # The hub's own words come last and so win: no room changes them for the others.
    compiled = _compile([*folders, _HERE], Path(app.config["HUB_HOME"]) / "cache" / "translations")
    app.config["BABEL_DEFAULT_LOCALE"] = DEFAULT
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = ";".join(str(folder) for folder in compiled)
    app.config["HUB_DEFAULT_LANG"] = default
    Babel(app, locale_selector=lambda: choose_language(default))


def choose_language(default: str = DEFAULT) -> str:
    """The language of the user, else of a visitor's cookie, else the hub's."""
    if not has_app_context():
        return default
    user: Any = g.get("hub_user")
    try:
        chosen = user.lang if user is not None else (request.cookies.get("lang", "") if request else "")
    except SQLAlchemyError:
        chosen = g.get("hub_lang", "")  # the database is what an error page tells of
    return chosen if chosen in LANGUAGES else default


def html_lang(language: str) -> str:
    """The value of `<html lang>`."""
    return language.replace("_", "-")


def _compile(folders: list[Path], target: Path) -> list[Path]:
    """Compile every folder's `translations`; answer the folders that hold compiled catalogues."""
    compiled = []
    for folder in folders:
        for source in sorted((folder / "translations").glob("*/LC_MESSAGES/messages.po")):
            language = source.parent.parent.name
            root = target / f"{folder.name}"
            file = root / language / "LC_MESSAGES" / "messages.mo"
            if not file.exists() or file.stat().st_mtime < source.stat().st_mtime:
                from babel.messages.mofile import write_mo
                from babel.messages.pofile import read_po

                file.parent.mkdir(parents=True, exist_ok=True)
                with source.open("rb") as read:
                    catalogue = read_po(read, locale=language)
                fresh = file.with_suffix(f".{os.getpid()}")  # others may start at the same moment
                with fresh.open("wb") as write:
                    write_mo(write, catalogue)
                fresh.replace(file)
            if root not in compiled:
                compiled.append(root)
    return compiled
