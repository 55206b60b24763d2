"""What a list may not do is found out at the start, and its room is not taken in."""

from typing import Any

import pytest
from flask_admin import expose
from flask_admin.actions import action
from sqlalchemy import String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from hub.admin.actions import BulkAction, RowAction
from hub.admin.columns import Column
from hub.admin.filters import ChoiceFilter, DateFilter
from hub.admin.guard import OPEN, check_view
from hub.admin.view import RecordsView
from hub.kernel.checks import DeclarationError
from hub.kernel.models import PERSONAL, RoomTables, Village, reference
from hub.people.models import Resident


class Base(RoomTables, DeclarativeBase):
    room = "guarded"


class Thing(Base):
    name: Mapped[str] = mapped_column(String(20))
    size: Mapped[int]
    wish: Mapped[str] = mapped_column(String(20), info=PERSONAL)
    resident_id: Mapped[int] = mapped_column()
    resident: Mapped[Resident] = relationship(foreign_keys=[resident_id])
    __table_args__ = (reference("resident_id", to=Resident),)


PERMISSIONS = {"view", "record", "manage"}
SOUND: dict[str, Any] = {
    "model": Thing, "slug": "things", "title": "东西", "singular": "东西", "permission": "view",
    "columns": (Column("name", "名称", Thing.name, kind="main"),), "order": "name",
}  # fmt: skip


def view(**changed: Any) -> type[RecordsView]:
    return type("Things", (RecordsView,), SOUND | changed)


def test_a_sound_list_is_taken():
    view().check(PERMISSIONS)
    view(permission="things.view").check(None)


def columns(*more: Column) -> dict[str, Any]:
    return {"columns": (*SOUND["columns"], *more)}


@expose("/more/")
def more(self):
    return ""


@action("sell", "卖")
def sell(self, ids):
    return None


CHANGED = {"can_edit": True, "edit_permission": "manage"}
REFUSED = {
    "no title": {"title": ""},
    "no main column": {"columns": (Column("name", "名称", Thing.name),)},
    "an unknown permission": {"permission": "everything"},
    "an unknown permission to edit": CHANGED | {"edit_permission": "all", "form_columns": ("name",)},
    "changes without a permission": {"can_create": True, "form_columns": ("name",)},
    "an action without a permission": {"row_actions": (RowAction("去", page="go"),)},
    "a deed on several with an unknown permission": {
        "bulk_actions": (BulkAction("x", "卖", lambda rows: "", permission="sell", confirm="?"),)
    },
    "a form that names no columns": CHANGED,
    "a form with an unknown column": CHANGED | {"form_columns": ("nothing",)},
    "a form that moves rows to another village": CHANGED | {"form_columns": ("village_id",)},
    "a form that sets the number": CHANGED | {"form_columns": ("id",)},
    "rows edited in the list": {"column_editable_list": ["name"]},
    "rows edited in one another": {"inline_models": (Thing,)},
    "a personal column": columns(Column("wish", "愿望", Thing.wish)),
    "a personal column within an expression": columns(Column("wish", "愿望", Thing.name + Thing.wish)),
    "a personal column of another table": columns(Column("who", "谁", Resident.name)),
    "a personal filter": {"filters": (ChoiceFilter("wish", "愿望", choices={"a": "b"}),)},
    "a search in something personal": {"search": (Resident.name,)},
    "a search in numbers": {"search": (Thing.size,)},
    "a search by no resident": {"search_resident": Thing.name},
    "a filter of nothing": {"filters": (DateFilter("nothing"),)},
    "a filter without choices": {"filters": (ChoiceFilter("name"),)},
    "a filter that hides the search": {"filters": (ChoiceFilter("search", value=Thing.name, choices={"a": "b"}),)},
    "two columns of one name": columns(Column("name", "名称", Thing.name)),
    "a column that hides the row's own": columns(Column("count", "几个", Thing.size)),
    "an order by nothing": {"order": "-nothing"},
    "an address of its own": {"more": more},
    "a deed of Flask-Admin's kind": {"sell": sell},
    "somebody else's address": {"slug": "../x"},
    "a model of no village": {"model": Village},
    "no model": {"model": dict},
    "changes to a model of the hub": {
        "model": Resident, "columns": (Column("name", "姓名", Resident.name, kind="main", personal=True),)
    } | CHANGED | {"form_columns": ("group",)},
}  # fmt: skip


@pytest.mark.parametrize("change", REFUSED.values(), ids=REFUSED.keys())
def test_it_is_refused(change):
    with pytest.raises(DeclarationError):
        view(**change).check(PERMISSIONS)


@pytest.mark.parametrize(
    "name",
    ["get_query", "get_count_query", "get_one", "index_view", "edit_view", "create_view", "delete_view", "action_view",
     "export", "ajax_update", "ajax_lookup", "is_accessible", "is_action_allowed", "may", "full", "make",
     "create_model", "update_model", "delete_model", "handle_view_exception", "_run_view", "_handle_view", "render",
     "check", "rows", "ids", "base_rows", "on_model_change", "list_template", "form_extra_fields", "column_list"],
)  # fmt: skip
def test_what_belongs_to_the_hub_cannot_be_replaced(name):
    with pytest.raises(DeclarationError, match=name):
        check_view(view(**{name: lambda *_, **__: None}), PERMISSIONS)


def test_a_list_of_ones_own_between_is_no_way_around():
    class Between(RecordsView):
        def is_accessible(self) -> bool:
            return True

    with pytest.raises(DeclarationError, match="is_accessible"):
        type("Things", (Between,), SOUND).check(PERMISSIONS)


def test_a_word_that_no_list_knows_is_named():
    with pytest.raises(DeclarationError, match="emtpy_text is nothing"):
        view(emtpy_text="没有").check(PERMISSIONS)


def test_helpers_of_ones_own_are_welcome():
    view(price_of=lambda self, row: 1).check(PERMISSIONS)


def test_what_a_list_is_made_of_is_open_and_nothing_else():
    assert {"model", "columns", "where", "before_save", "can_edit"} <= OPEN
    assert not OPEN & {"room", "check", "make", "rows", "index_view", "is_accessible"}
