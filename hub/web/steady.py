"""Parts of pages that are drawn once and kept by all they are made of, so that they cannot show anybody what was drawn
for another. What differs in every answer, the token against forgery and the nonce of scripts, is left open in them."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Hashable, Iterable
from typing import TypeVar

from flask import Flask, current_app
from flask_babel import get_locale
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup

from hub.i18n import DEFAULT, html_lang
from hub.web.headers import csp_nonce
from hub.web.urls import steady_url

REMEMBERED = 500  # of a kind; parts of frames have up to 20 kB
# What a kept part leaves open; nobody can type these marks.
_TOKEN, _NONCE = secrets.token_hex(16), secrets.token_hex(16)
Made = TypeVar("Made")


def init_steady(app: Flask) -> None:
    """Let templates use it."""
    app.jinja_env.globals.update(steady=steady, filled=filled, steady_url=steady_url)
    app.jinja_env.globals.update(token_gap=_TOKEN, nonce_gap=_NONCE)


def page_lang() -> str:
    """The language of this page, for `<html lang>`."""
    return html_lang(str(get_locale() or DEFAULT))


def steady(macro: str, *items: Iterable[Hashable]) -> Markup:
    """A part of the frame that depends on nothing but what it is given and the language (`_steady.html`). It is
    remembered by just that, so it cannot show anybody what was drawn for another."""
    given = (macro, page_lang(), *map(tuple, items))

    def draw() -> Markup:
        drawn: Markup = getattr(current_app.jinja_env.get_template("_steady.html").module, macro)(*given[2:])
        return drawn

    return kept_by("hub_steady", given, draw)


def filled(macro: str, *items: Iterable[Hashable]) -> Markup:
    """The same of a part with forms or scripts: it is kept with gaps, and the token against forgery and the nonce of
    this very answer are put in."""
    kept = str(steady(macro, *items)).replace(_NONCE, csp_nonce())
    whole = kept.replace(_TOKEN, generate_csrf()) if _TOKEN in kept else kept
    return Markup(whole)  # noqa: S704 - drawn by a template; the two hold nothing that HTML would read


def kept_by(kind: str, key: Hashable, make: Callable[[], Made]) -> Made:
    """What was made before of exactly the same, in this app."""
    known: dict[Hashable, Made] = current_app.extensions.setdefault(kind, {})
    found = known.get(key)
    if found is None:
        found = make()
        if len(known) >= REMEMBERED:
            known.clear()
        known[key] = found
    return found
