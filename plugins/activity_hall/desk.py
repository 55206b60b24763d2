"""The pages at the desk: ask, answer, cancel, move; and the page of one booking."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import abort

from hub.kits.booking import DatesTaken, day_name, span_words
from hub.kits.events import EVENT_STATES
from hub.room import Done, Pages, _, _l, _n, db, here, join_notes, join_words, short_moment

from . import answering, asking, moving
from .forms import AnswerForm, CancelForm, MoveForm, RequestForm, choose
from .halls import all_halls, things_to_ask_for
from .models import Booking
from .words import PROPOSERS, ROOM, STATES, TONES

ID = "int(max=2147483647)"
desk = Pages()


def _offer_choices(form: RequestForm) -> None:
    choose(form.hall, all_halls())
    form.wanted.choices = [(thing.name, thing.name) for thing in things_to_ask_for()]
    if not here.can(f"{ROOM}.answer"):
        del form.approve
    if form.day.typed is None and form.day.data is None:
        form.day.data = here.today


@desk.action(
    "request", form=RequestForm, permission="book", title=_l("登记申请"), submit=_l("登记"), prepare=_offer_choices,
    template="activity_hall/request.html",
)  # fmt: skip
def request(form: RequestForm) -> Done:
    asked_for = asking.Request(
        form.hall.data, asking.span_of(form.day.data, form.starts.data, form.ends.data), form.heads.data,
        form.group.data, form.purpose.data, form.proposer.data, form.wanted.data, form.contact.data, form.phone.data,
        form.override_reason.data, form.repeat, form.leave_out.data,
    )  # fmt: skip
    try:
        asked = asking.ask(asked_for, approve="approve" in form and bool(form.approve.data))
    except DatesTaken as refusal:
        form.list_taken(refusal)
        raise
    said = [_n("已登记 %(n)s 场：%(title)s", len(asked.bookings), title=asked.first.title), *asked.warnings]
    return Done(join_notes(said), to=desk.url("booking", booking=asked.first.id))


@desk.get("booking", permission="view", url=f"/booking/<{ID}:booking>", template="activity_hall/booking.html")
def booking(booking: int) -> dict[str, Any]:
    """One booking: what was asked, what was answered, what is to be done; prints as the answer to the group."""
    row = find(booking)
    event = answering.event_of(row)
    offers = moving.offered_to(row.id)
    return {
        "row": row, "event": event, "facts": facts_of(row), "pages": desk, "state": STATES[row.state],
        "tone": TONES[row.state], "states": STATES, "tones": TONES, "when": span_words, "day_name": day_name,
        "siblings": asking.of_series(row.series_id, "requested", "approved") if row.series_id else [],
        "event_state": EVENT_STATES[event.state] if event else "", "offers": offers,
        "open_offers": {offer.id for offer in moving.open_offers(row.id)} if offers else set(),
        "before": db.session.get(Booking, row.moved_from_id) if row.moved_from_id else None,
    }  # fmt: skip


def find(booking_id: int) -> Booking:
    """A booking of an address; without one there is no such page."""
    return db.session.get(Booking, booking_id) or abort(404)


def facts_of(row: Booking) -> list[tuple[str, Any]]:
    """What is known of a booking; whom to call only for those who book."""
    facts = [
        (_("场地"), row.hall.name), (_("时间"), _moment(row)), (_("团队"), row.group), (_("做什么"), row.purpose),
        (_("大约几个人"), row.heads), (_("谁提出的"), PROPOSERS[row.proposer]),
        (_("要用的设备"), join_words(row.wanted.splitlines())),
    ]  # fmt: skip
    if row.series is not None:
        facts.append((_("重复"), row.series.repeat_words))
    if here.can(f"{ROOM}.book"):
        facts.append((_("联系"), join_words(filter(None, (row.contact, row.phone)))))
        if row.override_reason:
            facts.append((_("超出仍安排的原因"), row.override_reason))
    if row.words:
        facts.append((_("答复"), row.words))
    return facts


def _moment(row: Booking) -> str:
    first = row.span.first_day
    return f"{span_words(row.span)} {day_name(first).split(' ')[-1]}"


def _about(booking: int) -> dict[str, Any]:
    return {"facts": facts_of(find(booking))}


def _as_a_whole(form: AnswerForm | CancelForm, booking: int) -> None:
    row = find(booking)
    field = form.whole if isinstance(form, AnswerForm) else form.rest
    if row.series_id is None:
        del form[field.name]
    elif field.typed is None and isinstance(form, AnswerForm) and form.words.typed is None:
        field.data = True


def _of_the_rule(row: Booking, *states: str) -> list[int]:
    """A booking and the others of its rule that are still to come."""
    rows = asking.of_series(row.series_id or 0, *states)
    return [one.id for one in rows if one.id == row.id or one.ends_at > here.now]


@desk.action(
    "answer", form=AnswerForm, permission="answer", title=_l("答复申请"), submit=_l("答复"),
    url=f"/booking/<{ID}:booking>/answer", context=_about, prepare=_as_a_whole,
)  # fmt: skip
def answer(form: AnswerForm, booking: int) -> Done:
    row = find(booking)
    ids = _of_the_rule(row, "requested") if "whole" in form and form.whole.data else [row.id]
    if form.answer.data == "approve":
        done = _n("已同意 %(n)s 场：%(title)s", len(answering.approve(ids, form.words.data)), title=row.title)
    else:
        done = _n("没同意 %(n)s 场：%(title)s", len(answering.decline(ids, form.words.data)), title=row.title)
    return Done(done, to=desk.url("booking", booking=row.id))


@desk.action(
    "cancel", form=CancelForm, permission="book", title=_l("取消预约"), submit=_l("取消这个预约"),
    url=f"/booking/<{ID}:booking>/cancel", context=_about, prepare=_as_a_whole,
)  # fmt: skip
def cancel(form: CancelForm, booking: int) -> Done:
    row = find(booking)
    ids = _later(row) if "rest" in form and form.rest.data else [row.id]
    rows = answering.cancel(ids, form.words.data)
    return Done(
        _n("已取消 %(n)s 场：%(title)s", len(rows), title=row.title), to=desk.url("booking", booking=row.id)
    )


def _later(row: Booking) -> list[int]:
    """A booking and those of its rule after it."""
    rows = asking.of_series(row.series_id or 0, "requested", "approved")
    return [one.id for one in rows if one.starts_at >= row.starts_at]


def _offer_times(form: MoveForm, booking: int) -> None:
    row = find(booking)
    wishes = moving.offers_for(row, row.hall)
    form.choice.choices = [("ask", _("先都留着，问了团队再定"))] + [
        (wish.span.start.isoformat(), _("%(when)s %(weekday)s，现在就定", when=span_words(wish.span),
                                        weekday=day_name(wish.span.first_day).split(" ")[-1]))
        for wish in wishes
    ]  # fmt: skip


@desk.action(
    "move", form=MoveForm, permission="answer", title=_l("调换时间"), submit=_l("让出来并留三个时间"),
    url=f"/booking/<{ID}:booking>/move", context=_about, prepare=_offer_times,
)  # fmt: skip
def move(form: MoveForm, booking: int) -> Done:
    choice = None if form.choice.data == "ask" else datetime.fromisoformat(form.choice.data)
    row, offers = moving.move_out(booking, form.words.data, choice)
    taken = next((offer for offer in offers if offer.state == "approved"), None)
    if taken is not None:
        return Done(
            _("已换到 %(when)s", when=span_words(taken.span)), to=desk.url("booking", booking=taken.id)
        )
    if not offers:
        return Done(_("已让出来。最近三周没有空的时间，请另外商量。"), to=desk.url("booking", booking=row.id))
    times = join_words(span_words(offer.span) for offer in offers)
    until = short_moment(max(offer.lapses_at or here.now for offer in offers))
    said = _("已让出来，留了 %(times)s，到 %(until)s", times=times, until=until)
    return Done(said, to=desk.url("booking", booking=row.id))


@desk.post("take", permission="answer", url=f"/booking/<{ID}:booking>/take")
def take(booking: int) -> Done:
    row = moving.take(booking)
    return Done(_("已换到 %(when)s", when=span_words(row.span)), to=desk.url("booking", booking=row.id))


@desk.post(
    "give_up", permission="answer", url=f"/booking/<{ID}:booking>/give_up",
    confirm=_l("团队三个时间都不要，放开吗？"),
)  # fmt: skip
def give_up(booking: int) -> Done:
    row = moving.give_up(booking)
    return Done(_("已放开留给%(group)s的时间", group=row.group), to=desk.url("booking", booking=row.id))
