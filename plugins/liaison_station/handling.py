"""What is done with a matter until it is closed. Each function holds the matter first and adds a step to it."""

from __future__ import annotations

from hub.kits.casework import Office, due_day
from hub.room import Refused, _, here, join_notes

from . import posting
from .models import Matter, Rating, Step
from .papers import names_in, without_identity
from .words import COURT, FLOW, REPLIED, ROOM, WAYS

OFFICE = Office(Matter, Step, Rating, FLOW, ROOM)
FIRST_CHASE, NEXT_CHASE = 5, 3  # working days


def wait(matter_id: int, what: str) -> Matter:
    """Ask the submitter for more; the clock stands still. Raises Refused."""
    matter = _move(matter_id, "waiting", what)
    matter.missing = what
    return matter


def resume(matter_id: int) -> Matter:
    """They have said more; the clock goes on, where the matter was before. Raises Refused."""
    matter = _held(matter_id)
    if matter.state != FLOW.waiting:
        raise Refused(_("这件事没有在等补充，不用再登记。"))
    FLOW.move(matter, "forwarded" if matter.forwarded_at else "received")
    matter.missing = ""
    if matter.forwarded_at:
        matter.chase_on = due_day(here.today, NEXT_CHASE)
    OFFICE.note(matter, "resumed")
    return matter


def forward(matter_id: int, body: str, text: str, note: str = "") -> Matter:
    """Hand it on to the body concerned. What the paper says of it names nobody who has not agreed. Raises Refused."""
    matter = _held(matter_id)
    FLOW.check(matter, "forwarded")
    if not matter.named_ok and (found := names_in(matter, text)):
        words = _("转办内容里有“%(what)s”，本人没有同意转告，请删掉，或先登记同意。", what=found)
        raise Refused(words, "text")
    matter.forwarded_to, matter.forwarded_text, matter.forwarded_at = body, text, here.now
    matter.chase_on, matter.chases, matter.reply = due_day(here.today, FIRST_CHASE), 0, ""
    FLOW.move(matter, "forwarded")
    OFFICE.note(matter, "forwarded", join_notes((body, note)))
    return matter


def chase(matter_id: int, note: str) -> Matter:
    """Ask the body again, and note what it said. Raises Refused."""
    matter = _with_body(matter_id)
    matter.chase_on = due_day(here.today, NEXT_CHASE)
    matter.chases += 1
    OFFICE.note(matter, "chased", note)
    return matter


def take_back(matter_id: int, note: str) -> Matter:
    """The body has sent it back; it goes on here. Raises Refused."""
    matter = _with_body(matter_id)
    FLOW.move(matter, "received")
    matter.forwarded_at = matter.chase_on = None
    OFFICE.note(matter, "returned", note)
    return matter


def reply(matter_id: int, text: str) -> Matter:
    """The body has answered, or the station does. The submitter does not know yet. Raises Refused."""
    matter = _held(matter_id)
    if not text.strip():
        raise Refused(_("请写下答复的内容。"), "text")
    state = "replied" if matter.state == "forwarded" else "answered"
    FLOW.move(matter, state)
    matter.reply, matter.chase_on = text, None
    OFFICE.note(matter, state)
    return matter


def redirect(matter_id: int) -> Matter:
    """A court deals with it: the station tells the submitter whom to ask. Raises Refused."""
    matter = _move(matter_id, "redirected")
    matter.court, matter.reply, matter.post_ok = True, str(COURT), False
    return matter


def feed_back(matter_id: int, how: str, said: str = "") -> Matter:
    """The submitter was told of the reply. Raises Refused."""
    matter = _held(matter_id)
    FLOW.check(matter, "fed_back")
    if how not in WAYS:
        raise Refused(_("请选怎样反馈的。"), "how")
    if how == "phone" and not (matter.phone or (matter.trader and matter.trader.phone)):
        raise Refused(_("没有留电话，不能打电话反馈。请等本人带回执来，或者公示。"), "how")
    matter.told = how
    FLOW.move(matter, "fed_back")
    OFFICE.note(matter, "fed_back", join_notes((str(WAYS[how]), said)))
    return matter


def post(matter_id: int, question: str = "", answer: str = "") -> Matter:
    """Put it on the board. For an anonymous matter this is the feedback, by its number alone where opinion and reply
    may not be posted; any other has to be fed back first. Raises Refused."""
    matter = _held(matter_id)
    first = matter.state in REPLIED
    if first and not matter.anonymous:
        raise Refused(_("留了联系方式的，要先反馈本人，再上答复公示。"))
    if not first and matter.state not in FLOW.ended:
        raise Refused(_("还没有答复，不能公示。"))
    if not first and not matter.post_ok:
        raise Refused(_("本人没有同意公开，不能上答复公示。问过本人，先登记同意。"))
    posting.put_up(matter, question, answer)
    if first:
        matter.told = "posted"
        FLOW.move(matter, "posted")
    OFFICE.note(matter, "posted" if first else "published")
    return matter


def take_down(matter_id: int, why: str) -> Matter:
    """Take it off the board. Raises Refused."""
    matter = _held(matter_id)
    if not posting.take_down(matter.id):
        raise Refused(_("这件事没有在公示。"))
    OFFICE.note(matter, "taken_down", why)
    return matter


def consent(matter_id: int, named_ok: bool, post_ok: bool) -> Matter:
    """What the submitter agrees to from now on; consent that is taken back takes its posting down. Raises Refused."""
    matter = _held(matter_id)
    if named_ok and matter.anonymous:
        raise Refused(_("没有留姓名和电话，就没有可以转告的。"), "named_ok")
    if post_ok and matter.court:
        raise Refused(_("法院在审理的事不公示。"), "post_ok")
    matter.named_ok, matter.post_ok = named_ok, post_ok
    if not named_ok:
        matter.forwarded_text = without_identity(matter, matter.forwarded_text)
    if not post_ok and posting.has_words(matter.id):
        posting.take_down(matter.id)
        OFFICE.note(matter, "taken_down", _("本人不同意公开"))
    words = [_("同意转告姓名电话") if named_ok else _("不转告姓名电话"),
             _("同意公开答复") if post_ok else _("不公开答复")]  # fmt: skip
    OFFICE.note(matter, "consent", join_notes(words))
    return matter


def rate(matter_id: int, level: int, source: str) -> Rating:
    """How satisfied the submitter is, once; what was closed stays so. Raises Refused."""
    rating: Rating = OFFICE.rate(matter_id, level, source)
    matter = _held(matter_id)
    if FLOW.allows(matter, "rated"):
        FLOW.move(matter, "rated")
    return rating


def close(matter_id: int) -> Matter:
    """File it. Nothing is closed of which the submitter was not told. Raises Refused."""
    matter = _held(matter_id)
    if matter.told is None:
        raise Refused(_("还没有反馈来访人，也没有公示，不能办结。"))
    FLOW.move(matter, "closed")
    OFFICE.note(matter, "closed")
    return matter


def reopen(matter_id: int, reason: str) -> Matter:
    """It was not settled after all; what hangs on the board of it comes down. Raises Refused."""
    matter: Matter = OFFICE.reopen(matter_id, _held(matter_id).days, reason)
    matter.forwarded_at = matter.chase_on = matter.told = None
    matter.court = False
    posting.take_down(matter.id)
    return matter


def _with_body(matter_id: int) -> Matter:
    matter = _held(matter_id)
    if matter.state != "forwarded":
        raise Refused(_("这件事没有转出去。"))
    return matter


def _move(matter_id: int, to: str, note: str = "") -> Matter:
    matter: Matter = OFFICE.move(matter_id, to, note)
    matter.chase_on = None if to == "redirected" else matter.chase_on
    return matter


def _held(matter_id: int) -> Matter:
    matter: Matter = OFFICE.hold(matter_id)
    return matter
