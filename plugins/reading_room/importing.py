"""A book list from a spreadsheet: one title a row, with as many copies as it says."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, select

from hub.room import AddsTo, ImportSheet, Made, Refused, SheetColumn, _, _l, cells, db, here, make_records

from . import books, waiting
from .isbn import read_isbn
from .models import Copy, Title
from .words import KINDS

Values = dict[str, Any]
Key = tuple[str, ...]
TITLE = ("isbn", "name", "author", "publisher", "year", "kind", "sound", "initials")

KIND_WORDS = {
    "图书": "book", "报刊": "magazine", "书": "book", "期刊": "magazine", "杂志": "magazine", "报纸": "magazine",
}  # fmt: skip


def _number(text: str) -> str:
    if len(text) > 20 or not text.isascii() or not all(sign.isalnum() or sign in "-./" for sign in text):
        raise ValueError(_("册号只用字母、数字和 - . /，例如 B00012。"))
    return text.upper()


COLUMNS = (
    SheetColumn("isbn", _l("ISBN"), parse=read_isbn, max=30, also=("书号", "国际标准书号", "条码"),
                help=_l("10 位或 13 位，有没有横线都行；没有就空着"), example="978-7-00-000000-1"),
    SheetColumn("name", _l("书名"), required=True, max=120, also=("题名", "名称", "title"), example="棉田手记"),
    SheetColumn("author", _l("作者"), max=80, also=("著者", "责任者", "author"), example="石桥编写组"),
    SheetColumn("publisher", _l("出版社"), max=80, also=("出版者", "publisher")),
    SheetColumn("year", _l("出版年"), parse=cells.whole(1000, 2100), empty=None, also=("年份", "出版时间", "year"),
                help=_l("四位数字"), example="2024"),
    SheetColumn("call_number", _l("索书号"), max=40, also=("分类号", "call number"),
                help=_l("书立在哪里，例如 S562/3"), example="S562/3"),
    SheetColumn("kind", _l("类型"), parse=cells.one_of(KIND_WORDS), empty="book", show=KINDS.__getitem__,
                also=("类别", "kind"), help=_l("图书或报刊；报刊只在室内看"), example="图书"),
    SheetColumn("copies", _l("册数"), parse=cells.whole(1, books.MOST_COPIES), empty=1,
                also=("数量", "复本", "复本数", "copies"), help=_l("空着就是 1 册"), example="2"),
    SheetColumn("number", _l("册号"), parse=_number, also=("登录号", "财产号", "number"),
                help=_l("书上已经贴了号的才填，一行一册；空着由系统编号")),
    SheetColumn("price", _l("定价"), parse=cells.money(), empty=None, also=("价格", "单价", "price"), example="32.00"),
)  # fmt: skip


def check() -> Callable[[Values], None]:
    """What a row may not say because of what stands above it."""
    seen: dict[str, str] = {}

    def check_row(values: Values) -> None:
        number = values["number"]
        if number and values["copies"] > 1:
            raise Refused(_("写了册号的一行只能是一册。"), "copies")
        if number and number in seen:
            raise Refused(_("册号 %(number)s 在表里写了两次。", number=number), "number")
        if values["isbn"] and seen.setdefault(values["isbn"], values["name"]) != values["name"]:
            raise Refused(_("同一个 ISBN 在上面是另一个书名，请核对。"), "isbn")
        if number:
            seen[number] = values["name"]

    return check_row


def look(rows: Sequence[Values]) -> list[str | None]:
    """A number that a copy bears already is given to no other. Titles that are catalogued get copies only, which
    whoever has sent the list before does not want."""
    there = books.existing_numbers(values["number"] for values in rows if values["number"])
    titles = _known_titles(rows)
    more = AddsTo(_("已经编目，导入以后再加册。这份书单以前导过的，不要再导。"))
    return [
        _("册号 %(number)s 已经有了，请换一个。", number=values["number"])
        if values["number"] in there
        else more if _key(values) in titles else None
        for values in rows
    ]  # fmt: skip


def prepare(rows: Sequence[Values]) -> None:
    """The pinyin that titles are found by."""
    for values in rows:
        values.update(books.found_by(values["name"]))


def take(rows: Sequence[Values]) -> Iterable[Made]:
    """Catalogue what is new and take in the copies."""
    numbers = iter(books.take_numbers(sum(values["copies"] for values in rows if not values["number"])))
    titles = _known_titles(rows)
    known = set(titles.values())
    today = here.today
    new = _new_titles(rows, titles, today)
    copies = [
        {
            "number": values["number"] or next(numbers), "title_id": titles[_key(values)], "added_on": today,
            "price": Decimal(values["price"]) if values["price"] else None,
        }
        for values in rows
        for _copy in range(values["copies"])
    ]  # fmt: skip
    made = [*new, *make_records(Copy, copies)]
    waiting.settle_all(known)
    return made


def used(model: type[Any], brought: Select[Any]) -> int:
    """How many copies have a history; a title that other copies have come to simply stays."""
    return books.used_copies(brought) if model is Copy else 0


def remove(model: type[Any], ids: Sequence[int]) -> None:
    """Copies go, and titles that have no other."""
    if model is Copy:
        books.remove_copies(ids)
    else:
        books.remove_bare_titles(ids)


def _key(values: Values) -> Key:
    """Rows of one ISBN are one title; without one, those of the same name and author on the same shelf are."""
    return (
        (values["isbn"],)
        if values["isbn"]
        else (values["name"], values["author"], values["call_number"].upper())
    )


def _known_titles(rows: Sequence[Values]) -> dict[Key, int]:
    isbns = {values["isbn"] for values in rows if values["isbn"]}
    names = {values["name"] for values in rows if not values["isbn"]}
    known = select(Title.id, Title.isbn).where(Title.isbn.in_(isbns))
    found: dict[Key, int] = {(isbn,): id for id, isbn in db.session.execute(known)}
    bare = select(Title.id, Title.name, Title.author, Title.call_number).where(
        Title.isbn == "", Title.name.in_(names)
    )
    alike = db.session.execute(bare.order_by(Title.id.desc()))
    return found | {(name, author, place): id for id, name, author, place in alike}


def _new_titles(rows: Sequence[Values], titles: dict[Key, int], today: date) -> list[Made]:
    """Catalogue what is not known yet; it is known then."""
    new: dict[Key, Values] = {}
    for values in rows:
        key = _key(values)
        if key not in titles and key not in new:
            new[key] = {name: values[name] for name in TITLE} | {
                "call_number": values["call_number"].upper(), "stays_in": values["kind"] == "magazine",
                "added_on": today,
            }  # fmt: skip
    made = make_records(Title, list(new.values()))
    titles.update((key, one.id) for key, one in zip(new, made, strict=True))
    return made


SHEET = ImportSheet(
    "books", _l("书单"), "books", COLUMNS, take, check=check, look=look, prepare=prepare,
    used=used, remove=remove, list="titles",
    follow=(_l("打印标签"), "label_sheet"), help=_l("已经编目的书只加册，不会编成两种。"),
)  # fmt: skip
