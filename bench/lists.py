"""The lists that are taken in: invented residents and invented books, as people bring them, and the same written by
hand."""

from __future__ import annotations

import csv
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from bench.plan import CACHE, HERE

_MADE = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥东南西北中江河湖海山川草木禾稻麦棉林森云雨雪风电"
Row = tuple[str, ...]


def _three(number: int) -> str:
    """Three characters, no two numbers alike."""
    first, rest = divmod(number, len(_MADE))
    second, third = divmod(first, len(_MADE))
    return f"{_MADE[rest]}{_MADE[second % len(_MADE)]}{_MADE[third]}"


def people(rows: int) -> Iterator[Row]:
    """Names, phones and groups."""
    for number in range(rows):
        yield f"赵{_three(number)}", f"199{number:08d}", f"{number % 9 + 1}组"


def books(rows: int) -> Iterator[Row]:
    """ISBN, titles, authors, shelves and prices, a copy of each."""
    for number in range(rows):
        twelve = f"9789{number:08d}"
        total = sum(int(digit) * (1, 3)[place % 2] for place, digit in enumerate(twelve))
        shelf = f"S{number % 900}/{number % 7}"
        yield (
            f"{twelve}{-total % 10}",
            f"{_three(number)}种植手册",
            f"李{_three(number)}",
            shelf,
            f"{number % 60 + 9}.80",
        )


def residents_by_hand(raw: Any, connection: Any, mark: str, rows: Sequence[Row]) -> tuple[float, float]:
    """Seconds of a bare executemany of residents, and of these with the keys that they are found by."""
    from sqlalchemy import insert

    from hub.people.keys import keys_of
    from hub.people.models import Resident, ResidentKey

    columns = 'village_id, name, phone, "group"'
    took = _written(raw, f"resident ({columns}) VALUES ({HERE}, {mark}, {mark}, {mark})", rows)
    one = insert(Resident.__table__).returning(Resident.__table__.c.id)  # type: ignore[arg-type]
    (id,) = connection.scalars(one, [{"village_id": HERE, "name": "赵", "phone": "", "group": ""}])
    keys = [(id, key) for name, phone, _group in rows for key in sorted(keys_of(name, phone))]
    key = f"{ResidentKey.__tablename__} (village_id, resident_id, key) VALUES ({HERE}, {mark}, {mark})"
    return took, took + _written(raw, key, keys)


def books_by_hand(raw: Any, _connection: Any, mark: str, rows: Sequence[Row]) -> tuple[float, float]:
    """Seconds of a bare executemany of titles, and of these with a copy of each."""
    today = date(2026, 3, 2)
    columns = (
        "village_id, isbn, name, author, publisher, call_number, kind, stays_in, sound, initials, added_on"
    )
    values = f"{HERE}, {mark}, {mark}, {mark}, '', {mark}, 'book', false, {mark}, {mark}, '{today}'"
    titles = [
        (isbn, name, author, shelf, "jiayibingzhongzhishouce", "jybzzsc")
        for isbn, name, author, shelf, _ in rows
    ]
    took = _written(raw, f"reading_room__title ({columns}) VALUES ({values})", titles)
    cursor = raw.cursor()
    cursor.execute(
        f"SELECT id FROM reading_room__title WHERE village_id = {HERE} ORDER BY id DESC LIMIT {len(rows)}"
    )
    copies = [(f"Z{id:07d}", id) for (id,) in cursor.fetchall()]
    copy = "reading_room__copy (village_id, number, title_id, state, damage, added_on)"
    more = _written(raw, f"{copy} VALUES ({HERE}, {mark}, {mark}, 'in', '', '{today}')", copies)
    return took, took + more


def _written(raw: Any, into: str, rows: Iterable[Any]) -> float:
    began = time.perf_counter()
    raw.cursor().executemany(f"INSERT INTO {into}", rows)
    return time.perf_counter() - began


@dataclass(frozen=True, slots=True)
class List:
    """What is taken in: as which sheet, under which headings, and how it is written by hand."""

    sheet: str
    headings: Row
    rows: Callable[[int], Iterator[Row]]
    by_hand: Callable[[Any, Any, str, Sequence[Row]], tuple[float, float]]

    def file(self, rows: int, kind: str) -> Path:
        """The list as people bring it, made once."""
        file = CACHE / f"{self.sheet}-{rows}.{kind}"
        if not file.exists():
            written = file.with_suffix(".new")
            (_write_csv if kind == "csv" else _write_book)(written, [self.headings, *self.rows(rows)])
            written.replace(file)
        return file


def _write_csv(file: Path, rows: Iterable[Row]) -> None:
    with file.open("w", encoding="gb18030", newline="") as opened:
        csv.writer(opened).writerows(rows)


def _write_book(file: Path, rows: Iterable[Row]) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(file, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row)


LISTS = {
    "residents": List("residents", ("姓名", "手机号", "村民小组"), people, residents_by_hand),
    "reading_room.books": List(
        "reading_room.books", ("ISBN", "书名", "作者", "索书号", "定价"), books, books_by_hand
    ),
}
