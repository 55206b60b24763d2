"""Pages for whoever holds a code in hand, without an account.

The code itself says which village it belongs to, so nothing is looked up across villages: the page enters that one
village, without any permission, and its session sees no other's rows. What is wrong with a code is never said: unknown,
of a village that is gone or of a room that is off there, the answer is the same.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flask import make_response, render_template, request
from flask.typing import ResponseReturnValue

from hub.i18n import _
from hub.kernel.database import db
from hub.kernel.gate import public
from hub.kernel.here import here
from hub.kernel.models import Village
from hub.kernel.refusals import Refused
from hub.kernel.state import the_hub
from hub.kernel.transactions import declare_intention
from hub.web.deeds import CHANGED_MEANWHILE, put_refusal
from hub.web.forms import Form

LIMIT = "10 per minute; 100 per day"  # from one address; codes are long enough for far more


def public_page(  # noqa: PLR0913 - what a page is made of, by name
    room: str,
    name: str,
    form: type[Form],
    look: Callable[[Any], Mapping[str, Any] | None],
    *,
    village: Callable[[Any], int | None],
    title: Any,
    submit: Any,
    template: str,
    limit: str = LIMIT,
    writes: bool = False,
) -> Callable[..., ResponseReturnValue]:
    """The view of a public page. A code is sent by POST, so that it stands in no address and no log. What is looked up
    is only read; with `writes` it is a deed, whose rule may refuse, and is committed."""

    def view() -> ResponseReturnValue:
        declare_intention(writes=writes and request.method == "POST")
        filled = form(request.form if request.method == "POST" else None)
        shown = None
        if request.method == "POST" and filled.validate():
            try:
                shown = look(filled) if enter_as_public(village(filled), room) else None
                if shown is None:
                    put_refusal(filled, Refused(_("没有查到。请对着回执核对，一个字一个字地输。")))
                elif writes:
                    db.session.commit()
            except Refused as refusal:
                db.session.rollback()
                put_refusal(filled, refusal)
            except CHANGED_MEANWHILE:
                db.session.rollback()
                put_refusal(filled, Refused(_("刚才有人改动了同一条记录，请核对后再试一次。")))
        html = render_template(
            template, form=filled, title=title, submit_label=submit,
            plain_name=here.village.name if shown else _("党群服务中心"), **(shown or {}),
        )  # fmt: skip
        answer = make_response(html, 422 if request.method == "POST" and shown is None else 200)
        answer.headers["X-Robots-Tag"] = "noindex, nofollow"
        return answer

    # Limits are counted by the name of the view.
    view.__module__, view.__qualname__ = f"rooms.{room}", name
    return limited(public(view), limit, ["POST"])


def limited(view: Callable[..., Any], limit: str, methods: Sequence[str]) -> Callable[..., Any]:
    """A view that one address may ask for so often."""
    from hub.web import limiter

    kept: Callable[..., Any] = limiter.limit(limit, methods=list(methods))(view)
    return kept


def enter_as_public(number: int | None, room: str = "") -> bool:
    """Enter the village of a code as nobody; False where there is none, or where the room is off."""
    village = db.session.get(Village, number) if number else None
    if village is None or not village.active:
        return False
    enter = the_hub().enter
    assert enter is not None
    enter(village, None, ())
    here.open_to_public()
    return not room or room in here.enabled_rooms
