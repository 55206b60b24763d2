"""The list of a kind of record: shown, searched, filtered, exported, and changed through one form.

It stands on Flask-Admin's ModelView, whose addresses it keeps and whose every way in it replaces: rows come from the
village's session, permissions are asked on every address, forms hold only the columns they name. A room says what its
list is made of (`hub.admin.shape`); it cannot replace how the list works (`hub.admin.guard`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue
from flask_admin import expose
from flask_admin.contrib.sqla import ModelView
from sqlalchemy import Select, select

from hub.admin import bulk, editing, listing
from hub.admin.asked import Asked
from hub.admin.columns import NAMES, Column
from hub.admin.counting import Totals
from hub.admin.export import TYPES, export
from hub.admin.filters import ChoiceFilter, Filter, ReferenceFilter, whole_number
from hub.admin.guard import check_view, columns_in
from hub.admin.shape import ListShape
from hub.kernel.database import db
from hub.kernel.declarations import Period
from hub.kernel.here import here
from hub.web.forms import Form


class RecordsView(ListShape, ModelView):
    """The base of every list. What it is made of stands in `ListShape`."""

    # -------------------------------------------------------------------------------------------- registration

    @classmethod
    def check(cls, permissions: set[str] | None) -> None:
        """Raise DeclarationError when this list cannot stand."""
        check_view(cls, permissions)

    @classmethod
    def endpoint_name(cls) -> str:
        """`<room>__<slug>`, of the core's lists the slug alone."""
        name = cls.slug.replace("-", "_")
        return f"{cls.room}__{name}" if cls.room else name

    @classmethod
    def make(cls, room: str = "") -> RecordsView:
        """The view as Flask-Admin registers it."""
        cls.room = room
        address = f"/rooms/{room}/{cls.slug}" if room else f"/{cls.slug}"
        return cls(cls.model, db, name=cls.slug, endpoint=cls.endpoint_name(), url=address)

    @classmethod
    def url(cls, **args: Any) -> str:
        """The address of the list; `search`, `sort` and the filters' names may be given."""
        return url_for(f"{cls.endpoint_name()}.index_view", **args)

    @classmethod
    def url_of_days(cls, name: str, period: Period, **args: Any) -> str:
        """The address of the list, with its DateFilter of that name set to the days of a period; others as given."""
        days = {f"{name}_from": period.first.isoformat(), f"{name}_to": period.last.isoformat()}
        return cls.url(**days, **args)

    @classmethod
    def url_of(cls, row_id: int) -> str:
        """The address of one record."""
        return url_for(f"{cls.endpoint_name()}.details_view", id=row_id)

    def _refresh_cache(self) -> None:
        """Flask-Admin would read forms, filters and columns off the model here; a list names its own."""
        self.totals, self.rough = Totals(), Totals()
        self._kept: tuple[Sequence[Column], Select[Any]] | None = None
        choices = {column.name: column.choices for column in self.columns if column.choices}
        for one in self.filters:
            if isinstance(one, ChoiceFilter) and not one.choices:
                one.choices = choices.get(one.name, ())
        self.form_class: type[Form] | None = None

    def scaffold_auto_joins(self) -> list[Any]:
        return []

    def init_actions(self) -> None:
        self._actions: list[Any] = []
        self._actions_data: dict[str, Any] = {}

    # ----------------------------------------------------------------------------------------------- permission

    @classmethod
    def full(cls, permission: str) -> str:
        """The whole name of a permission."""
        return permission if "." in permission else f"{cls.room}.{permission}"

    def is_accessible(self) -> bool:
        return here.in_village and here.can(self.full(self.permission))

    def may(self, deed: str) -> bool:
        """Whether "create", "edit" or "delete" is open to the one who acts."""
        return bool(getattr(self, f"can_{deed}")) and here.can(self.full(self.edit_permission))

    def _run_view(self, fn: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        return fn(self, *args, **kwargs)

    # ------------------------------------------------------------------------------------------------ statements

    @classmethod
    def expression(cls, wanted: str | Filter) -> Any:
        """What a name or a filter stands for in SQL, or None."""
        name = wanted if isinstance(wanted, str) else wanted.name
        if isinstance(wanted, Filter) and wanted.value is not None:
            return wanted.value
        if isinstance(wanted, ReferenceFilter) and hasattr(cls.model, f"{name}_id"):
            return getattr(cls.model, f"{name}_id")
        named = next((column.value for column in cls.columns if column.name == name), None)
        return getattr(cls.model, name, None) if named is None else named

    def filters_here(self) -> list[Filter]:
        """The filters that the one who looks may use."""
        return [one for one in self.filters if not one.personal or here.can(NAMES)]

    def label_of(self, one: Filter) -> str:
        """What a filter is called."""
        labels = {column.name: column.label for column in self.columns}
        return str(one.label or labels.get(one.name, one.name))

    def form_label(self, name: str) -> Any:
        """What a field is called: as said, else as in the list."""
        labels = {column.name: column.label for column in self.columns}
        return self.form_labels.get(name) or labels.get(name) or labels.get(name.removesuffix("_id")) or name

    @property
    def is_searchable(self) -> bool:
        return bool(self.search) or type(self).search_resident is not None

    def base_rows(self, columns: Iterable[Column]) -> Select[Any]:
        """The ids and columns of all rows of this list."""
        bare = self._bare() if columns is self.columns else self._unconditioned(columns)
        condition = type(self).where
        return bare if condition is None else bare.where(condition())

    def _bare(self) -> Select[Any]:
        """What every page of the list asks for, put together once: its conditions alone differ."""
        known = self._kept
        if known is None or known[0] is not self.columns:
            known = self._kept = self.columns, self._unconditioned(self.columns)
        return known[1]

    def _unconditioned(self, columns: Iterable[Column]) -> Select[Any]:
        shown = {column.name: column.value.label(column.name) for column in columns}
        return self._joined(select(self.model.id.label("id"), *shown.values()).select_from(self.model))

    def rows(self, asked: Asked, columns: Iterable[Column]) -> Select[Any]:
        """The same of those rows that an address asks for, in no order yet."""
        return self.base_rows(columns).where(*asked.conditions)

    def some_rows(
        self, asked: Asked, columns: Iterable[Column], most: int, *beyond: Any, backwards: bool = False
    ) -> Select[Any]:
        """The first of them in their order; `beyond` are further conditions, `backwards`: from the end.

        Their keys are found first, and what is joined is looked up for those alone. Asked for both at once, the
        databases make ready for every row of the list: SQLite reads whole tables into Bloom filters, PostgreSQL into
        hashes, for a page of fifty.
        """
        clauses, conditions = asked.order.clauses(backwards), (*asked.conditions, *beyond)
        if not self.joins:
            return self.base_rows(columns).where(*conditions).order_by(*clauses).limit(most)
        keys = self.ids(conditions, asked.order.column).order_by(*clauses).limit(most).correlate(None)
        return self.base_rows(columns).where(self.model.id.in_(keys)).order_by(*clauses)

    def place(self, asked: Asked) -> Select[Any]:
        """The order's column of every row of this list."""
        return self._reaching(select(asked.order.column), (asked.order.column,))

    def ids(self, conditions: Sequence[Any] = (), *also: Any) -> Select[Any]:
        """The ids of the rows under some conditions; `also` are columns that they will be put in order by."""
        return self._reaching(select(self.model.id), (*conditions, *also)).where(*conditions)

    def _reaching(self, statement: Select[Any], criteria: Sequence[Any]) -> Select[Any]:
        """A statement over all rows of this list, joined only when these criteria or its own reach further."""
        whole = self._whole(statement)
        own = self.model.__table__
        far = any(
            column.table is not own
            for one in (*criteria, whole.whereclause)
            if one is not None
            for column in columns_in(one, within=False)
        )
        return self._joined(whole) if far else whole

    def _whole(self, statement: Select[Any]) -> Select[Any]:
        condition = type(self).where
        whole = statement.select_from(self.model)
        return whole if condition is None else whole.where(condition())

    def _joined(self, statement: Select[Any]) -> Select[Any]:
        for one in self.joins:
            statement = statement.outerjoin(*one) if isinstance(one, tuple) else statement.outerjoin(one)
        return statement

    def get_one(self, id: Any) -> Any:
        """A record of this list in this village, or None."""
        number = id if isinstance(id, int) else whole_number(str(id))
        statement = self._joined(self._whole(select(self.model))).where(self.model.id == number)
        return db.session.scalars(statement).unique().one_or_none() if number else None

    def asked_row(self) -> int:
        """The id in the address; anything that is none is not found."""
        return whole_number(request.args.get("id")) or abort(404)

    @property
    def whose(self) -> tuple[int | None, int]:
        """Whose numbers these are: a fixed condition may look at who asks; and in which village."""
        user = here.user if type(self).where is not None else None
        return (user.id if user is not None else None), here.village_id

    def count(self) -> int:
        """The number of rows, for a tab; counted to a thousand."""
        from hub.admin.tabs import count_lists

        return count_lists([self])[0][0]

    # ------------------------------------------------------------------------------------------------- addresses

    @expose("/")
    def index_view(self) -> ResponseReturnValue:
        return listing.page(self)

    @expose("/details/")
    def details_view(self) -> ResponseReturnValue:
        return listing.details(self) if self.can_view_details else abort(404)

    @expose("/new/", methods=("GET", "POST"))
    def create_view(self) -> ResponseReturnValue:
        return editing.create(self) if self.may("create") else abort(403)

    @expose("/edit/", methods=("GET", "POST"))
    def edit_view(self) -> ResponseReturnValue:
        return editing.edit(self) if self.may("edit") else abort(403)

    @expose("/delete/", methods=("GET", "POST"))
    def delete_view(self) -> ResponseReturnValue:
        return editing.delete(self) if self.may("delete") else abort(403)

    @expose("/action/", methods=("POST",))
    def action_view(self) -> ResponseReturnValue:
        return bulk.run(self)

    @expose("/export/<export_type>/")
    def export(self, export_type: str) -> ResponseReturnValue:
        if not self.can_export:
            abort(403)
        if export_type not in TYPES:
            abort(404)
        return export(self, Asked(self, self.url_here, request.args), export_type)

    @expose("/ajax/lookup/")
    def ajax_lookup(self) -> ResponseReturnValue:
        abort(404)

    @expose("/ajax/update/", methods=("POST",))
    def ajax_update(self) -> ResponseReturnValue:
        abort(404)

    @property
    def url_here(self) -> str:
        """The list's address within a request."""
        return type(self).url()
