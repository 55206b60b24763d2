"""The counsellor's pages: the week, offering, booking at the desk, what became of an appointment, papers."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from flask import abort, request

from hub.kits.labels import qr_code
from hub.room import Done, Pages, _, _l, address_for_phones, clock_time, db, here, short_day, short_moment

from . import booking, sessions, slots
from .forms import BookForm, HeldForm, OfferForm, ReferForm, WalkInForm
from .models import Appointment, Slot
from .open import door, own
from .words import PLACES, SOURCES, STATES, TONES

ID = "int(max=2147483647)"
ONE = f"/appointment/<{ID}:appointment>"
desk = Pages()


@desk.get("week", permission="view", template="counselling_room/week.html")
def week() -> dict[str, Any]:
    """A week's slots, day by day: free, or in which state. Nobody's name, for none is known."""
    first = slots.monday(_day_asked())
    days: dict[date, list[slots.Line]] = {first + timedelta(days=n): [] for n in range(7)}
    for line in slots.of_days(first, 7):
        days[line.slot.starts_at.astimezone(here.tz).date()].append(line)
    return {
        "days": days, "first": first, "before": first - timedelta(days=7), "after": first + timedelta(days=7),
        "pages": desk, "states": STATES, "tones": TONES, "may": here.can("counselling_room.counsel"),
        "title_": _("%(first)s 起的一周", first=short_day(first)),
    }  # fmt: skip


def _day_asked() -> date:
    try:
        asked = date.fromisoformat(request.args.get("week", ""))
    except ValueError:
        return here.today
    return asked if 2000 <= asked.year <= 2200 else here.today


def _offer_next(form: OfferForm) -> None:
    if form.week.data is None and form.week.typed is None:
        form.week.data = here.today


@desk.action(
    "offer", form=OfferForm, permission="counsel", title=_l("放号"), submit=_l("放号"), prepare=_offer_next
)
def offer(form: OfferForm) -> Done:
    spans = slots.of_a_week(
        form.week.data,
        form.weekdays.data,
        form.start.data,
        form.until.data,
        form.minutes.data,
        form.pause.data,
    )
    return _offered(slots.offer(spans), form.week.data)


@desk.post("again", permission="counsel", url="/week/again")
def again() -> Done:
    """The same times in the week after the one that the address names."""
    day = _day_asked()
    return _offered(slots.again(day), day + timedelta(days=7))


def _offered(numbers: tuple[int, int], day: date) -> Done:
    made, left = numbers
    said = _("已放 %(n)s 个号。", n=made)
    if left:
        said += _("另有 %(n)s 个已经放过或已过时间，跳过了。", n=left)
    return Done(said, to=desk.url("week", week=slots.monday(day).isoformat()))


@desk.post("withdraw", permission="counsel", url=f"/slot/<{ID}:slot>/withdraw")
def withdraw(slot: int) -> Done:
    row = slots.withdraw(slot)
    return Done(_("已收回 %(at)s 的号。", at=short_moment(row.starts_at)), to=_week_of(row))


def _choose_slot(form: BookForm) -> None:
    form.slot.choices = [(slot.id, _span_words(slot)) for slot in slots.free(28)]
    typed = form.slot.typed or ""
    if typed.isascii() and typed.isdigit() and len(typed) < 10:
        # One that was taken a moment ago is refused in words, not as if there were none such.
        row = db.session.get(Slot, int(typed))
        if row is not None and row.id not in dict(form.slot.choices):
            form.slot.choices = [*form.slot.choices, (row.id, _span_words(row))]


@desk.action(
    "book", form=BookForm, permission="counsel", title=_l("预约"), submit=_l("预约"), prepare=_choose_slot
)
def book(form: BookForm) -> Done:
    row, _code = booking.book(form.slot.data, form.contact.data or "", "keeper")
    return Done(
        _("已约好 %(at)s。", at=short_moment(row.slot.starts_at)), to=desk.url("slip", appointment=row.id)
    )


@desk.get("one", permission="view", url=ONE, template="counselling_room/one.html")
def one(appointment: int) -> dict[str, Any]:
    """An appointment with its contact: that it was opened is noted."""
    row = _find(appointment)
    return {
        "row": row, "pages": desk, "states": STATES, "tones": TONES, "source": SOURCES[row.source],
        "may": here.can("counselling_room.counsel"), "span": _span_words(row.slot),
        "is_time": row.slot.starts_at - sessions.EARLY <= here.now, "is_past": row.slot.starts_at <= here.now,
    }  # fmt: skip


@desk.get("slip", permission="counsel", url=f"{ONE}/slip", template="counselling_room/slip.html")
def slip(appointment: int) -> dict[str, Any]:
    """What is taken home: the time and the code; no name, and not what for."""
    row = _find(appointment)
    code = booking.CODES.of(row)
    address, can_scan = (
        address_for_phones(own.url("mine", code=code.replace("-", ""))) if code else ("", False)
    )
    return {
        "row": row, "code": code, "span": _span_words(row.slot), "picture": qr_code(address) if can_scan else "",
        "phone": here.village.phone, "pages": desk,
    }  # fmt: skip


@desk.get("slots_sheet", permission="view", url="/week/print", template="counselling_room/sheet.html")
def slots_sheet() -> dict[str, Any]:
    """The week's slots to print, without a name, a code or a state that tells of anybody."""
    first = slots.monday(_day_asked())
    standing = [line for line in slots.of_days(first, 7) if line.slot.withdrawn_at is None]
    lines = [(line.slot.starts_at.astimezone(here.tz).date(), line) for line in standing]
    return {"lines": lines, "first": first, "pages": desk}


@desk.get("poster", permission="counsel", template="counselling_room/poster.html")
def poster() -> dict[str, Any]:
    """What hangs on the wall: how to book by oneself."""
    row = slots.desk_now()
    code = slots.CODES.of(row) if row else None
    address, can_scan = (
        address_for_phones(door.url("at", code=code.replace("-", ""))) if code else ("", False)
    )
    return {
        "picture": qr_code(address) if code else "",
        "address": address,
        "can_scan": can_scan,
        "pages": desk,
    }


@desk.post("make_poster", permission="counsel", url="/poster/new",
           confirm=_l("换码以后，以前贴出去的海报就不能用了。换吗？"))  # fmt: skip
def make_poster() -> Done:
    slots.CODES.give(slots.the_desk())
    return Done(_("已有新码，请打印海报。"), to=desk.url("poster"))


def _about(appointment: int) -> dict[str, Any]:
    return {"subtitle": _span_words(_find(appointment).slot)}


@desk.action(
    "held", form=HeldForm, permission="counsel", title=_l("登记来过"), submit=_l("登记"), url=f"{ONE}/held",
    context=_about,
)  # fmt: skip
def held(form: HeldForm, appointment: int) -> Done:
    _find(appointment)
    sessions.attended(appointment, form.heads.data)
    return Done(_("已登记来过 %(n)s 人。", n=form.heads.data), to=desk.url("one", appointment=appointment))


@desk.action("walk_in", form=WalkInForm, permission="counsel", title=_l("没预约就来了"), submit=_l("登记"))
def walk_in(form: WalkInForm) -> Done:
    sessions.walk_in(form.heads.data, form.started_at.data)
    return Done(_("已登记 %(n)s 人。", n=form.heads.data))


@desk.post("no_show", permission="counsel", url=f"{ONE}/no-show")
def no_show(appointment: int) -> Done:
    row = sessions.no_show(_find(appointment).id)
    return Done(_("已登记没有来。"), to=desk.url("one", appointment=row.id))


@desk.post("cancel", permission="counsel", url=f"{ONE}/cancel",
           confirm=_l("取消以后，这个时间可以再约给别人。取消吗？"))  # fmt: skip
def cancel(appointment: int) -> Done:
    row = booking.cancel(_find(appointment).id, by_asker=False)
    said = _("已取消。") + (_("请用留下的联系方式告诉对方。") if Appointment.contact.holds(row) else "")
    return Done(said, to=desk.url("one", appointment=row.id))


@desk.post("close", permission="counsel", url=f"{ONE}/close")
def close(appointment: int) -> Done:
    row = sessions.close(_find(appointment).id)
    return Done(_("已结束。"), to=desk.url("one", appointment=row.id))


@desk.action(
    "refer", form=ReferForm, permission="counsel", title=_l("转介"), submit=_l("登记转介"), url=f"{ONE}/refer",
    context=_about,
)  # fmt: skip
def refer(form: ReferForm, appointment: int) -> Done:
    _find(appointment)
    sessions.refer(appointment, form.place.data, consented=bool(form.consented.data))
    return Done(
        _("已转介到%(place)s。", place=PLACES[form.place.data]), to=desk.url("one", appointment=appointment)
    )


def _find(appointment: int) -> Appointment:
    return db.session.get(Appointment, appointment) or abort(404)


def _week_of(slot: Slot) -> str:
    return desk.url("week", week=slots.monday(slot.starts_at.astimezone(here.tz).date()).isoformat())


def _span_words(slot: Slot) -> str:
    return f"{short_moment(slot.starts_at)}—{clock_time(slot.ends_at)}"
