"""The pages of a rota, ready to be mounted by a room: the week, to be seen and printed, and each deed.

::

    rota = duty_pages(Roster(Duty, ROOM))

in hooks.py among the room's pages; the room's `room.toml` has a permission `duty`. With `Volunteering` beside it, hours
are written down and verified; then there is a permission `verify` too.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from flask import abort
from flask import request as web

from hub.kits.roster.duty import Roster, covered
from hub.kits.roster.forms import EnterForm, HandForm, HoursForm, ShiftForm, WhyForm
from hub.kits.roster.hours import SHORTEST, Volunteering
from hub.kits.roster.people import person_of, shown_name
from hub.kits.roster.words import HOURS, STATES, TONES, hours_words, shift_words, state_of
from hub.room import Done, Pages, _, _l, db, here, in_brackets, local_date, short_day

ID = "int(max=2147483647)"


def week_of(text: str) -> tuple[date, date]:
    """Monday and Sunday of the week of a day in an address; of this one for what is none."""
    try:
        day = date.fromisoformat(text) if len(text) == 10 else here.today
    except ValueError:
        day = here.today
    if abs((day - here.today).days) > 3660:
        day = here.today
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6)


def duty_pages(
    roster: Roster[Any], volunteering: Volunteering[Any] | None = None, *, duty: str = "duty"
) -> Pages:
    """The rota of a room. `duty` is the permission to change it; to see it, `view` is enough."""
    pages = Pages()

    def about(shift: int) -> dict[str, Any]:
        row = db.session.get(roster.shift, shift) or abort(404)
        return {"subtitle": in_brackets(shown_name(row.person), shift_words(row))}

    def offer(form: Any, **_values: Any) -> None:
        form.offer(roster.on_offer(), only=roster.people is not None)

    def to_week(row: Any) -> str:
        return pages.url("rota", week=row.day.isoformat())

    @pages.get("rota", permission="view", template="kits/rota.html")
    def rota() -> dict[str, Any]:
        """A week of the rota."""
        monday, sunday = week_of(web.args.get("week", ""))
        rows = roster.between(monday, sunday)
        return {
            "pages": pages, "may": here.can(f"{roster.room}.{duty}"), "rows": rows, "state_of": state_of,
            "states": STATES, "tones": TONES, "name": shown_name, "covered": covered, "hours": hours_words,
            "days": [monday + timedelta(days=n) for n in range(7)], "day_name": local_date,
            "title": _("%(from)s—%(to)s 值班表", **{"from": short_day(monday), "to": short_day(sunday)}),
            "before": (monday - timedelta(days=7)).isoformat(), "after": (sunday + timedelta(days=1)).isoformat(),
            "room": here.room(roster.room), "claims": volunteering is not None,
        }  # fmt: skip

    def first_day(form: Any) -> None:
        offer(form)
        if form.day.data is None and form.day.typed is None:
            form.day.data = here.today

    @pages.action(
        "plan_shift", form=ShiftForm, permission=duty, url="/rota/plan", title=_l("排班"), submit=_l("排上"),
        prepare=first_day,
    )  # fmt: skip
    def plan_shift(form: ShiftForm) -> Done:
        rows = roster.plan_weekly(
            form.person(), form.day.data, form.begins.data, form.ends.data, form.weeks.data or 1, form.duty.data,
            skip=form.skip.data,
        )  # fmt: skip
        sentence = _("排上了：%(who)s，%(shift)s", who=rows[0].person, shift=shift_words(rows[0]))
        if len(rows) > 1:
            sentence = _("%(shift)s 起，一共 %(n)s 次", shift=sentence, n=len(rows))
        return Done(sentence, to=to_week(rows[0]))

    @pages.action(
        "hand_shift", form=HandForm, permission=duty, url=f"/rota/<{ID}:shift>/hand", title=_l("换班"),
        submit=_l("换成这一位"), prepare=offer, context=about,
    )  # fmt: skip
    def hand_shift(form: HandForm, shift: int) -> Done:
        row = roster.hand_to(shift, form.person())
        return Done(_("换好了：%(who)s，%(shift)s", who=row.person, shift=shift_words(row)), to=to_week(row))

    @pages.post(
        "drop_shift", permission=duty, url=f"/rota/<{ID}:shift>/drop", confirm=_l("把这个班从值班表上去掉？")
    )
    def drop_shift(shift: int) -> Done:
        row = roster.drop(shift)
        return Done(_("去掉了：%(who)s，%(shift)s", who=row.person, shift=shift_words(row)), to=to_week(row))

    @pages.post("sign_on", permission=duty, url=f"/rota/<{ID}:shift>/on")
    def sign_on(shift: int) -> Done:
        row = roster.sign_on(shift)
        return Done(
            _("%(who)s 到岗了", who=row.person), to=to_week(row), undo_url=pages.url("unsign", shift=row.id)
        )

    @pages.post("sign_off", permission=duty, url=f"/rota/<{ID}:shift>/off")
    def sign_off(shift: int) -> Done:
        row = roster.sign_off(shift)
        sentence = _("%(who)s 离岗了", who=row.person)
        if volunteering is None or not person_of(row).is_volunteer or covered(row) < SHORTEST:
            return Done(sentence, to=to_week(row), undo_url=pages.url("unsign", shift=row.id))
        claim_shift(volunteering, row)
        return Done(_("%(done)s，时数已登记，等第二个人核实", done=sentence), to=to_week(row))

    @pages.post("unsign", permission=duty, url=f"/rota/<{ID}:shift>/undo")
    def unsign(shift: int) -> Done:
        return Done(_("已撤销"), to=to_week(roster.undo(shift)))

    @pages.action(
        "enter_shift", form=EnterForm, permission=duty, url=f"/rota/<{ID}:shift>/enter", title=_l("补录到岗、离岗"),
        submit=_l("补录"), context=about,
    )  # fmt: skip
    def enter_shift(form: EnterForm, shift: int) -> Done:
        row = roster.enter(shift, form.on.data, form.off.data)
        if volunteering is not None and person_of(row).is_volunteer and covered(row) >= SHORTEST:
            claim_shift(volunteering, row)
        return Done(_("补录了：%(who)s，%(shift)s", who=row.person, shift=shift_words(row)), to=to_week(row))

    return pages


def claim_shift(volunteering: Volunteering[Any], row: Any) -> Any:
    """Write down the hours of a shift that is over."""
    what = row.duty or _("值班")
    return volunteering.claim(person_of(row), row.day, covered(row), what, shift_id=row.id)


def hours_pages(
    volunteering: Volunteering[Any], roster: Roster[Any], *, claim: str = "duty", verify: str = "verify"
) -> Pages:
    """Writing hours down, and verifying them. Go back to where one came from."""
    pages = Pages()

    def offer(form: Any) -> None:
        people = [person for person in roster.on_offer() if person.is_volunteer]
        form.offer(people, only=roster.people is not None)
        if form.day.data is None and form.day.typed is None:
            form.day.data = here.today

    def about(hours: int) -> dict[str, Any]:
        row = db.session.get(volunteering.hours, hours) or abort(404)
        return {"facts": [(_("谁"), shown_name(row.person)), (_("哪一天"), short_day(row.day)),
                          (_("做了什么"), row.what), (_("时数"), hours_words(row.minutes)),
                          (_("状态"), HOURS[row.state])]}  # fmt: skip

    @pages.action(
        "claim_hours", form=HoursForm, permission=claim, url="/hours/claim", title=_l("登记志愿时数"),
        submit=_l("登记"), prepare=offer,
    )  # fmt: skip
    def claim_hours(form: HoursForm) -> Done:
        row = volunteering.claim(form.person(), form.day.data, form.minutes.data, form.what.data)
        sentence = _(
            "记下了：%(who)s %(hours)s，等第二个人核实", who=row.person, hours=hours_words(row.minutes)
        )
        return Done(sentence, undo_url=pages.url("withdraw_hours", hours=row.id))

    @pages.post("withdraw_hours", permission=claim, url=f"/hours/<{ID}:hours>/withdraw")
    def withdraw_hours(hours: int) -> Done:
        return Done(_("已撤销：%(who)s 的时数", who=volunteering.withdraw(hours).person))

    @pages.post("verify_hours", permission=verify, url=f"/hours/<{ID}:hours>/verify")
    def verify_hours(hours: int) -> Done:
        row = volunteering.verify(hours)
        sentence = _("核实了：%(who)s %(hours)s", who=row.person, hours=hours_words(row.minutes))
        return Done(_("%(done)s，积 %(n)s 分", done=sentence, n=row.points) if row.points else sentence)

    @pages.action(
        "refuse_hours", form=WhyForm, permission=verify, url=f"/hours/<{ID}:hours>/refuse", title=_l("这笔时数不算"),
        submit=_l("不算"), context=about,
    )  # fmt: skip
    def refuse_hours(form: WhyForm, hours: int) -> Done:
        row = db.session.get(volunteering.hours, hours) or abort(404)
        settle = volunteering.take_back if row.state == "verified" else volunteering.refuse
        return Done(_("不算：%(who)s 的这笔时数", who=settle(hours, form.why.data).person))

    return pages
