"""Sixteen phones and one slot. The race is proved to be there: without holding the slot others get an error and no
sentence, and without the lock the same hour is offered again and again."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from hub.kernel.database import db
from hub.kernel.refusals import Refused
from plugins.counselling_room import booking, slots
from plugins.counselling_room.models import Appointment, Slot
from plugins.counselling_room.tests.place import NOW, book, count, slot, there

pytestmark = [pytest.mark.state("counselling_place"), pytest.mark.usefixtures("clock")]
PHONES = 16


def at_once(app, deed: Callable[[], object]) -> list[object]:
    """What the deed answers in sixteen transactions begun together; a refusal is an answer, and so is an error."""
    begin = threading.Barrier(PHONES)

    def run(_number: int) -> object:
        begin.wait()
        try:
            with there(app):
                return deed()
        except (Refused, IntegrityError) as refusal:
            return refusal

    with ThreadPoolExecutor(PHONES) as pool:
        return list(pool.map(run, range(PHONES)))


def kinds(answers: list[object]) -> tuple[int, int, int]:
    """How many were done, refused in words, ended in an error."""
    refused = sum(isinstance(answer, Refused) for answer in answers)
    errors = sum(isinstance(answer, IntegrityError) for answer in answers)
    return len(answers) - refused - errors, refused, errors


class TestOneSlot:
    def test_is_booked_once_and_the_others_are_told(self, app):
        assert kinds(at_once(app, lambda: book(0, source="public").id)) == (1, PHONES - 1, 0)
        with there(app):
            assert count(Appointment) == 1

    @pytest.mark.backends("postgresql")
    def test_control_without_holding_it_others_end_in_an_error(self, app, monkeypatch):
        looked = threading.Barrier(PHONES)

        def loose(slot_id: int) -> None:
            with suppress(threading.BrokenBarrierError):  # fewer connections than phones
                looked.wait(timeout=2)

        monkeypatch.setattr(booking, "hold", db.session.get)
        monkeypatch.setattr(booking, "standing", loose)
        done, _refused, errors = kinds(at_once(app, lambda: book(0, source="public").id))
        assert done == 1
        assert errors > 0


class TestOffering:
    START = NOW + timedelta(days=3)

    def offer(self) -> tuple[int, int]:
        from hub.kits.booking import Span

        return slots.offer([Span(self.START, self.START + timedelta(minutes=50))])

    def test_a_double_click_offers_once(self, app):
        answers = at_once(app, self.offer)
        assert sorted(answers)[-1] == (1, 0)
        assert answers.count((1, 0)) == 1

    @pytest.mark.backends("postgresql")
    def test_control_without_the_lock_it_is_offered_again_and_again(self, app, monkeypatch):
        looked = threading.Barrier(PHONES)

        def loose(_start: object, _end: object) -> list[Slot]:
            with suppress(threading.BrokenBarrierError):
                looked.wait(timeout=2)
            return []

        monkeypatch.setattr(slots, "the_desk", lambda: None)
        monkeypatch.setattr(slots, "_standing", loose)
        assert at_once(app, self.offer).count((1, 0)) > 1


def test_a_slot_is_not_withdrawn_while_it_is_booked(app):
    """One of the two is done; a booked slot is never gone."""
    with there(app):
        id = slot(0).id
    turn = iter([lambda: book(0).id, lambda: slots.withdraw(id).id] * (PHONES // 2))
    guard = threading.Lock()

    def either() -> object:
        with guard:
            deed = next(turn)
        return deed()

    at_once(app, either)
    with there(app):
        row = db.session.get_one(Slot, id)
        assert (count(Appointment) == 1) == (row.withdrawn_at is None)
