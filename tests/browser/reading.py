"""Reading a page as it was sent: its links, its forms, its words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from html.parser import HTMLParser

from hub.demo.accounts import ACCOUNTS

VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
UNSEEN = {"script", "style"}
SPOKEN = ("placeholder", "title", "aria-label", "aria-description", "alt", "data-confirm")
TYPED = {
    "text",
    "search",
    "tel",
    "number",
    "date",
    "time",
    "datetime-local",
    "month",
    "email",
    "url",
    "textarea",
}

# What may stand in Latin letters on a Chinese page, and why.
NO_WORDS = re.compile(
    r"""
      Wi-?Fi | Excel | Word | WPS | CSV | XLSX | A4 | ISBN  # called so in Chinese too
    | \b[A-Z]{1,3}-?\d[\dA-Z-]*\b          # numbers of tools, tickets and forms: T-07
    | \b[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){3}\b  # receipt codes
    | \b[0-9A-HJKMNP-TV-Z]{6}\b             # ticket codes
    | https?://\S+                         # where a code is looked up
    | \b\d+(\.\d+)?\ ?(MB|GB|KB|km|m)\b    # measures
    | \.(xlsx|csv|docx)\b                       # kinds of files
    | \bhub-[\d-]+\.[a-z0-9]+\b             # names of backups
    | \b[A-Z][a-z]+/[A-Z]\w+              # names of time zones: Asia/Shanghai
    """,
    re.VERBOSE,
)
LATIN = re.compile(r"[A-Za-z]{2,}")
USERNAMES = tuple(account.username for account in ACCOUNTS)


@dataclass
class Control:
    """Something that a form sends."""

    name: str
    kind: str
    value: str
    options: list[str] = field(default_factory=list)


@dataclass
class PageForm:
    action: str
    method: str
    controls: list[Control] = field(default_factory=list)
    buttons: int = 0

    @property
    def typed(self) -> list[Control]:
        """The controls somebody types into."""
        return [control for control in self.controls if control.kind in TYPED]

    @property
    def asks(self) -> bool:
        """Whether there is something to fill in, so that it is more than a button."""
        return any(control.kind not in ("hidden", "submit") for control in self.controls)


@dataclass
class PageText:
    """What somebody reads or hears, and in which language it says to be."""

    where: str
    text: str
    lang: str


class ReadPage(HTMLParser):
    """A page taken apart."""

    def __init__(self, html: str, status: int = 200) -> None:
        super().__init__(convert_charrefs=True)
        self.status = status
        self.lang = ""
        self.links: list[str] = []
        self.forms: list[PageForm] = []
        self.texts: list[PageText] = []
        self._open: list[tuple[str, str]] = []  # tag and language
        self._form: PageForm | None = None
        self._by_id: dict[str, PageForm] = {}
        self._select: Control | None = None
        self._area: Control | None = None
        self.feed(html)
        self.close()

    def updatepos(self, i: int, j: int) -> int:
        """Nobody asks in which line something stands, and counting them takes a tenth of the reading."""
        return j

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        lang = given.get("lang") or (self._open[-1][1] if self._open else "")
        if tag == "html":
            self.lang = lang
        if tag not in VOID:
            self._open.append((tag, lang))
        self._speak(tag, given, lang)
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        elif tag == "form" and given.get("method") != "dialog":
            self._form = PageForm(given.get("action", ""), given.get("method", "get").lower())
            self.forms.append(self._form)
            if "id" in given:
                self._by_id[given["id"]] = self._form
        elif tag in ("input", "select", "textarea", "button", "option"):
            self._control(tag, given)

    def _speak(self, tag: str, given: dict[str, str], lang: str) -> None:
        for name, value in given.items():
            if name in SPOKEN or (tag == "div" and given.get("id") == "words" and name.startswith("data-")):
                # What the scripts put in stands in braces.
                self.texts.append(PageText(f"{tag}[{name}]", re.sub(r"\{\w+\}", "", value), lang))
        if tag == "input" and given.get("type") in ("submit", "button", "reset"):
            self.texts.append(PageText("input[value]", given.get("value", ""), lang))

    def _control(self, tag: str, given: dict[str, str]) -> None:
        if tag == "option":
            if self._select is not None:
                self._select.options.append(given.get("value", ""))
            return
        kind = {"input": given.get("type", "text"), "button": given.get("type", "submit")}.get(tag, tag)
        control = Control(given.get("name", ""), kind, given.get("value", ""))
        if "formaction" in given:
            of = self._by_id.get(given["form"]) if "form" in given else self._form
            tokens = [one for one in of.controls if one.name == "csrf_token"] if of else []
            named = [control] if control.name else []
            self.forms.append(PageForm(given["formaction"], "post", tokens + named, 1))
            return
        if tag == "select":
            self._select = control
        elif tag == "textarea":
            self._area = control
        form = self._by_id.get(given["form"]) if "form" in given else self._form
        if form is None:
            return
        if kind == "submit":
            form.buttons += 1
        if control.name:
            form.controls.append(control)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "select":
            self._select = None
        elif tag == "textarea":
            self._area = None
        if any(name == tag for name, _lang in self._open):
            while self._open.pop()[0] != tag:
                pass

    def handle_data(self, data: str) -> None:
        tag, lang = self._open[-1] if self._open else ("", "")
        if self._area is not None:
            self._area.value += data
        elif tag not in UNSEEN and data.strip():
            self.texts.append(PageText(tag, data.strip(), lang))


def english(texts: Iterable[PageText], allowed: Iterable[str] = ()) -> list[str]:
    """What stands in Latin letters on a Chinese page and is no code; text that says to be English may."""
    known = set(allowed)
    return [
        f"{text.where}: {text.text[:120]}"
        for text in texts
        if not text.lang.startswith("en") and set(LATIN.findall(NO_WORDS.sub(" ", text.text))) - known
    ]


def chinese(_address: str, page: ReadPage) -> list[str]:
    """What a Chinese page may not say."""
    wrong_lang = [] if page.lang == "zh-Hans-CN" else [f"lang is {page.lang!r}"]
    return wrong_lang + english(page.texts, allowed=USERNAMES)
