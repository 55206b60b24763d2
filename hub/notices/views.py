"""The public page itself; and for the secretary: opening, closing, a new address, the poster."""

from __future__ import annotations

import threading
import time
from contextlib import nullcontext

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from markupsafe import Markup

from hub.i18n import LANGUAGES, _, speaking
from hub.kernel.gate import public
from hub.kernel.here import here
from hub.kernel.transactions import declare_intention
from hub.notices import opening, saying
from hub.notices.saying import Notice
from hub.villages.tabs import setting_tabs
from hub.web.deeds import Done, deed, permitted
from hub.web.open_pages import LOOKS, unknown
from hub.web.public import enter_as_public, limited
from hub.web.urls import address_for_phones

blueprint = Blueprint("notices", __name__)
SETTINGS = "village.settings"
KEPT_FOR = 60.0  # seconds that what the page says is remembered

_remembered: dict[tuple[int, str], tuple[float, Notice]] = {}
_lock = threading.Lock()


def _centre(code: str) -> ResponseReturnValue:
    """The village's public page, for whoever has its address."""
    declare_intention(writes=False)
    if not enter_as_public(opening.CODES.village_of(code)) or not opening.is_open_under(code):
        return unknown()
    chosen = request.args.get("lang", "")
    with speaking(chosen) if chosen in LANGUAGES else nullcontext():
        html = render_template(
            "notices/centre.html", notice=remembered(), languages=LANGUAGES,
            plain_name=here.village.name, plain_seal=here.village.name[:1], plain_broad=True,
        )  # fmt: skip
    answer = make_response(html)
    answer.headers["Cache-Control"] = f"private, max-age={int(KEPT_FOR)}"
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    answer.vary.add("Cookie")
    return answer


centre = limited(public(_centre), LOOKS, ["GET"])
blueprint.add_url_rule("/centre/<string(maxlength=60):code>", "centre", centre)


def remembered() -> Notice:
    """What the page says, made anew at most once a minute for each village and language."""
    key, now = (here.village_id, str(get_locale())), time.monotonic()
    with _lock:
        known = _remembered.get(key)
    if known is not None and now - known[0] < KEPT_FOR:
        return known[1]
    made = saying.notice()
    with _lock:
        _remembered[key] = (now, made)
    return made


def forget() -> None:
    """Say it anew at the next look: something about the village was just changed."""
    with _lock:
        for key in [key for key in _remembered if key[0] == here.village_id]:
            del _remembered[key]


@blueprint.get("/settings/notice")
@permitted(SETTINGS)
def settings() -> str:
    """Whether the page is open, and where."""
    found = opening.page()
    path = opening.address_of(found)
    address, reachable = address_for_phones(path) if path else ("", True)
    is_open = found is not None and found.open
    return render_template(
        "notices/settings.html", is_open=is_open, path=path, address=address, reachable=reachable,
        shown=saying.notice() if not is_open else None, tabs=setting_tabs(),
    )  # fmt: skip


@blueprint.post("/settings/notice/open")
@permitted(SETTINGS)
def open_it() -> ResponseReturnValue:
    return _change("open")


@blueprint.post("/settings/notice/close")
@permitted(SETTINGS)
def close_it() -> ResponseReturnValue:
    return _change("close")


@blueprint.post("/settings/notice/renew")
@permitted(SETTINGS)
def renew_it() -> ResponseReturnValue:
    return _change("renew")


def _change(what: str) -> ResponseReturnValue:
    home = url_for("notices.settings")

    def do() -> Done:
        forget()
        if what == "open":
            opening.open_page()
            return Done(_("对外公告已打开，有网址或二维码的人都能看。"))
        if what == "renew":
            opening.renew()
            return Done(_("网址已换，原来的海报作废，请重新打印。"))
        opening.close_page()
        return Done(_("对外公告已关闭，原来的网址打不开了。"))

    question = {"renew": _("换网址以后，贴出去的海报都打不开了。确定换吗？")}.get(what, "")
    return deed(do, home, confirm=question, submit=_("换网址"))


@blueprint.get("/settings/notice/poster")
@permitted(SETTINGS)
def poster() -> ResponseReturnValue:
    """One A4 page to put up at the door, with the address as a QR code."""
    import segno  # for posters alone

    found = opening.page()
    path = opening.address_of(found)
    if found is None or not found.open or path is None:
        return redirect(url_for("notices.settings"))
    address, reachable = address_for_phones(path)
    drawn = segno.make(address, error="m", micro=False)
    code = drawn.svg_inline(omitsize=True, border=2, svgclass="qr", lineclass=None, unit=None)
    return render_template(
        "notices/poster.html", notice=saying.notice(), hours=saying.year_hours(),
        code=Markup(code), address=address, reachable=reachable,  # noqa: S704 - made here
    )  # fmt: skip
