"""While nothing can be written, every page that was met is still shown, and every form that was met says so and has
what was typed; none looks as if it were done. On PostgreSQL a form that changes nothing writes nothing, and is done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest
from flask import Flask

from tests.browser.reading import PageForm, ReadPage
from tests.browser.walked import walked
from tests.browser.walking import LEAVING, Walk, local
from tests.faults.place import read_only
from tests.harness.databases import Database
from tests.harness.stand import Stand
from tests.test_hostile import filled_in

pytestmark = [pytest.mark.state("demo"), pytest.mark.long, pytest.mark.backends("sqlite")]

AGREED = {"confirmed": ["1"], "reason": ["登记有误，重新来过"]}
DONE = ("success", "undo")


def test_every_page_is_shown_and_no_form_looks_done(app: Flask, stand: Stand, database: Database) -> None:
    walk = walked(stand, "shuji")
    with read_only(app, database):
        shown = {
            address: walk.client.get(address, buffered=True).status_code for address in walk.pages.values()
        }
        said = Counter[int]()
        wrong = [found for address in walk.forms.values() for found in wrong_with(walk, *address, said)]
    assert {address: code for address, code in shown.items() if code != 200} == {}
    assert wrong == []
    assert said[503] > len(walk.forms) // 2, said


def wrong_with(walk: Walk, address: str, form: PageForm, said: Counter[int]) -> Iterator[str]:
    """What is wrong with the answer to a form that cannot be kept."""
    target = local(address, form.action)
    if walk.endpoint(target, "POST") in LEAVING:
        return
    sent = filled_in(form) | AGREED
    answer = walk.client.open(target, method="POST", data=sent, buffered=True)
    said[answer.status_code] += 1
    with walk.client.session_transaction() as browser:
        messages = browser.pop("_flashes", [])
    if any(kind in DONE for kind, _message in messages):
        yield f"{target} looks done: {messages}"
    if answer.status_code == 503:
        there = {
            (control.name, control.value) for one in ReadPage(answer.text).forms for control in one.controls
        }
        lost = {(name, value) for name, values in sent.items() for value in values} - there
        if lost or "只能读" not in answer.text:
            yield f"{target} lost {lost}"
    elif answer.status_code >= 500:
        yield f"{target} {answer.status_code}"
