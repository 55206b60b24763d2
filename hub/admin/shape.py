"""What a list is made of: everything that whoever writes one may say, and nothing of how it works."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, ClassVar

from hub.admin.actions import BulkAction, RowAction
from hub.admin.columns import Column
from hub.admin.filters import Filter
from hub.web.forms import Form


class ListShape:
    """The attributes and hooks of a list. A permission without a dot is one of the room's own."""

    model: type[Any]
    slug: str  # its address: /rooms/<room>/<slug>/
    title: Any
    singular: Any  # what one record is called
    subtitle: Any = ""
    permission: str  # to see it
    edit_permission: str = ""  # to create, edit and delete
    room: ClassVar[str] = ""  # set when the list is registered

    # Relationships whose columns are shown, or (model, condition) where there is none; rows without one stay.
    joins: Sequence[Any] = ()
    columns: Sequence[Column] = ()
    details_columns: Sequence[Column] = ()  # shown on the record's own page, after those of the list
    order: str  # the name of a column, or of one of the model's; "-" before it: the greatest first
    where: ClassVar[Callable[[], Any] | None] = None  # a fixed condition, without `self`

    filters: Sequence[Filter] = ()
    search: Sequence[Any] = ()  # columns of text that are not personal
    # A relationship to residents (or Resident.id), who are then found by their keys.
    search_resident: Any = None
    search_hint: Any = ""  # what the empty search box says

    form_columns: Sequence[str] = ()  # what the form of a list that may be changed holds; nothing by itself
    form_labels: Mapping[str, Any] = {}  # by column, like the next ones; without it the list's own label
    form_help: Mapping[str, Any] = {}
    form_choices: Mapping[str, Any] = {}
    form_fields: Mapping[str, Any] = {}  # a field of one's own for a column
    form_lookups: Mapping[str, Any] = {}  # a Lookup for a relationship; by default the one of its model

    can_create = can_edit = can_delete = False
    # Whether the one who looks may edit and delete a row, where not every row is theirs: given the row, without `self`.
    # It says what is offered; what is refused, `fit_form` and `before_delete` refuse.
    may_change: ClassVar[Callable[[Any], Any] | None] = None
    can_export = True
    can_view_details = True
    create_label: Any = ""  # of the button; 新增 and `singular` without it
    conflict: Any = ""  # the sentence when the database refuses a double
    empty_text: Any = ""  # what an empty list says: 还没有…，先…
    row_actions: Sequence[RowAction] = ()
    bulk_actions: Sequence[BulkAction] = ()
    links: Sequence[RowAction] = ()  # buttons beside the heading, to pages of the room that need no row
    open_page: str = ""  # a page of the room that a row leads to, instead of its details
    open_arg: str = "id"
    create_page: str = ""  # a page that makes a new record, instead of the list's own form
    create_permission: str = ""  # of that page
    import_sheet: str = ""  # the key of the room's ImportSheet that fills this list

    # ------------------------------------------------------------------------------------- what a list may add

    def before_save(self, row: Any, is_created: bool) -> None:
        """Called before a record is written. May raise Refused(sentence, field)."""

    def after_save(self, row: Any, is_created: bool) -> None:
        """Called when a record has its id, in the same transaction. May raise Refused."""

    def before_delete(self, row: Any) -> None:
        """Called before a record is deleted. May raise Refused."""

    def fit_form(self, form: Form, row: Any | None) -> None:
        """Fit a form to its record (None: a new one) before it is checked: choices, defaults, fields taken out."""

    def sections(self, row: Any) -> Iterable[tuple[Any, Any]]:
        """What stands below a record's own page: headings, each with pairs or Markup."""
        return ()

    def intro(self) -> str:
        """Markup above the list."""
        return ""
