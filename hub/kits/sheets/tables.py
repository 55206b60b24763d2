"""A whole list at once: short enough to be held in memory."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import IO, Any

from hub.room import Refused, _
from hub.sheets.checking import Checking, Problem, Values
from hub.sheets.columns import SheetColumn
from hub.sheets.reading import MOST_BYTES, Row, Source, open_sheet

MOST_ROWS = 5_000  # below the heading


@dataclass(frozen=True, slots=True)
class Table:
    """The first filled sheet of a file: its headings, and the rows under them that are not empty."""

    headings: tuple[str, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()
    merged: tuple[tuple[int, str], ...] = ()


@dataclass(slots=True)
class Checked:
    """What became of a table: the values of the good rows with their numbers, what is wrong, what was left out."""

    rows: list[tuple[int, Values]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def bad_rows(self) -> int:
        return len({problem.row for problem in self.problems})


def read_sheet(file: IO[bytes], name: str) -> Table:
    """The table in a file that was sent under a name. Raises Refused."""
    with tempfile.TemporaryDirectory(prefix="hub-sheet-") as folder:
        kept = Path(folder) / "sent"
        kept.write_bytes(file.read(MOST_BYTES + 1))
        source = open_sheet(kept, name)
        rows = list(islice(source.rows, MOST_ROWS + 2))
    if not rows:
        raise Refused(_("表里什么也没有，请先填好再导入。"), "file")
    if len(rows) == 1:
        raise Refused(_("只有表头，下面没有内容。请先填好再导入。"), "file")
    if len(rows) > MOST_ROWS + 1:
        raise Refused(_("超过 %(n)s 行，请拆成几个文件再导入。", n=MOST_ROWS), "file")
    return Table(rows[0].cells, tuple(rows[1:]), tuple(source.notes), tuple(source.merged))


def check_table(
    table: Table, columns: Sequence[SheetColumn], check_row: Callable[[Values], None] | None = None
) -> Checked:
    """Check every cell. `check_row` looks at the values of a row that is good so far and raises Refused(sentence, name
    of the column). Raises Refused when a column that must be there is missing."""
    source = Source(
        iter([Row(1, table.headings), *table.rows]), len(table.rows), list(table.notes), list(table.merged)
    )
    checking, checked = Checking(source, columns, check_row), Checked()
    empty: dict[str, Any] = {column.name: column.empty for column in columns}
    for row in checking:
        if row.problems:
            checked.problems += row.problems
        else:
            checked.rows.append((row.number, row.values))
    for _number, values in checked.rows:
        values.update({name: empty[name] for name in checking.dropped})
    checked.notes = checking.notes
    return checked
