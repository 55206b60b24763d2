"""A book list from a spreadsheet: checked row by row, looked at, taken in whole or in part, undone whole."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Any

from sqlalchemy import select

from hub.kits.lending import hold
from hub.kits.sheets import (
    Checked,
    Problem,
    SheetColumn,
    Table,
    check_table,
    fresh_batch,
    rows_of,
    throw_away,
)
from hub.room import Refused, _, _l, db, here

from . import books
from .isbn import read_isbn
from .models import Batch, Copy, Title

Values = dict[str, Any]


def _whole(least: int, most: int) -> Callable[[str], int]:
    def parse(text: str) -> int:
        if not text.isascii() or not text.isdecimal() or len(text) > 6 or not least <= int(text) <= most:
            raise ValueError(_("请填 %(least)s 到 %(most)s 之间的整数。", least=least, most=most))
        return int(text)

    return parse


def _price(text: str) -> str:
    try:
        price = Decimal(text.removeprefix("¥").removeprefix("￥").removesuffix("元").replace(",", ""))
    except InvalidOperation:
        price = Decimal(-1)
    if not price.is_finite() or not 0 <= price < 100_000:
        raise ValueError(_("请填金额，最多两位小数，例如 12.50。"))
    return str(price.quantize(Decimal("0.01")))


def _kind(text: str) -> str:
    words = {
        "图书": "book",
        "书": "book",
        "报刊": "magazine",
        "期刊": "magazine",
        "杂志": "magazine",
        "报纸": "magazine",
    }
    if text not in words:
        raise ValueError(_("只填“图书”或“报刊”，空着就是图书。"))
    return words[text]


def _number(text: str) -> str:
    if len(text) > 20 or not text.isascii() or not all(sign.isalnum() or sign in "-./" for sign in text):
        raise ValueError(_("册号只用字母、数字和 - . /，例如 B00012。"))
    return text.upper()


COLUMNS = (
    SheetColumn("isbn", _l("ISBN"), parse=read_isbn, max=30, also=("书号", "国际标准书号", "条码"),
                help=_l("10 位或 13 位，有没有横线都行；没有就空着"), example="978-7-00-000000-2"),
    SheetColumn("name", _l("书名"), required=True, max=120, also=("题名", "名称", "title"), example="棉田手记"),
    SheetColumn("author", _l("作者"), max=80, also=("著者", "责任者", "author"), example="石桥编写组"),
    SheetColumn("publisher", _l("出版社"), max=80, also=("出版者", "publisher")),
    SheetColumn("year", _l("出版年"), parse=_whole(1000, 2100), empty=None, also=("年份", "出版时间", "year"),
                help=_l("四位数字"), example="2024"),
    SheetColumn("call_number", _l("索书号"), max=40, also=("分类号", "call number"),
                help=_l("书立在哪里，例如 S562/3"), example="S562/3"),
    SheetColumn("kind", _l("类型"), parse=_kind, empty="book", also=("类别", "kind"),
                help=_l("图书或报刊；报刊只在室内看"), example="图书"),
    SheetColumn("copies", _l("册数"), parse=_whole(1, books.MOST_COPIES), empty=1,
                also=("数量", "复本", "复本数", "copies"), help=_l("空着就是 1 册"), example="2"),
    SheetColumn("number", _l("册号"), parse=_number, also=("登录号", "财产号", "number"),
                help=_l("书上已经贴了号的才填，一行一册；空着由系统编号")),
    SheetColumn("price", _l("定价"), parse=_price, empty=None, also=("价格", "单价", "price"), example="32.00"),
)  # fmt: skip


def check(table: Table) -> Checked:
    """Every row of a list, looked at as it will be taken in. Raises Refused."""
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

    checked = check_table(table, COLUMNS, check_row)
    _refuse_known_numbers(checked)
    known = _known_isbns(values["isbn"] for _row, values in checked.rows)
    if known:
        checked.notes.append(_("有 %(n)s 种已经编目，导入时只加册。", n=len(known)))
    return checked


def keep(name: str, table: Table) -> Batch:
    """Keep a list until it was looked at. Raises Refused."""
    batch: Batch = fresh_batch(Batch, name, check(table))
    db.session.add(batch)
    db.session.flush()
    return batch


def take_in(batch_id: int) -> tuple[Batch, int]:
    """Take in the good rows of a list. Answers the number of copies. Raises Refused."""
    batch = _held(batch_id)
    rows = rows_of(batch).rows
    if not rows:
        raise Refused(_("没有可以导入的行。请改好表格，再传一次。"))
    numbers = iter(books.take_numbers(sum(values["copies"] for _row, values in rows if not values["number"])))
    there = books.existing_numbers(values["number"] for _row, values in rows if values["number"])
    if there:
        raise Refused(_("册号 %(number)s 刚才有人用了。请再传一次表格。", number=min(there)))
    titles = _titles(rows, batch)
    total = 0
    for _row, values in rows:
        title = titles[_key(values)]
        for _copy in range(values["copies"]):
            price = Decimal(values["price"]) if values["price"] else None
            number = values["number"] or next(numbers)
            db.session.add(
                Copy(number=number, title_id=title.id, title=title, state="in", price=price,
                     added_on=here.today, batch_id=batch.id)
            )  # fmt: skip
            total += 1
    db.session.flush()
    throw_away(batch, "done")
    return batch, total


def drop(batch_id: int) -> Batch:
    """Take in none of it. Raises Refused."""
    batch = _held(batch_id)
    throw_away(batch)
    return batch


def undo(batch_id: int) -> Batch:
    """Remove all that an import brought, as long as none of it was lent or counted. Raises Refused."""
    batch = hold(Batch, batch_id)
    if batch is None or batch.state != "done":
        raise Refused(_("这次导入已经撤销了。"))
    copies = list(db.session.scalars(select(Copy.id).where(Copy.batch_id == batch.id)))
    used = books.used_copies(copies)
    if used:
        raise Refused(_("有 %(n)s 册已经借过、盘点过或改过状态，不能整批撤销。请逐册注销。", n=used))
    titles = list(db.session.scalars(select(Title.id).where(Title.batch_id == batch.id)))
    books.remove_copies(copies)
    books.remove_bare_titles(titles)
    throw_away(batch, "undone")
    return batch


def drop_old() -> int:
    """A list that nobody decided about for a day is not kept. Answers how many."""
    from datetime import timedelta

    before = here.now - timedelta(days=1)
    old = db.session.scalars(select(Batch).where(Batch.state == "checked", Batch.made_at < before)).all()
    for batch in old:
        throw_away(batch)
    return len(old)


def _held(batch_id: int) -> Batch:
    batch = hold(Batch, batch_id)
    if batch is None or batch.state != "checked":
        raise Refused(_("这份表已经办过了。要再导入，请重新传一次。"))
    return batch


def _refuse_known_numbers(checked: Checked) -> None:
    there = books.existing_numbers(values["number"] for _row, values in checked.rows if values["number"])
    for row, values in list(checked.rows):
        if values["number"] in there:
            checked.rows.remove((row, values))
            sentence = _("册号 %(number)s 已经有了，请换一个。", number=values["number"])
            checked.problems.append(Problem(row, sentence, title=str(_("册号")), text=values["number"]))


def _known_isbns(isbns: Any) -> dict[str, Title]:
    wanted = sorted({isbn for isbn in isbns if isbn})
    found: dict[str, Title] = {}
    for at in range(0, len(wanted), 400):
        some = db.session.scalars(select(Title).where(Title.isbn.in_(wanted[at : at + 400])))
        found.update({title.isbn: title for title in some})
    return found


def _key(values: Values) -> tuple[str, ...]:
    """Rows of one ISBN are one title; without one, those of the same name and author are."""
    return (values["isbn"],) if values["isbn"] else (values["name"], values["author"], values["call_number"])


def _titles(rows: list[tuple[int, Values]], batch: Batch) -> dict[tuple[str, ...], Title]:
    titles: dict[tuple[str, ...], Title] = {
        (isbn,): title for isbn, title in _known_isbns(values["isbn"] for _row, values in rows).items()
    }
    for _row, values in rows:
        key = _key(values)
        if key in titles:
            continue
        facts = {
            name: values[name]
            for name in ("isbn", "name", "author", "publisher", "year", "call_number", "kind")
        }
        titles[key] = books.tidy_title(Title(**facts, stays_in=False, added_on=here.today, batch_id=batch.id))
        db.session.add(titles[key])
    db.session.flush()
    return titles
