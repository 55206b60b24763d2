"""The titles, their copies, and the lists that were imported."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from hub.room import (
    ChoiceFilter,
    Column,
    DateFilter,
    FlagFilter,
    RecordsView,
    Refused,
    RowAction,
    _,
    _l,
    _lp,
    pill,
)

from .. import books, chronicle
from ..forms import IsbnField
from ..isbn import written
from ..models import Copy, Title
from ..words import COPY_STATES, COPY_TONES, KINDS
from .loans import _quoted

Sections = Iterable[tuple[Any, Any]]
_counted = aliased(Copy)
_EVERY = (
    select(func.count(_counted.id))
    .where(_counted.title_id == Title.id, _counted.state != "retired")
    .correlate(Title)
    .scalar_subquery()
)
_inside = aliased(Copy)
_INSIDE = (
    select(func.count(_inside.id))
    .where(_inside.title_id == Title.id, _inside.state == "in")
    .correlate(Title)
    .scalar_subquery()
)


class Titles(RecordsView):
    """书目"""

    model = Title
    slug = "titles"
    title = _l("书目")
    singular = _lp("singular", "书目")
    permission = "view"
    edit_permission = "books"
    columns = (
        Column("name", _l("书名"), Title.name, kind="main", sort=True, show=_quoted),
        Column("author", _l("作者"), Title.author),
        Column("call_number", _l("索书号"), Title.call_number, sort=True),
        Column(
            "inside", _l("在架"), _INSIDE, kind="num",
            show=lambda n, row: _("%(n)s/%(every)s 册", n=n, every=row.every),
        ),
        Column("every", _l("册数"), _EVERY, kind="hidden"),
        Column("kind", _l("类型"), Title.kind, kind="secondary", choices=KINDS),
        Column(
            "stays_in", _l("外借"), Title.stays_in, kind="hide_phone",
            show=lambda stays: pill(_("不外借"), "off") if stays else "—",
        ),
        Column("isbn", _l("ISBN"), Title.isbn, kind="secondary", show=lambda isbn: written(isbn) or "—"),
    )  # fmt: skip
    details_columns = (
        Column("publisher", _l("出版社"), Title.publisher),
        Column("year", _l("出版年"), Title.year, show=lambda year: str(year or "—")),
        Column("added_on", _l("入藏"), Title.added_on),
    )
    order = "name"
    filters = (
        ChoiceFilter("kind", _l("类型")),
        FlagFilter("stays_in", _l("只看不外借")),
        DateFilter("added_on", _l("入藏"), Title.added_on),
    )
    search = (Title.name, Title.author, Title.isbn, Title.call_number, Title.sound, Title.initials)
    search_hint = _l("书名、拼音、作者、ISBN、索书号")
    can_edit = True
    create_page, create_permission, create_label = "catalogue", "books", _l("编目")
    import_sheet = "books"
    empty_text = _l("还没有书。可以一本一本编目，也可以导入书单。")
    form_columns = ("name", "isbn", "author", "publisher", "year", "call_number", "kind", "stays_in")
    form_fields = {"isbn": IsbnField(_l("ISBN"), description=_l("10 位或 13 位；没有就空着"))}
    form_labels = {"publisher": _l("出版社"), "year": _l("出版年")}
    form_help = {"call_number": _l("书立在哪里，例如 I247/12"), "year": _l("四位数字")}
    form_choices = {"kind": KINDS}
    conflict = _l("这个 ISBN 已经编目了。")
    links = (
        RowAction(_l("打印标签"), page="labels", permission="books"),
        RowAction(_l("借阅规则"), page="rules", permission="manage"),
    )
    row_actions = (
        RowAction(_l("预约"), page="reserve", arg="title", permission="lend"),
        RowAction(_l("加册"), page="add_copies", arg="title", permission="books"),
        RowAction(_l("打印标签"), page="label_sheet", arg="title", permission="books"),
    )

    def before_save(self, row: Title, is_created: bool) -> None:
        """What follows from what was typed."""
        if row.year is not None and not 1000 <= row.year <= 2100:
            raise Refused(_("请填四位数字的年份。"), "year")
        books.tidy_title(row)

    def sections(self, row: Any) -> Sections:
        return [(_("册"), chronicle.copies_of(row.id)), (_("预约"), chronicle.waits_of(row.id))]


class Copies(RecordsView):
    """册"""

    model = Copy
    slug = "copies"
    title = _l("册")
    singular = _lp("singular", "册")
    permission = "view"
    joins = (Copy.title,)
    columns = (
        Column("number", _l("册号"), Copy.number, kind="main", sort=True),
        Column("name", _l("书名"), Title.name, show=_quoted),
        Column("call_number", _l("索书号"), Title.call_number, sort=True),
        Column("state", _l("状态"), Copy.state, choices=COPY_STATES, pill=COPY_TONES),
        Column("damage", _l("哪里坏了"), Copy.damage, kind="secondary"),
        Column("price", _l("定价（元）"), Copy.price, kind="hide_phone"),
        Column("added_on", _l("入藏"), Copy.added_on, kind="secondary"),
        Column("lost_on", _l("丢失日期"), Copy.lost_on, kind="hide_phone"),
        Column("title_id", _l("书目"), Copy.title_id, kind="hidden"),
    )  # fmt: skip
    order = "number"
    filters = (ChoiceFilter("state", _l("状态")), DateFilter("added_on", _l("入藏")))
    search = (Copy.number, Title.name, Title.call_number, Title.initials)
    links = (
        RowAction(_l("送去修补"), page="damage", permission="books"),
        RowAction(_l("打印标签"), page="labels", permission="books"),
    )
    row_actions = (
        RowAction(
            _l("借出"), page="desk", arg="copy", permission="lend", main=True,
            show=lambda row: row.state == "in",
        ),
        RowAction(
            _l("修好了"), page="mend", arg="copy", permission="books", post=True, main=True,
            show=lambda row: row.state == "repair",
        ),
        RowAction(
            _l("找到了"), page="found", arg="copy", permission="books", post=True, main=True,
            show=lambda row: row.state == "lost",
        ),
        RowAction(
            _l("送去修补"), page="damage", arg="copy", permission="books",
            show=lambda row: row.state == "in",
        ),
        RowAction(
            _l("丢了"), page="miss", arg="copy", permission="books", post=True,
            confirm=_l("架上找不到，登记为丢失？"), show=lambda row: row.state == "in",
        ),
        RowAction(
            _l("注销"), page="retire", arg="copy", permission="books", post=True, tone="danger",
            confirm=_l("注销以后不再出借，确定吗？"), show=lambda row: row.state in ("in", "repair", "lost"),
        ),
    )  # fmt: skip

    def sections(self, row: Any) -> Sections:
        return [
            (_("现在能不能借"), chronicle.standing(row.id)),
            (_("最近的借还"), chronicle.loans_of(row.id)),
        ]
