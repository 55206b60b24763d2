"""Whatever is done with a matter, in whatever order and however the days go by: nothing is closed untold, the clock
never runs backwards, nobody is named to a body concerned without having agreed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hub.kernel.database import db
from hub.kernel.refusals import Refused
from plugins.liaison_station import handling, papers, posting
from plugins.liaison_station.handling import OFFICE
from plugins.liaison_station.models import Matter
from plugins.liaison_station.tests.place import PHONE, WHO, named, opinion

pytestmark = [pytest.mark.state("liaison_place")]
SAYING = (f"{WHO}说灯坏了，电话 {PHONE}", "灯坏了", "王　小明，199 0000 8842")
POST = {"question": "灯坏了", "answer": "换了"}
DEEDS = {
    "wait": lambda id: handling.wait(id, "哪里"),
    "resume": handling.resume,
    "forward": lambda id: handling.forward(id, "镇供电所", "灯坏了"),
    "forward_naming": lambda id: handling.forward(id, "镇供电所", SAYING[0]),
    "return": lambda id: handling.take_back(id, "不归我们"),
    "reply": lambda id: handling.reply(id, "换了"),
    "redirect": handling.redirect,
    "face": lambda id: handling.feed_back(id, "face"),
    "phone": lambda id: handling.feed_back(id, "phone"),
    "post": handling.post,
    "post_words": lambda id: handling.post(id, **POST),
    "agree": lambda id: handling.consent(id, True, True),
    "disagree": lambda id: handling.consent(id, False, False),
    "extend": lambda id: OFFICE.lengthen(id, 3, "等", ["asker"]),
    "rate": lambda id: handling.rate(id, 4, "self"),
    "close": handling.close,
    "reopen": lambda id: handling.reopen(id, "又坏"),
}
STEPS = st.lists(st.tuples(st.sampled_from(sorted(DEEDS)), st.integers(0, 6)), min_size=4, max_size=16)


def check(matter: Matter, before: tuple[int, int, date]) -> None:
    reopened, extensions, due = before
    if matter.state == "closed":
        assert matter.told is not None
    assert (matter.told is not None) == (matter.resolved_at is not None)
    assert (matter.stopped_on is not None) == (matter.state == "waiting")
    if (matter.reopened, matter.extensions) == (reopened, extensions):
        assert matter.due_on >= due
    assert matter.first_due_on <= matter.due_on or matter.reopened
    if not matter.named_ok:
        paper = papers.text_for_body(matter) + " ".join(papers.named_to_body(matter))
        assert papers.names_in(matter, paper) == ""
        assert WHO not in paper or matter.anonymous  # whose name nobody knows cannot be found
        assert PHONE not in paper
    hung = posting.hangs(matter.id)
    if hung is not None and hung.answer:
        assert matter.post_ok


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(who=st.booleans(), agreed=st.booleans(), said=st.sampled_from(SAYING), deeds=STEPS)
def test_no_order_of_deeds_breaks_what_holds(here_now, who, agreed, said, deeds):
    saved = db.session.begin_nested()
    matter = named(text=said, named_ok=agreed) if who else opinion(text=said)
    for name, days in deeds:
        here_now.shift(timedelta(days=days))
        before = (matter.reopened, matter.extensions, matter.due_on)
        held = db.session.begin_nested()
        try:
            DEEDS[name](matter.id)
            db.session.flush()
        except Refused:
            held.rollback()
        check(matter, before)
    saved.rollback()
    here_now.move_to("2025-11-20T02:00:00+00:00")


@settings(max_examples=25, deadline=None)
@given(text=st.text(st.sampled_from("王小明 19084-2灯坏"), max_size=30), sure=st.sampled_from(SAYING))
def test_a_text_that_was_cleaned_names_nobody(text, sure):
    matter = Matter(contact=WHO, phone=PHONE, named_ok=False)
    cleaned = papers.without_identity(matter, text + sure + text)
    assert papers.names_in(matter, cleaned) == ""
