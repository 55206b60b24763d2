"""Rules of the doors: who comes in where."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from hub.conformance.rules import Needs, rule
from hub.conformance.scratch import changed
from hub.conformance.subject import Subject
from hub.conformance.visitors import a_browser
from hub.conformance.walk import Door, doors, is_shut, knock, owner_of
from hub.speech import N_, _
from hub.web import limiter

TEXTS = {"filename": "x.css", "export_type": "csv"}
MANY = 40


def doors_of(subject: Subject) -> list[Door]:
    """All doors of the room but those to its style sheets and scripts."""
    app = subject.scratch.app

    def mine(endpoint: str) -> bool:
        return owner_of(app, endpoint) == subject.id and not endpoint.endswith(".static")

    return list(doors(app, mine, texts=TEXTS))


def open_pages(subject: Subject) -> set[str]:
    """The endpoints that are declared to need no account."""
    return {f"{subject.id}.{name}" for part in subject.declared.pages for name in part.open_pages}


def open_doors(subject: Subject) -> set[str]:
    """The endpoints that let everybody in, whether it was declared or not."""
    views = subject.scratch.app.view_functions
    marked = {name for name, view in views.items() if getattr(view, "hub_public", False)}
    return open_pages(subject) | {name for name in marked if name.startswith(f"{subject.id}.")}


def _said(door: Door, answer: Any) -> str:
    return f"{door.method} {door.address}: {answer.status_code}"


@rule(
    "sign-in", "bronze",
    N_("没有登录的人什么也打不开，声明为公开的页面除外。"),
    N_("页面都用 Pages 的 get、post、action；要公开的用 Pages.public。"),
    Needs.HUB,
)  # fmt: skip
def sign_in(subject: Subject) -> Iterator[str]:
    _made = subject.scratch.villages
    stranger, declared = a_browser(subject.scratch.app), open_pages(subject)
    for door in doors_of(subject):
        answer = knock(stranger, door)
        asked_to_sign_in = answer.status_code == 302 and answer.headers["Location"].startswith("/sign-in")
        if not asked_to_sign_in and door.endpoint not in declared:
            yield _said(door, answer)


@rule(
    "form-token", "bronze",
    N_("没有表单令牌的提交一律拒绝（400）。"),
    N_("不要给页面免去 CSRF 检查。"),
    Needs.HUB,
)  # fmt: skip
def form_token(subject: Subject) -> Iterator[str]:
    for door in doors_of(subject):
        if door.method == "POST":
            answer = subject.scratch.villages.secretary.post(door.address, csrf=False)
            if answer.status_code != 400:
                yield _said(door, answer)


@rule(
    "permissions", "bronze",
    N_("每个页面都要权限：查阅人员什么也改不了，别的功能室的管理员什么也打不开。"),
    N_("给页面和列表写上 permission；会改动数据的权限不要给 reader。"),
    Needs.HUB,
)  # fmt: skip
def permissions(subject: Subject) -> Iterator[str]:
    villages, manifest = subject.scratch.villages, subject.manifest
    assert manifest
    tried = [door for door in doors_of(subject) if door.endpoint not in open_doors(subject)]
    other = villages.visitor("keeper")
    reader = villages.visitor("reader")
    for door in tried:
        answer = knock(other, door)
        if not is_shut(answer) and answer.status_code < 500:
            yield _("别的功能室的管理员：%(what)s", what=_said(door, answer))
        if door.method != "POST" and not manifest.confidential:
            continue  # readers may look
        answer = knock(reader, door)
        if not is_shut(answer):
            yield _("查阅人员：%(what)s", what=_said(door, answer))
    if manifest.confidential:
        for door in tried:
            answer = knock(villages.secretary, door)
            if not is_shut(answer):
                yield _("村书记（保密功能室）：%(what)s", what=_said(door, answer))


@rule(
    "open-pages", "bronze",
    N_("公开页面限制次数，也要表单令牌，没有码什么也改不了。"),
    N_("用 Pages.public 或 OpenPages，不要把 limit 放得很宽。"),
    Needs.HUB,
)  # fmt: skip
def open_page_limits(subject: Subject) -> Iterator[str]:
    declared = open_pages(subject)
    if not declared:
        return
    villages = subject.scratch.villages
    before = villages.content(villages.here)
    stranger = a_browser(subject.scratch.app)
    for door in doors_of(subject):
        if door.endpoint not in declared or door.method != "POST":
            continue
        if stranger.post(door.address, csrf=False).status_code != 400:
            yield _("%(page)s 不要表单令牌。", page=door.address)
        with _counting():
            answers = {stranger.post(door.address, data={}).status_code for _try in range(MANY)}
        if 429 not in answers:
            yield _("%(page)s 连试 %(n)s 次也没有拦住。", page=door.address, n=MANY)
    if villages.content(villages.here) != before:
        yield _("没有登录的人改动了数据。")


@contextmanager
def _counting() -> Iterator[None]:
    """Limits are not counted while things are tried out, but here."""
    limiter.reset()
    with changed(limiter, "enabled", True):
        yield
    limiter.reset()
