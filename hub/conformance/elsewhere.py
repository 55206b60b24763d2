"""The rule that another village's rows are not there, whoever knows their numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms.fields.core import UnboundField

from hub.admin.tabs import EXTENSION
from hub.conformance.doors import TEXTS, open_pages
from hub.conformance.rules import Needs, rule
from hub.conformance.subject import Subject
from hub.conformance.villages import models_of
from hub.conformance.visitors import Client
from hub.conformance.walk import OF_A_RECORD, address_of, methods_of, owner_of, rules_of
from hub.kernel.models import snake
from hub.people.models import Resident
from hub.speech import N_, _
from hub.visits.models import Visit
from hub.web.lookups import EXTENSION as LOOKUPS

NOBODY = 2_147_480_000  # a number that no row of any village has
# What differs from one time that a page is made to the next.
PASSING = re.compile(r'nonce="[^"]*"|value="[A-Za-z0-9_.-]{20,}"|\d{2}:\d{2}(:\d{2})?')
AGREED = {"confirmed": "1", "reason": "登记检查"}


@dataclass(frozen=True, slots=True)
class Question:
    """One address asked with a number in one place: of the path, of the query, or of what is sent."""

    endpoint: str
    method: str
    address: str  # with NOBODY where the number belongs
    fields: tuple[str, ...] = ()  # of a form, which get the number
    models: tuple[str, ...] = ()  # whose rows the number may be one of; none: of any
    sent: tuple[tuple[str, str], ...] = ()

    @property
    def is_filled_in(self) -> bool:
        return self.method == "GET" and f"={NOBODY}" in self.address and "?id=" not in self.address

    def ask(self, client: Client, number: int) -> tuple[int, str]:
        """The answer's code and its text, without what differs each time."""
        data = None
        if self.method == "POST":
            numbers = ((name, str(number)) for name in self.fields)
            data = MultiDict([*AGREED.items(), *self.sent, *numbers])
        answer = client.open(
            self.address.replace(str(NOBODY), str(number)), method=self.method, data=data, buffered=True
        )
        text = answer.headers.get("Location", "") + answer.text
        if 300 <= answer.status_code < 400:
            with client.session_transaction() as browser:
                text += str(browser.pop("_flashes", ""))
        text = PASSING.sub("", text)
        return answer.status_code, text.replace(str(number), "N")


@rule(
    "other-village", "bronze",
    N_("外村的记录在本村等于不存在：知道编号也看不到、改不了。"),
    N_("记录都经过 db.session 查找；不要把它们放在内存里，也不要绕过本村的限定。"),
    Needs.HUB,
)  # fmt: skip
def other_village(subject: Subject) -> Iterator[str]:
    villages = subject.scratch.villages
    before = villages.content(villages.other)
    last = {model: rows[-1][0] for model, rows in before.items() if rows}
    tried = {model.__name__ for model in models_of(subject.scratch.app) if model.__table__ in subject.tables}
    tried |= {Visit.__name__, Resident.__name__}
    asked = questions(subject)
    for client in (villages.secretary, villages.keeper):
        for question in asked:
            if client is villages.keeper and question.is_filled_in:
                continue  # it fills in a form, which the secretary has seen to be the same
            nobody = question.ask(client, NOBODY)
            for model in question.models or tuple(sorted(tried)):
                if model in last and (problem := _compare(question, client, nobody, last[model])):
                    yield f"{question.method} {question.address.replace(str(NOBODY), model)}: {problem}"
                    break
    after = villages.content(villages.other)
    for model in sorted(model for model in before if before[model] != after.get(model)):
        yield _("外村的 %(model)s 被改动了。", model=model)


def _compare(question: Question, client: Client, nobody: tuple[int, str], number: int) -> str:
    answer = question.ask(client, number)
    if answer[0] >= 500:
        return str(answer[0])
    return "" if answer == nobody else _("与不存在的编号回答不同")


def questions(subject: Subject) -> list[Question]:
    """Everything of the room that a number can be given to."""
    return list(dict.fromkeys([*_in_addresses(subject), *_in_forms(subject), *_in_lists(subject)]))


def _in_addresses(subject: Subject) -> Iterator[Question]:
    app = subject.scratch.app
    given = _given_by_lists(subject)
    views = {view.endpoint: view.model.__name__ for view in app.extensions[EXTENSION].get(subject.id, ())}
    for one in rules_of(app, lambda endpoint: owner_of(app, endpoint) == subject.id):
        view, _dot, page = one.endpoint.rpartition(".")
        places = [name for name in one.arguments if name not in TEXTS]
        if places or page in OF_A_RECORD:
            address = address_of(app, one, {view: NOBODY, **dict.fromkeys(places, NOBODY)}, TEXTS)
            models = (views[view],) if page in OF_A_RECORD else _named(subject, places)
            models = models or tuple(
                sorted({of_list for place in places for of_list in given.get(place, ())})
            )
            for method in methods_of(one):
                yield Question(one.endpoint, method, address, models=models)


def _given_by_lists(subject: Subject) -> dict[str, set[str]]:
    """Whose numbers the buttons of rows hand on, by the name under which they do."""
    given: dict[str, set[str]] = {}
    for view in subject.scratch.app.extensions[EXTENSION].get(subject.id, ()):
        for name in (
            *(action.arg for action in view.row_actions),
            *([view.open_arg] if view.open_page else []),
        ):
            given.setdefault(name, set()).add(view.model.__name__)
    return given


def _in_forms(subject: Subject) -> Iterator[Question]:
    app = subject.scratch.app
    forms = {name: form for part in subject.declared.pages for name, form in part.forms.items()}
    for name, form in forms.items():
        endpoint = f"{subject.id}.{name}"
        if endpoint in open_pages(subject):
            continue
        rule_ = next(app.url_map.iter_rules(endpoint))
        address = address_of(app, rule_, dict.fromkeys(rule_.arguments, NOBODY), TEXTS)
        for field, models in _fields(subject, form):
            if models:  # what one chooses among is not filled in from an address
                yield Question(endpoint, "GET", f"{address}?{field}={NOBODY}", models=models)
            yield Question(endpoint, "POST", address, (field,), models)


def _in_lists(subject: Subject) -> Iterator[Question]:
    app = subject.scratch.app
    for view in app.extensions[EXTENSION].get(subject.id, ()):
        model = (view.model.__name__,)
        with app.test_request_context():
            address = type(view).url()
        for action in view.bulk_actions:
            sent = (("action", action.name),)
            yield Question(
                f"{view.endpoint}.action_view", "POST", address + "action/", ("rowid",), model, sent
            )
        if view.can_create and view.form_class is not None:
            for field, models in _fields(subject, view.form_class):
                yield Question(f"{view.endpoint}.create_view", "POST", address + "new/", (field,), models)


def _fields(subject: Subject, form: type[Any]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The fields of a form that take a number, and whose number it may be."""
    known = subject.scratch.app.extensions[LOOKUPS]
    for name in dir(form):
        field = getattr(form, name)
        if not isinstance(field, UnboundField):
            continue
        kind = field.field_class.__name__
        if kind in ("LookupField", "ResidentField"):
            wanted = field.kwargs.get("lookup", "residents")
            found = (
                known.get(f"{subject.id}.{wanted}") or known.get(wanted)
                if isinstance(wanted, str)
                else wanted
            )
            model = getattr(found, "model", None)
            yield name, (model.__name__,) if model else _named(subject, [name])
        elif kind in ("ChoiceField", "TicksField") and not field.kwargs.get("choices"):
            yield name, _named(subject, [name, name.removesuffix("s")])


def _named(subject: Subject, places: list[str]) -> tuple[str, ...]:
    """The models that a place of an address is named after: `loan`, `loan_id`."""
    names = {snake(model.__name__): model.__name__ for model in models_of(subject.scratch.app)}
    return tuple(names[place.removesuffix("_id")] for place in places if place.removesuffix("_id") in names)
