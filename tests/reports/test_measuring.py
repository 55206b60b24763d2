"""The eight indicators, each against a case worked out by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select

from hub.centre import door, openings
from hub.centre.models import Opening
from hub.kernel.database import db
from hub.kernel.declarations import EventFact, Share
from hub.kernel.here import here
from hub.reports.locking import lock_month
from hub.reports.measuring import EIGHT
from hub.reports.months import Month
from hub.reports.shown import ShownMonth
from hub.reports.words import WORDS
from hub.reports.words import tell as in_words
from hub.villages.models import CalendarDay
from hub.visits import services
from tests.reports.place import OCTOBER, at, day, line
from tests.visits.place import NOW, acting, room

pytestmark = pytest.mark.state("visit_place")
ROOMS = ("front_desk", "workshop", "yard")


@pytest.fixture(autouse=True)
def village(app, tell):
    with time_machine.travel(NOW, tick=False), acting(app):
        for key in ROOMS:
            tell(key)
        yield


def event(number: int, state: str = "held", heads: int = 9, **more) -> EventFact:
    return EventFact(day(number), state, heads, **more)


class TestDoorOpen:
    """Hours of 9:00 to 22:00 on 31 days: 24,180 minutes."""

    def test_minutes_within_the_hours(self):
        db.session.add(
            Opening(opened_at=at(1, 8), closed_at=at(1, 12))
        )  # an hour before the hours does not count
        db.session.add(Opening(opened_at=at(2, 9), closed_at=at(2, 10)))
        services.record(room("yard"), 1, started_at=at(2))  # entered late, so no independent record
        found = line("door_open")
        assert (found.part, found.whole, found.value) == (4 * 60 - 60 + 60, 31 * 13 * 60, 0.9)
        assert found.missing == 29
        assert found.beside["timed_days"] == [0, 31]

    def test_a_day_with_a_visit_entered_at_once_is_borne_out(self):
        with time_machine.travel(at(2, 10), tick=False):
            services.record(room("yard"), 1)
        assert line("door_open").beside["timed_days"] == [1, 31]

    def test_a_forgotten_close_ends_with_the_last_record_of_its_own_day(self):
        for number in (5, 6, 7):
            db.session.add(Opening(opened_at=at(number, 9)))
        services.record(room("yard"), 1, started_at=at(5, 11))
        services.record(room("workshop"), 1, started_at=at(5, 16, 30))
        services.record(room("yard"), 1, started_at=at(6, 8))  # before it was opened: nothing is known
        found = line("door_open")
        assert (found.part, found.missing) == (
            7 * 60 + 30,
            28,
        )  # the 5th until 16:30, the 6th and 7th nothing

    def test_late_is_more_than_three_days_afterwards(self):
        for minute, late in ((59, 0), (60, 1)):  # the fourth ends at 16:00 UTC
            with time_machine.travel(
                datetime(2025, 10, 4, 15, tzinfo=UTC) + timedelta(minutes=minute), tick=False
            ):
                known = db.session.scalars(select(Opening)).one_or_none()
                openings.correct(known, None, at(1, 9), at(1, 10))
            assert line("door_open").late == Share(late, 1)

    def test_closed_days_are_nobodys_fault(self):
        for one in OCTOBER.days:
            db.session.add(CalendarDay(day=one, kind="holiday", closed=True))
        db.session.flush()
        assert line("door_open").state == "no_data"


class TestRoomsUsed:
    def test_the_median_with_the_rooms_unused(self):
        for number in range(1, 11):
            services.record(room("yard"), 1, started_at=at(number))
        for number in range(1, 4):
            services.record(room("workshop"), 1, started_at=at(number))
        found = line("rooms_used")
        assert found.value == 9.6  # 10, 3 and 0 of 31 days: the middle one is 3/31
        assert (found.part, found.whole) == (13, 93)
        assert found.beside["unused"] == ["服务台"] or found.beside["unused"] == [room("front_desk").name]
        assert found.missing == 21

    def test_the_middle_of_two_rooms_is_rounded_once(self):
        room("workshop").enabled = False
        for key, last in ((room("yard").key, 7), (room().key, 1)):
            for number in range(1, last + 1):
                services.record(room(key), 1, started_at=at(number))
        assert line("rooms_used").value == 12.9  # 7 and 1 of 31 days: 8/62; 22.5 and 3.2 would make 12.8

    def test_days_that_a_room_tells_are_united_with_those_of_its_visits(self, tell):
        services.record(room("yard"), 1, started_at=at(1))
        tell("yard", days_used={day(1), day(2), day(3)})
        used = {one["room"]: one["used"] for one in line("rooms_used").beside["rooms"]}
        assert used["院子"] == 3

    def test_use_on_a_closed_day_is_not_beyond_all(self):
        db.session.add(CalendarDay(day=day(1), kind="holiday", closed=True))
        services.record(room("yard"), 1, started_at=at(1))
        yard = next(one for one in line("rooms_used").beside["rooms"] if one["room"] == "院子")
        assert (yard["used"], yard["open"]) == (0, 30)

    def test_late_is_entered_more_than_three_days_afterwards(self):
        for started, entered in ((at(1), at(1)), (at(1), at(4, 20)), (at(1), at(5, 8)), (at(1), at(20))):
            with time_machine.travel(entered, tick=False):
                services.record(room("yard"), 1, started_at=started)
        assert line("rooms_used").late == Share(2, 4)

    def test_visits_of_a_confidential_room_are_left_out_of_the_late_ones_too(self):
        """By hand: all are entered on the 20th, in the yard 1 of 3 late by that, in the confidential room 2 of 2.
        Told is 1 of 3 and not 3 of 5: the difference would tell how the confidential room is kept."""
        for key, days in (("yard", (1, 19, 20)), ("quiet_room", (1, 2))):
            for number in days:
                with time_machine.travel(at(20), tick=False):
                    services.record(room(key), 1, started_at=at(number, 9))
        assert line("rooms_used").late == Share(1, 3)

    def test_machines_are_rented_of_available(self, tell):
        tell("yard", machine_days=Share(5, 20))
        tell("workshop", machine_days=Share(1, 10))
        assert line("rooms_used").beside["machine_days"] == [6, 30]

    def test_heads_times_hours_of_a_room_that_is_booked(self, app, monkeypatch):
        from hub.kernel.state import the_hub

        loaded = the_hub().rooms.get("front_desk")
        monkeypatch.setattr(loaded, "found", _with_kits(loaded.found, ("booking",)))
        services.record(room(), 4, started_at=at(1, 10), ended_at=at(1, 12))
        services.record(room(), 1, started_at=at(2, 10), ended_at=at(2, 10, 30))
        most = room().refuse_above
        assert line("rooms_used").beside["capacity"] == [
            {"room": room().name, "part": 4 * 120 + 30, "whole": most * 31 * 13 * 60}
        ]


def _with_kits(found, kits):
    from dataclasses import replace

    return replace(found, manifest=found.manifest.model_copy(update={"kits": kits}))


class TestEvents:
    """October 2025 begins on a Wednesday; its weeks end on the 5th, 12th, 19th and 26th."""

    def test_weeks_of_several_rooms_are_united(self, tell):
        tell("yard", events=[event(7), event(8), event(20)])
        tell("workshop", events=[event(9), event(15)])
        found = line("events_weeks")
        assert (found.part, found.whole) == (3, 4)

    def test_a_week_that_began_in_the_month_before_counts_whole(self, tell):
        asked = []

        def events(period):
            asked.append(period.first)
            return [EventFact(date(2025, 9, 30), "held", 9)]

        tell("yard", events=events)
        found = line("events_weeks")
        assert asked == [date(2025, 9, 29)]
        assert (found.part, found.beside["held"]) == (1, 0)  # its week ends here, the event was September's

    def test_a_week_that_ends_in_the_next_month_does_not_count(self, tell):
        tell("yard", events=[event(28)])
        assert (line("events_weeks").part, line("events_weeks").beside["held"]) == (0, 1)

    def test_held_is_timed_and_five_heads(self, tell):
        told = [
            event(7, heads=4),
            event(8, timed=False),
            event(9, "cancelled", 0),
            event(10, "planned", 0),
            event(11),
        ]
        tell("yard", events=told)
        found = line("events_weeks")
        assert found.beside == {"held": 1, "held_planned": [1, 5]}
        assert found.missing == 1

    def test_five_heads_are_enough_and_four_are_not(self, tell):
        tell("yard", events=[event(7, heads=5), event(14, heads=4), event(14, heads=4)])
        found = line("events_weeks")
        assert (found.part, found.whole, found.value) == (1, 4, 25)
        assert found.beside == {"held": 1, "held_planned": [1, 3]}

    def test_an_event_of_sunday_and_one_of_the_monday_after_are_two_weeks(self, tell):
        tell("yard", events=[event(12), event(13)])
        assert line("events_weeks").part == 2

    def test_a_month_of_five_sundays_has_five_weeks(self, tell):
        tell("yard", events=[EventFact(date(2025, 8, 31), "held", 5)])
        found = line("events_weeks", Month(2025, 8))  # the 3rd, 10th, 17th, 24th and 31st
        assert (found.part, found.whole, found.value) == (1, 5, 20)

    def test_late_are_those_whose_outcome_was_entered_late(self, tell):
        tell("yard", events=[event(7, late=True), event(8), event(9, "planned", 0)])
        assert line("events_weeks").late == Share(1, 2)

    def test_without_a_room_that_has_events_there_is_no_data(self):
        assert line("events_weeks").state == "no_data"


class TestServices:
    def test_shares_are_summed(self, tell):
        tell("yard", service_due=Share(3, 4), service_extended=1, duty_minutes=Share(60, 120))
        tell("workshop", service_due=Share(0, 2), service_extended=2, late={"service_due": Share(1, 6)})
        found = line("service_due")
        assert (found.part, found.whole, found.value) == (3, 6, 50)
        assert found.beside == {"extended": 3, "duty": [60, 120]}
        assert found.late == Share(1, 6)

    def test_nothing_due_is_no_data_and_never_all_of_it(self, tell):
        tell("yard", service_due=Share(0, 0))
        assert (line("service_due").state, line("service_due").value) == ("no_data", None)

    def test_almost_all_is_not_all(self, tell):
        tell("yard", service_due=Share(1999, 2000))
        assert line("service_due").value == 99.9

    @pytest.mark.parametrize("answer", ["many", None, Share("a", 1), {day(1)}, 7])
    def test_what_is_no_share_is_left_out(self, tell, answer):
        tell("yard", service_due=answer)
        tell("workshop", service_due=Share(1, 2))
        assert line("service_due").whole == 2


class TestPeople:
    def test_heads_a_hundred_people(self):
        door.set_count(day(1), 400)
        door.set_count(day(2), 225)
        found = line("people_come")
        assert (found.part, found.whole, found.value, found.missing) == (625, 1000, 62.5, 29)
        assert found.late == Share(2, 2)

    def test_counted_in_time_is_not_late(self):
        with time_machine.travel(at(4, 20), tick=False):
            door.set_count(day(1), 10)
        assert line("people_come").late == Share(0, 1)

    def test_uncounted_is_never_the_sum_of_the_rooms(self):
        services.record(room("yard"), 9, started_at=at(1))
        assert (line("people_come").state, line("people_come").value) == ("uncounted", None)

    def test_without_a_population_there_is_no_figure(self):
        door.set_count(day(1), 4)
        here.village.population = None
        measured = line("people_come")
        assert (measured.state, measured.value, measured.missing) == ("no_data", None, 30)
        assert "还没有填" in [item.text[:4] for item in in_words(measured).items]


class TestPopularity:
    def test_the_mean_of_counted_open_days_against_last_year(self):
        db.session.add(CalendarDay(day=day(3), kind="holiday", closed=True))
        for number, heads in ((1, 10), (2, 21), (3, 500)):
            door.set_count(day(number), heads)
        door.set_count(date(2024, 10, 31), 8)
        found = line("popularity")
        assert (found.value, found.part, found.whole, found.missing) == (15.5, 31, 2, 28)
        assert found.beside == {"counted_days": [2, 30], "year_before": 8, "year_before_days": [1, 31]}

    def test_without_a_count_last_year_there_is_nothing_to_hold_it_against(self):
        door.set_count(day(1), 10)
        assert line("popularity").beside == {"counted_days": [1, 31], "year_before": None}

    def test_counted_on_closed_days_alone_it_is_uncounted(self):
        db.session.add(CalendarDay(day=day(3), kind="holiday", closed=True))
        door.set_count(day(3), 500)
        assert (line("popularity").state, line("popularity").missing) == ("uncounted", 30)

    def test_late_is_what_was_counted_late(self):
        door.set_count(day(1), 10)
        with time_machine.travel(at(2, 20), tick=False):
            door.set_count(day(2), 10)
        assert line("popularity").late == Share(1, 2)

    def test_a_month_that_is_not_over_is_held_against_the_same_days(self):
        door.set_count(date(2025, 11, 3), 10)
        door.set_count(date(2024, 11, 19), 20)
        door.set_count(date(2024, 11, 20), 900)
        assert line("popularity", Month(2025, 11)).beside["year_before_days"] == [1, 19]

    def test_february_of_a_leap_year_meets_a_whole_february(self):
        with time_machine.travel(datetime(2028, 3, 2, 2, tzinfo=UTC), tick=False):
            door.set_count(date(2027, 2, 28), 7)
            assert line("popularity", Month(2028, 2)).beside["year_before_days"] == [1, 28]
        with time_machine.travel(datetime(2029, 3, 2, 2, tzinfo=UTC), tick=False):
            door.set_count(date(2028, 2, 29), 7)
            assert line("popularity", Month(2029, 2)).beside["year_before_days"] == [1, 29]


class TestVitality:
    def test_events_that_residents_proposed_of_those_held(self, tell):
        told = [event(7, by_residents=True), event(8), event(9, heads=2, by_residents=True), event(10)]
        tell("yard", events=told, volunteer_minutes=90)
        tell("workshop", volunteer_minutes=45)
        found = line("vitality")
        assert (found.part, found.whole, found.value) == (1, 3, 33.3)
        assert found.beside == {"volunteer_minutes": 135}

    def test_days_untold_and_outcomes_entered_late(self, tell):
        told = [
            event(7, "planned", 0),
            event(7, "planned", 0),
            event(8, "planned", 0),
            event(9, late=True),
            event(10),
        ]
        tell("yard", events=told)
        found = line("vitality")
        assert (found.part, found.whole, found.missing, found.late) == (0, 2, 2, Share(1, 2))

    def test_hours_stand_even_without_events(self, tell):
        tell("yard", volunteer_minutes=30)
        assert (line("vitality").state, line("vitality").beside) == ("no_data", {"volunteer_minutes": 30})


class TestSatisfaction:
    def test_ten_ratings_are_told(self, tell):
        tell("yard", ratings=Share(5, 6), rated=Share(6, 20), opinions_due=Share(1, 2), ratings_entered=3)
        tell("workshop", ratings=Share(3, 4), rated=Share(4, 5))
        found = line("satisfaction")
        assert (found.part, found.whole, found.value) == (8, 10, 80)
        assert found.beside == {"ratings": 10, "rated": [10, 25], "entered": 3, "opinions": [1, 2]}

    def test_opinions_of_several_rooms_are_summed_with_what_was_entered_late(self, tell):
        late = {"ratings": Share(1, 10), "opinions_due": Share(1, 4)}
        tell("yard", ratings=Share(8, 10), opinions_due=Share(3, 4), late=late)
        tell("workshop", opinions_due=Share(0, 3), late={"opinions_due": Share(2, 3)})
        found = line("satisfaction")
        assert (found.beside["opinions"], found.late) == ([3, 7], Share(4, 17))

    def test_ratings_that_keepers_entered_are_never_among_them(self, tell):
        tell("yard", ratings=Share(0, 0), rated=Share(0, 12), ratings_entered=12)
        found = line("satisfaction")
        assert (found.state, found.value, found.beside["entered"]) == ("no_data", None, 12)

    def test_nine_are_hidden_with_their_numerator(self, tell):
        tell("yard", ratings=Share(9, 9), rated=Share(9, 12))
        found = line("satisfaction")
        assert (found.state, found.value, found.part, found.whole) == ("hidden", None, None, None)
        assert found.beside["rated"] == [9, 12]


class TestAllOfThem:
    def test_on_the_first_of_a_month_there_is_no_data(self, tell):
        tell("yard", service_due=Share(1, 1), events=[event(1)])
        with time_machine.travel(datetime(2025, 11, 1, 2, tzinfo=UTC), tick=False):
            states = {
                line(code, Month(2025, 11)).state for code in ("door_open", "rooms_used", "service_due")
            }
        assert states == {"no_data"}

    def test_a_line_survives_being_kept(self, tell):
        from hub.reports.lines import Line

        tell("yard", service_due=Share(1, 3), late={"service_due": Share(1, 3)})
        found = line("service_due")
        assert Line.from_json(found.as_json()) == found

    def test_urumqi_has_days_of_its_own(self):
        """22:30 UTC of the 31st of October is the 1st of November in Shanghai (06:30) and in Urumqi (04:30); 17:30 UTC
        is the 1st in Shanghai and still the 31st in Urumqi."""
        moment = datetime(2025, 10, 31, 17, 30, tzinfo=UTC)
        assert services.record(room("yard"), 1, started_at=moment).day == date(2025, 11, 1)
        here.village.time_zone = "Asia/Urumqi"
        here.enter(here.village, here.user, here.grants, here.rooms.values())
        assert services.record(room("yard"), 1, started_at=moment).day == date(2025, 10, 31)
        assert OCTOBER.finished().ends - OCTOBER.finished().starts == timedelta(days=31)
        assert OCTOBER.finished().starts == datetime(2025, 9, 30, 18, tzinfo=UTC)

    def test_the_month_of_a_village_in_urumqi_begins_two_hours_later(self):
        """The same hours, 9:00 to 22:00, are 3:00 to 16:00 UTC there: what is opened at 1:00 UTC is opened at 7:00."""
        here.village.time_zone = "Asia/Urumqi"
        here.enter(here.village, here.user, here.grants, here.rooms.values())
        db.session.add(Opening(opened_at=at(1, 9), closed_at=at(1, 12)))  # 7:00 to 10:00 by its clock
        db.session.add(Opening(opened_at=datetime(2025, 10, 31, 15, 30, tzinfo=UTC)))  # 21:30 of the 31st
        services.record(room("yard"), 1, started_at=datetime(2025, 10, 31, 17, 30, tzinfo=UTC))  # 23:30
        services.record(room("yard"), 1, started_at=datetime(2025, 10, 31, 18, 30, tzinfo=UTC))  # November
        found, used = line("door_open"), line("rooms_used")
        assert (found.part, found.whole, found.missing) == (60 + 30, 31 * 13 * 60, 29)
        assert (used.part, used.late) == (1, Share(1, 1))

    @pytest.mark.parametrize("code", EIGHT)
    def test_where_nothing_can_be_held_against_it_nothing_is_told(self, code):
        """A village without hours, counts, cases, events and ratings: no figure is 0 % and none is 100 %."""
        for one in OCTOBER.days:
            db.session.add(CalendarDay(day=one, kind="holiday", closed=True))
        db.session.flush()
        found = line(code)
        shown = in_words(found)
        assert (found.value, found.part, found.whole) == (None, None, None)
        assert (shown.figure, shown.part, shown.whole, shown.max) == ("—", "—", "—", None)
        assert shown.unit in ("(无数据)", "未统计")


class TestAfterLocking:
    """Each line stands as it was locked; what is entered afterwards stands beside it, before and after."""

    def test_each_of_the_eight(self, tell):
        door.set_count(day(1), 10)
        told = {"service_due": Share(1, 4), "ratings": Share(9, 12)}
        tell("yard", events=[event(7), event(14, by_residents=True)], **told)
        lock_month(OCTOBER)

        db.session.add(Opening(opened_at=at(1, 9), closed_at=at(1, 22)))
        for number in range(1, 11):
            services.record(room("yard"), 1, started_at=at(number))
            services.record(room(), 1, started_at=at(number))
        door.set_count(day(2), 30)
        told = {"service_due": Share(2, 4), "ratings": Share(9, 15)}
        tell("yard", events=[event(7), event(14, by_residents=True), event(21)], **told)

        shown = ShownMonth(OCTOBER)
        figures = {
            line.code: (change.before, change.after)
            for line in shown.lines
            for change in shown.changes_of(line.code)
            if change.label == "数值"
        }
        assert figures == {
            "door_open": ("0% 0/403 小时", "3% 13/403 小时"),  # 780 of 24,180 minutes
            "rooms_used": ("0% 中位数", "32% 中位数"),  # 10, 10 and 0 of 31 days
            "events_weeks": ("2/4 周", "3/4 周"),
            "service_due": ("25% 1/4 件", "50% 2/4 件"),
            "people_come": ("1 人次/百人", "4 人次/百人"),  # 10 and 40 of 1000 people
            "popularity": ("10.0 人次/日", "20.0 人次/日"),  # one day of 10; 40 on two days
            "vitality": ("50% 1/2 场", "33% 1/3 场"),
            "satisfaction": ("75% 9/12 份", "60% 9/15 份"),
        }
        assert [line.figure for line in shown.lines] == ["0%", "0%", "2/4", "25%", "1", "10.0", "50%", "75%"]

    def test_nothing_changed_says_nothing(self, tell):
        tell("yard", service_due=Share(1, 4))
        lock_month(OCTOBER)
        assert ShownMonth(OCTOBER).changes == []

    def test_the_weakness_stands_under_every_line(self):
        assert set(WORDS) == set(EIGHT)
        assert all(in_words(line(code)).weakness for code in EIGHT)
