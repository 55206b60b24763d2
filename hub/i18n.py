"""Languages. Texts in the code are Chinese, so the Chinese pages are complete by nature; English comes from catalogues.

Catalogues are `.po` files in `translations/<language>/LC_MESSAGES/` of the hub and of each room. They are compiled when
the hub starts, into the data folder, so that nobody needs a build step.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from flask import Flask, g, has_app_context, request
from flask_babel import Babel, gettext, lazy_gettext, lazy_pgettext, ngettext, pgettext
from sqlalchemy.exc import SQLAlchemyError

DEFAULT = "zh_Hans_CN"
LANGUAGES = {DEFAULT: "中文", "en": "English"}
_HERE = Path(__file__).parent

_ = gettext
_l = lazy_gettext
_p = pgettext  # _p("state", "停用"): for a word that English must tell apart by what it stands for
_lp = lazy_pgettext


def _n(message: str, n: int, **values: Any) -> str:
    """A message with the number %(n)s in it: one form in Chinese, singular and plural in other languages."""
    return str(ngettext(message, message, n, n=n, **values))


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
                file.parent.mkdir(parents=True, exist_ok=True)
                with source.open("rb") as read:
                    catalogue = read_po(read, locale=language)
                fresh = file.with_suffix(".new")
                with fresh.open("wb") as write:
                    write_mo(write, catalogue)
                fresh.replace(file)
            if root not in compiled:
                compiled.append(root)
    return compiled
