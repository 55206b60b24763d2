"""A page of a list, and the page of one record."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING, Any

from flask import abort, render_template, request, url_for
from markupsafe import Markup

from hub.admin.actions import Prepared, RowAction, around_id, prepare
from hub.admin.asked import Asked
from hub.admin.cells import UNHEARD
from hub.admin.columns import Column
from hub.admin.counting import CAP, in_words, more_than
from hub.admin.export import TYPES
from hub.admin.paging import PAGE, Page, fetch_page
from hub.admin.rows import draw, links_of, texts_of
from hub.admin.tabs import MOST, Tab, count_lists, lists_of, tabs_beside, tabs_for
from hub.i18n import _
from hub.kernel.here import here
from hub.sheets.declared import sheet_name, sheet_of
from hub.text import rough_count
from hub.web.buttons import Button
from hub.web.returning import as_it_was

if TYPE_CHECKING:
    from hub.admin.view import RecordsView

EXPORTS = {"csv": "CSV", "xlsx": "Excel"}


def page(view: RecordsView) -> str:
    """A page of the list."""
    asked = Asked(view, view.url_here, request.args)
    found = _fetch(view, asked)
    count_text, tabs = _numbers(view, asked, found)
    shown = [column for column in view.columns if column.is_shown]
    bulk_actions = [
        {"label": one.label, "value": one.name, "confirm": one.confirm}
        for one in view.bulk_actions
        if here.can(view.full(one.permission))
    ]
    return render_template(
        "admin/hub/list.html",
        view=view, columns=_headings(asked, shown),
        rows=draw(view, found.rows, shown, row_address(view), _actions(view), picked=bool(bulk_actions)),
        chips={"active": asked.active, "available": asked.offered()},
        search_value=asked.search if view.is_searchable else None, search_hint=view.search_hint or _("查找"),
        search_hidden=asked.kept_beside_search, subtitle=under_title(view, view.subtitle, count_text),
        tabs=tabs, intro=_intro(view, asked),
        prev_url=asked.url(before=str(found.before)) if found.before else None,
        next_url=asked.url(after=str(found.after)) if found.after else None,
        links=page_links(view), create_url=_create_url(view),
        create_label=view.create_label or _("新增%(what)s", what=view.singular),
        export_links=_export_links(view, asked), empty_text=_empty_text(view, asked),
        empty_action=_empty_action(view, asked), bulk_url=url_for(".action_view"),
        bulk_actions=bulk_actions, address=asked.here,
    )  # fmt: skip


def details(view: RecordsView) -> str:
    """The page of one record."""
    id = view.asked_row()
    columns = [*view.columns, *view.details_columns]
    row = _one(view, id, columns)
    shown = [column for column in columns if column.is_shown]
    values = [texts_of(view, column)(getattr(row, column.name), row) for column in shown]
    main = next(value for column, value in zip(shown, values, strict=True) if column.kind == "main")
    title = Markup(UNHEARD.sub("", main)).striptags()  # noqa: S704 - what is left of HTML that was escaped
    return render_template(
        "admin/hub/details.html",
        title=title, subtitle=under_title(view, view.singular),
        pairs=[(column.label, value) for column, value in zip(shown, values, strict=True)],
        actions=links_of(view, row, _actions(view)),
        back_url=as_it_was(view.url_here), sections=list(view.sections(row)),
    )  # fmt: skip


def under_title(view: RecordsView, *words: Any) -> Markup:
    """What stands under a title: the room, as a link, and some words."""
    room = here.rooms.get(view.room)
    place = (
        Markup('<a href="{}">{}</a>').format(url_for("home.room_page", room=view.room), room.name)
        if room
        else ""
    )
    return Markup(" · ").join(word for word in (place, *words) if word)


def _one(view: RecordsView, id: int, columns: Iterable[Column]) -> Any:
    from hub.kernel.database import db

    return db.session.execute(view.base_rows(columns).where(view.model.id == id)).first() or abort(404)


def _fetch(view: RecordsView, asked: Asked) -> Page:
    ask = partial(view.some_rows, asked, view.columns)
    return fetch_page(ask, asked.order, partial(view.place, asked), asked.after, asked.before)


def _numbers(view: RecordsView, asked: Asked, found: Page) -> tuple[str, list[Tab]]:
    """How many rows there are in words, and the tabs, counted together. What stands whole on one page, or was
    told by the search, is not counted in the database again."""
    beside = lists_of(view.room) if view.room else [] if asked.is_narrowed else [view]
    known = len(found.rows) if found.is_whole else asked.number
    counted = asked.counted if asked.is_narrowed and known is None else None
    if counted is not None:
        known = view.totals.known(asked.whose)
    numbers, matching = count_lists(
        beside, None if counted is None or known is not None else view.ids(counted)
    )
    if counted is not None and known is None and matching > CAP:
        view.totals.keep(asked.whose, matching)  # who leafs through them need not wait for it at every page
    tabs = tabs_for(beside, numbers, view) + tabs_beside(view.room) if view.room else []
    if asked.is_narrowed:
        if known is not None:
            return in_words(known), tabs
        return more_than(PAGE) if counted is None else in_words(matching), tabs
    count = numbers[beside.index(view)]
    return rough_count(view.rough.of(view.whose, view.ids()) if count > MOST else count), tabs


def _headings(asked: Asked, columns: Iterable[Column]) -> list[dict[str, Any]]:
    headings = []
    for column in columns:
        sort_url, direction = asked.sort_link(column)
        headings.append(
            {"label": column.label, "kind": column.kind, "sort_url": sort_url, "sort_dir": direction}
        )
    return headings


def _actions(view: RecordsView) -> list[Prepared]:
    """What can be done with a row: the list's own actions, then editing and deleting."""
    own, theirs = [], type(view).may_change
    if view.may("edit"):
        own.append(RowAction(_("修改"), page=".edit_view", show=theirs))
    if view.may("delete"):
        own.append(
            RowAction(
                _("删除"), page=".delete_view", show=theirs, post=True, confirm=delete_question(), tone="danger"
            )
        )  # fmt: skip
    return prepare((*view.row_actions, *own), view.room, view.full)


def delete_question() -> str:
    """What is asked before something is deleted."""
    return _("真的要删除吗？删除以后不能恢复。")


def row_address(view: RecordsView) -> tuple[str, str] | None:
    """Where a row leads, before and after its id."""
    if view.open_page:
        page = view.open_page
        return around_id(page if "." in page else f"{view.room}.{page}", view.open_arg)
    if view.can_view_details:
        return around_id(f"{view.endpoint}.details_view")
    return around_id(f"{view.endpoint}.edit_view") if view.may("edit") else None


def page_links(view: RecordsView) -> list[Button]:
    """The buttons beside the heading that the one who looks may use."""
    links = [
        Button(str(one.label), url_for(one.page if "." in one.page else f"{view.room}.{one.page}"))
        for one in view.links
        if here.can(view.full(one.permission))
    ]
    return [*links, *_import_link(view)]


def _import_link(view: RecordsView) -> Iterable[Button]:
    """The way to the sheet that fills this list; `hub.imports` has the page."""
    if view.import_sheet:
        sheet = sheet_of(view.room, view.import_sheet)
        if sheet is not None and here.can(view.full(sheet.permission)):
            yield Button(_("导入"), url_for("imports.upload", sheet=sheet_name(view.room, sheet.key)))


def _create_url(view: RecordsView) -> str | None:
    """Where a new record is made: on a page of its own, else in the list's form."""
    if view.create_page:
        page = view.create_page
        allowed = here.can(view.full(view.create_permission))
        return url_for(page if "." in page else f"{view.room}.{page}") if allowed else None
    return url_for(".create_view") if view.may("create") else None


def _export_links(view: RecordsView, asked: Asked) -> list[tuple[str, str]]:
    if not view.can_export:
        return []
    query = asked.url().removeprefix(asked.base)
    return [(EXPORTS[kind], url_for(".export", export_type=kind) + query) for kind in TYPES]


def _intro(view: RecordsView, asked: Asked) -> Markup:
    notes = Markup("").join(
        Markup('<div class="note warn stack-below" role="alert"><p>{}</p></div>').format(notice)
        for notice in asked.notices
    )
    return notes + view.intro()


def _empty_text(view: RecordsView, asked: Asked) -> str:
    if asked.is_narrowed:
        return _("没有符合条件的%(what)s。", what=view.singular)
    if view.empty_text:
        return str(view.empty_text)
    if _create_url(view):
        return _("还没有%(what)s，先新增一条。", what=view.singular)
    return _("还没有%(what)s。", what=view.singular)


def _empty_action(view: RecordsView, asked: Asked) -> Button | None:
    if asked.is_narrowed:
        return Button(_("去掉所有条件"), asked.base)
    create_url = _create_url(view)
    return (
        Button(str(view.create_label or _("新增%(what)s", what=view.singular)), create_url)
        if create_url
        else None
    )
