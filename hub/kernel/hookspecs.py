# mypy: disable-error-code="empty-body"
"""The hooks a room may answer. Each docstring is the hook's documentation; the reference is made from this file.

A hook that declares is asked once, at start; its answer is checked and frozen. An event is told as it happens, to the
rooms that are enabled in the village where it happens; a room that fails there is logged and harms nobody.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pluggy

if TYPE_CHECKING:
    import click

    from hub.kernel import declarations as d

PROJECT = "hub"
hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)


class Declarations:
    """Asked once, at start."""

    @hookspec
    def models(self) -> type[Any]:
        """The room's declarative base, the one its models subclass. The hub migrates its tables, keeps them in the
        village and checks that every name begins with the room's id."""

    @hookspec
    def admin_views(self) -> list[type[Any]]:
        """The room's records as lists: subclasses of `RecordsView`, in the order of the tabs on the room's page."""

    @hookspec
    def pages(self) -> list[Any]:
        """The room's own pages: `Pages` objects, mounted under `/rooms/<id>/`."""

    @hookspec
    def quick_actions(self) -> list[d.QuickAction]:
        """Three to six large buttons of the room's page; the first is the main one."""

    @hookspec
    def visit_kinds(self) -> list[d.VisitKind]:
        """Kinds of visit the room tells apart, beside the plain visit."""

    @hookspec
    def visit_log(self) -> d.VisitLog:
        """The room's own columns in its visit log."""

    @hookspec
    def report_rows(self) -> list[d.ReportRow]:
        """The room's figures of a month, in the order they are printed."""

    @hookspec
    def indicator_facts(self) -> list[d.IndicatorFact]:
        """What the room adds to the month's indicators."""

    @hookspec
    def todo_items(self) -> list[d.TodoSource]:
        """Sources of things to do (待办) on the first screen."""

    @hookspec
    def card_line(self) -> d.CardLine:
        """The line of the room's card on the first screen."""

    @hookspec
    def search(self) -> list[d.SearchSource]:
        """What the search at the top of the page finds in this room. Confidential rooms answer nothing here."""

    @hookspec
    def personal_data(self) -> list[d.PersonalData]:
        """Every place where the room keeps something of a person: for the person's own page and for erasing."""

    @hookspec
    def retention(self) -> list[d.Retention]:
        """The rules by which the room stops keeping things."""

    @hookspec
    def import_sheets(self) -> list[d.ImportSheet]:
        """Lists that can be taken in from a spreadsheet. Confidential rooms answer nothing here."""

    @hookspec
    def public_notices(self) -> list[d.PublicNotice]:
        """What the centre's public page says of this room, beside its name, hours and capacity: what is on, how many
        places are free, answers made public. Nothing of any person. Confidential rooms answer nothing here."""

    @hookspec
    def commands(self) -> list[click.Command]:
        """Commands of the room, found under `hub run <id>`."""

    @hookspec
    def demo_data(self) -> Callable[[Any], None]:
        """A function that fills the room in the demo village; it gets a `Demo` with a seeded random,
        days and residents. Asked when a demo is made and not before, so import inside what only a demo needs."""


class Events:
    """Told as they happen, inside the transaction of what happened."""

    @hookspec
    def visit_recorded(self, visit: Any) -> None:
        """A visit was recorded in some room of the village."""

    @hookspec
    def visit_undone(self, visit: Any) -> None:
        """A visit is about to be taken back within its ten minutes. A room removes what it had tied to it."""

    @hookspec
    def points_posted(self, entry: Any) -> None:
        """Points were earned (`entry.amount` above zero), spent or taken back. The entry says what for and what brought
        it about, not whose they are."""

    @hookspec
    def room_enabled(self, room: Any) -> None:
        """A room was enabled in the village."""

    @hookspec
    def room_disabled(self, room: Any) -> None:
        """A room was disabled in the village; its data stays."""

    @hookspec
    def residents_merged(self, kept: Any, double: Any) -> None:
        """A double of a resident was merged; references were already moved to the kept one."""

    @hookspec
    def month_locked(self, lock: Any) -> None:
        """A month's report was locked: `lock.month` (2025-10) and `lock.figures` stay as they are from here on."""
