"""Rules of what leads from one place to another."""

from __future__ import annotations

from collections.abc import Iterator

from werkzeug.routing import BuildError

from hub.admin.actions import around_id
from hub.admin.tabs import EXTENSION
from hub.conformance.rules import Needs, rule
from hub.conformance.subject import Subject
from hub.conformance.walk import methods_of
from hub.speech import N_, _


@rule(
    "links", "bronze",
    N_("按钮都通向有的页面，方式（打开或提交）也对。"),
    N_("改按钮的 page，或写上这个页面；要提交的按钮写 post=True。"),
    Needs.ROOM,
)  # fmt: skip
def links(subject: Subject) -> Iterator[str]:
    """A hub refuses pages that are not there; how they are asked for is seen here."""
    app = subject.scratch.app
    for view in app.extensions[EXTENSION].get(subject.id, ()):
        for action in view.row_actions:
            endpoint = action.page if "." in action.page else f"{subject.id}.{action.page}"
            with app.test_request_context():
                try:
                    around_id(endpoint, action.arg)
                except BuildError:
                    yield _("%(list)s：按钮 %(page)s 拼不出地址。", list=view.slug, page=action.page)
                    continue
            ways = {way for one in app.url_map.iter_rules(endpoint) for way in methods_of(one)}
            wanted = "POST" if action.post else "GET"
            if wanted not in ways:
                yield _("%(list)s：%(page)s 不能用 %(way)s。", list=view.slug, page=action.page, way=wanted)


@rule(
    "lookups", "bronze",
    N_("表单里的查找项都有可查的东西。"),
    N_("用 Pages.lookup 登记这个查找，或改用已有的名称。"),
    Needs.ROOM,
)  # fmt: skip
def lookups(_subject: Subject) -> Iterator[str]:
    """A hub asks for them when it takes the room in: its refusal stands in for this rule."""
    yield from ()
