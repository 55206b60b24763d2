"""Recording a visit: its form, and the deed itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from itertools import count
from uuid import uuid4

from bench.pages import WrongAnswer
from bench.plan import HERE, ROOMS, SECRET
from bench.results import Line, against_floor
from bench.rows import room_id
from bench.talking import Answer, Talker, csrf_token
from bench.timing import Clock, interleave

FORM = "/visits/record"
PLAIN_ROOMS = [place for place, key in enumerate(ROOMS) if key != "tool_station"]
_numbers = count()


def recorder(app: str, talker: Talker, csrf: str = "") -> Callable[[], Answer]:
    """Records one visit each time it is called. Raises WrongAnswer when it is not acknowledged."""

    def record() -> Answer:
        place = PLAIN_ROOMS[next(_numbers) % len(PLAIN_ROOMS)]
        path, data, wanted = _DEEDS[app](place, csrf)
        answer = talker.post(path, data)
        if answer.status != wanted:
            raise WrongAnswer(f"{app} answered {answer.status} to a visit: {answer.body[:300]}")
        return answer

    return record


def _of_hub(place: int, csrf: str) -> tuple[str, dict[str, str], int]:
    data = {"room": ROOMS[place], "heads": "2", "token": uuid4().hex, "csrf_token": csrf}
    return FORM, data, 303


def _of_floor(place: int, _csrf: str) -> tuple[str, dict[str, str], int]:
    return "/record", {"room": str(room_id(HERE, place)), "heads": "2"}, 200


def _of_stock(place: int, _csrf: str) -> tuple[str, dict[str, str], int]:
    now = datetime.now(UTC)
    data = {
        "room": str(room_id(HERE, place)), "heads": "2", "day": now.date().isoformat(), "purpose": "",
        "started_at": f"{now:%Y-%m-%d %H:%M:%S}", "ended_at": f"{now + timedelta(hours=1):%Y-%m-%d %H:%M:%S}",
    }  # fmt: skip
    return "/admin/visit/new/", data, 302


_DEEDS: dict[str, Callable[[int, str], tuple[str, dict[str, str], int]]] = {
    "hub": _of_hub, "floor": _of_floor, "stock": _of_stock, "at_once": _of_hub,
}  # fmt: skip


def measure(talkers: Mapping[str, Talker], rounds: int, clock: Clock = "wall") -> list[Line]:
    """The form and the deed, each against a bare INSERT with its commit."""
    hub, stock = talkers["hub"], talkers["stock"]
    csrf = csrf_token(SECRET)
    deeds = {app: recorder(app, talker, csrf) for app, talker in talkers.items()}
    form = interleave(
        {
            "hub": lambda: _fine(hub.get(FORM)),
            "floor": deeds["floor"],
            "stock": lambda: _fine(stock.get("/admin/visit/new/")),
        },
        rounds,
    )
    deed = interleave(deeds, rounds * 3)
    return [
        against_floor(name, {app: one.time(clock) for app, one in timed.items()}, 5, timed["hub"].statements)
        for name, timed in (("visit form", form), ("record a visit", deed))
    ]


def _fine(answer: Answer) -> Answer:
    if answer.status != 200 or "<form" not in answer.body:
        raise WrongAnswer(f"no form but {answer.status}: {answer.body[:300]}")
    return answer
