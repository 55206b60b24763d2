"""Fills the room: past terms of which only numbers are left, the present one with its children, and this evening."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time, timedelta
from typing import Any

from sqlalchemy import select

from hub.kits.roster import fill_shifts, some_residents
from hub.room import db, here, is_working_day

from ..children import fetches
from ..duty import roster
from ..models import Attendance, Enrolment, Hours, Pickup, Session, Term, Volunteer
from ..words import CLASS, GRADES, ROOM, SOURCE

SURNAMES = "赵钱孙李周吴郑王冯陈卫蒋沈韩杨"
GIVEN = "小雨子涵欣怡浩宇思源梓萱晨曦乐天若溪明轩"
RELATIONS = ("奶奶", "爷爷", "姥姥", "姑姑", "邻居")
SUBJECTS = ("数学", "语文", "书法", "科普", "手工", "英语")
GROUPS = ("作业一组", "作业二组", "兴趣组")
CHILDREN = 32


def fill(demo: Any) -> None:
    """Fill the evening class of the demo village."""
    for name, first, last in _past_terms(demo):
        term = demo.add(Term(name=name, first_on=first, last_on=last, enrolled=demo.rng.randrange(25, 38)))
        term.erased_on = last + timedelta(days=31)
        demo.flush()
        _numbers(demo, term)
    term = _present(demo)
    children = _children(demo, term)
    _evenings(demo, term, children)
    _tonight(demo, term, children)
    _helpers(demo)
    _list(demo)
    demo.flush()


def _past_terms(demo: Any) -> Iterator[tuple[str, date, date]]:
    """The terms of the demo's years that ended long enough ago."""
    for year in range(demo.first_day.year, demo.last_day.year + 1):
        for season, first, last in (("春季", (3, 1), (7, 5)), ("秋季", (9, 1), (12, 31))):
            begin, end = date(year, *first), date(year, *last)
            if begin >= demo.first_day and end < demo.last_day - timedelta(days=31):
                yield f"{year} 年{season}", begin, end


def _present(demo: Any) -> Term:
    """A term that began some weeks ago and goes on for some more."""
    first = max(demo.first_day, demo.last_day - timedelta(days=30))
    term = demo.add(
        Term(name="本学期", first_on=first, last_on=demo.last_day + timedelta(days=60), enrolled=0)
    )
    demo.flush()
    return term


def _days(first: date, last: date) -> Iterator[date]:
    day = first
    while day <= last:
        if day.weekday() < 5:
            yield day
        day += timedelta(days=1)


def _numbers(demo: Any, term: Term) -> None:
    """Evenings of a term whose children are forgotten."""
    rng, kept = demo.rng, []
    for day in _days(term.first_on, term.last_on):
        if rng.random() > demo.scale:
            continue
        came = max(term.enrolled - rng.randrange(3, 12), 1)
        phone, alone = rng.randrange(0, 2), rng.randrange(0, came // 4 + 1)
        phone = min(phone, came - alone)
        kept.append(
            demo.add(
                Session(
                    term_id=term.id, day=day, state="closed", opened_at=demo.moment(day, 18, 24),
                    closed_at=demo.moment(day, 20, 40), came=came, by_phone=phone, alone=alone,
                    by_adult=came - phone - alone, absent=rng.randrange(0, 3), late=False, crowd_reason="",
                )
            )
        )  # fmt: skip
    demo.flush()
    for session in kept:
        _visit(demo, session)


def _visit(demo: Any, session: Session) -> None:
    visit = demo.visit(ROOM, session.opened_at, session.came, kind=CLASS, source=(SOURCE, session.id),
                       recorded_at=session.closed_at)  # fmt: skip
    visit.ended_at, visit.late = session.closed_at, session.late


def _children(demo: Any, term: Term) -> list[Enrolment]:
    rng = demo.rng
    rows: list[Enrolment] = []
    names: set[str] = set()
    number = demo.some(CHILDREN)
    while len(rows) < number:
        surname = rng.choice(SURNAMES)
        name = surname + "".join(rng.sample(GIVEN, 2))
        if name in names:
            continue
        names.add(name)
        phone = f"1990000{rng.randrange(10_000):04d}"
        rows.append(
            demo.add(
                Enrolment(
                    term_id=term.id, term=term, name=name, grade=rng.choice(GRADES),
                    group=GROUPS[len(rows) % len(GROUPS)], guardian=surname + rng.choice(("先生", "女士")), phone=phone,
                    phone2=f"1990000{rng.randrange(10_000):04d}" if rng.random() < 0.4 else "",
                    consent_on=None if len(rows) in (3, 11) else term.first_on,
                    walks_on=term.first_on if rng.random() < 0.2 else None, enrolled_on=term.first_on,
                )
            )
        )  # fmt: skip
    demo.flush()
    for place, row in enumerate(rows):
        demo.add(Pickup(enrolment_id=row.id, enrolment=row, name=row.guardian, relation="", phone=row.phone,
                        valid_until=term.last_on, guardian=True))  # fmt: skip
        if rng.random() < 0.5:
            relation = rng.choice(RELATIONS)
            until = demo.last_day + timedelta(days=4) if place % 9 == 0 else term.last_on
            demo.add(Pickup(enrolment_id=row.id, enrolment=row, name=rng.choice(SURNAMES) + relation, relation=relation,
                            phone="", valid_until=until, guardian=False))  # fmt: skip
    demo.flush()
    return rows


def _list(demo: Any) -> None:
    """A class list that a teacher sent: some may be taken in at once, some not, and marks are left where they were."""
    rng = demo.rng

    def line(guardian: str, phone: str, signed: str, walks: str) -> str:
        name = rng.choice(SURNAMES) + "".join(rng.sample(GIVEN, 2))
        return f"{name},{rng.choice(GRADES)},{guardian},{phone},{signed},{walks},{rng.choice('优良')}"

    def phone() -> str:
        return f"1990000{rng.randrange(10_000):04d}"

    signed = demo.last_day.isoformat()
    good = [line(rng.choice(SURNAMES) + "女士", phone(), signed, walks) for walks in ("否", "是", "", "否")]
    wrong = [
        line("", phone(), "", ""),
        line("孙先生", "1990000", signed, ""),
        line("吴先生", phone(), "", "是"),
    ]
    headings = "姓名,年级,监护人,电话,监护人签同意书的日子,可独自回家,成绩"
    demo.bring_list(ROOM, "children", headings, [*good, *wrong])


def _evenings(demo: Any, term: Term, children: list[Enrolment]) -> None:
    """The evenings of this term, child by child."""
    listed: dict[int, list[Pickup]] = {}
    for pickup in db.session.scalars(select(Pickup).order_by(Pickup.id)):
        listed.setdefault(pickup.enrolment_id, []).append(pickup)
    days = [day for day in _days(term.first_on, demo.last_day - timedelta(days=1)) if is_working_day(day)]
    first = days[0] if days else None
    for day in days:
        session = demo.add(
            Session(term_id=term.id, day=day, state="open", opened_at=demo.moment(day, 18, 22), came=0, by_adult=0,
                    by_phone=0, alone=0, absent=0, late=False, crowd_reason="")
        )  # fmt: skip
        demo.flush()
        for child in children:
            if demo.rng.random() < 0.82:
                _came(demo, session, child, listed[child.id])
            elif demo.rng.random() < 0.4:
                session.absent += 1
                demo.add(_row(session, child))
        if day == first:
            session.crowd_reason = "开学第一天，家长都陪着来"
        session.state, session.closed_at = "closed", demo.moment(day, 20, 45)
        demo.flush()
        if session.came:
            _visit(demo, session)


def _row(session: Session, child: Enrolment, **more: Any) -> Attendance:
    empty = {"how": "", "taken_by": "", "allowed_by": "", "allowed_phone": ""}
    return Attendance(session_id=session.id, enrolment_id=child.id, **(empty | more))


def _came(demo: Any, session: Session, child: Enrolment, listed: list[Pickup]) -> None:
    rng, day = demo.rng, session.day
    row = demo.add(_row(session, child, in_at=demo.moment(day, 18, rng.randrange(22, 50))))
    row.out_at = demo.moment(day, 20, rng.randrange(20, 42))
    session.came += 1
    if child.walks_on and rng.random() < 0.7:
        row.how = "alone"
        session.alone += 1
    elif rng.random() < 0.02:
        row.how, row.taken_by, row.allowed_by = "phone", rng.choice(SURNAMES) + "叔叔", child.guardian
        row.allowed_phone, row.allowed_at = child.phone, row.out_at
        session.by_phone += 1
    else:
        pickup = rng.choice(listed)
        row.how, row.pickup_id, row.taken_by = "adult", pickup.id, fetches(pickup)
        session.by_adult += 1


def _tonight(demo: Any, term: Term, children: list[Enrolment]) -> None:
    """Some are here already, whatever the clock says: the demo is to be looked at by day, too."""
    if demo.last_day.weekday() > 4:
        return
    now = here.now
    session = demo.add(
        Session(term_id=term.id, day=demo.last_day, state="open", opened_at=now - timedelta(minutes=20), came=0,
                by_adult=0, by_phone=0, alone=0, absent=0, late=False, crowd_reason="")
    )  # fmt: skip
    demo.flush()
    here_already = children[: len(children) // 3]
    for child in here_already:
        demo.add(_row(session, child, in_at=now - timedelta(minutes=demo.rng.randrange(1, 20))))
    if here_already:
        visit = demo.visit(
            ROOM, session.opened_at, len(here_already), kind=CLASS, source=(SOURCE, session.id)
        )
        visit.gone, visit.ended_at = 0, session.opened_at + timedelta(hours=24)


def _helpers(demo: Any) -> None:
    """Volunteers who were looked into, one who was not yet; their evenings and hours."""

    found = some_residents(demo, 6)
    for place, person in enumerate(found):
        checked = None if place == 5 else demo.first_day + timedelta(days=min(20 + place, demo.days - 1))
        demo.add(Volunteer(name=person.name, resident_id=person.resident_id, subject=SUBJECTS[place],
                           added_on=demo.first_day,
                           checked_on=checked))  # fmt: skip
    helping = [person for person in found[:5] if person.name]
    rows = fill_shifts(
        demo, roster, helping, ((time(18, 30), time(20, 30)),), days=60, ahead=1, duty="辅导作业"
    )
    worker = next(iter(demo.keepers.values()), None)
    for place, shift in enumerate(rows):
        if shift.off_at is None:
            continue
        waits = place > len(rows) - 6
        demo.add(
            Hours(
                user_id=shift.user_id, resident_id=shift.resident_id, person=shift.person, day=shift.day,
                minutes=120, what="辅导作业", state="claimed" if waits else "verified", claimed_at=shift.off_at,
                claimed_by_id=worker, settled_at=None if waits else min(shift.off_at + timedelta(days=1), here.now),
                settled_by_id=None, outcome="", points=0, shift_id=shift.id,
            )
        )  # fmt: skip
