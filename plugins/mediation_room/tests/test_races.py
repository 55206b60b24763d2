"""Sixteen mediators and one case. The race is proved to be there: without holding the case it is closed again and
again."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
from sqlalchemy.exc import IntegrityError

from hub.kernel.database import db
from hub.kernel.refusals import Refused
from hub.kits.casework import office
from plugins.mediation_room import handling, settling
from plugins.mediation_room.models import Case, Step
from plugins.mediation_room.tests.place import accepted, count, me, the_case, there

pytestmark = [pytest.mark.state("mediation_case"), pytest.mark.usefixtures("clock")]
PEOPLE = 16


def at_once(app, deed: Callable[[], object]) -> list[object]:
    """What the deed answers in sixteen transactions begun together; a refusal is an answer, and so is an error."""
    begin = threading.Barrier(PEOPLE)

    def run(_number: int) -> object:
        begin.wait()
        try:
            with there(app):
                return deed()
        except (Refused, IntegrityError) as refusal:
            return refusal

    with ThreadPoolExecutor(PEOPLE) as pool:
        return list(pool.map(run, range(PEOPLE)))


def done(answers: list[object]) -> int:
    return sum(not isinstance(answer, Exception) for answer in answers)


def test_a_case_is_accepted_once_and_the_others_are_told(app):
    with there(app):
        id = the_case().id
        key = me()
    answers = at_once(app, lambda: handling.accept(id, [key], asked=True).number)
    assert done(answers) == 1
    assert all(isinstance(answer, Refused | str) for answer in answers)
    with there(app):
        assert count(Step, Step.kind == "accepted") == 1


def test_a_case_is_closed_once(app):
    with there(app):
        id = accepted().id
    assert done(at_once(app, lambda: settling.end(id, "apart", "x").number)) == 1
    with there(app):
        assert count(Step, Step.kind == "ended") == 1


@pytest.mark.backends("postgresql")
def test_control_without_holding_it_is_closed_again_and_again(app, monkeypatch):
    with there(app):
        id = accepted().id
    looked = threading.Barrier(PEOPLE)

    def loose(_model: object, case_id: int) -> Case:
        case = db.session.get_one(Case, case_id)
        with suppress(threading.BrokenBarrierError):  # fewer connections than people
            looked.wait(timeout=2)
        return case

    monkeypatch.setattr(office, "lock_case", loose)
    assert done(at_once(app, lambda: settling.end(id, "apart", "x").number)) > 1
    with there(app):
        assert count(Step, Step.kind == "ended") > 1
