"""Lists from spreadsheets for a room with pages of its own for them, because its batches know more than the hub's: a
class list belongs to a term. Everybody else declares an `ImportSheet` and has no page to write.

A room gives a `SheetField` to its form; `read_sheet` makes a `Table` of what was sent or refuses the file in words;
`check_table` answers what is good and, cell by cell, what is not. The result is kept in the room's own table
(`BatchColumns`) while somebody looks at it. Files are read and checked by `hub.sheets`, as everywhere.
"""

from hub.kits.sheets.batch import BatchColumns, batch_checks, fresh_batch, rows_of, throw_away
from hub.kits.sheets.fields import SheetField
from hub.kits.sheets.tables import MOST_ROWS, Checked, Table, check_table, read_sheet
from hub.sheets.checking import Problem
from hub.sheets.columns import SheetColumn, letters
from hub.sheets.reading import MOST_BYTES, Row
from hub.sheets.template import template_of

__all__ = [
    "MOST_BYTES",
    "MOST_ROWS",
    "BatchColumns",
    "Checked",
    "Problem",
    "Row",
    "SheetColumn",
    "SheetField",
    "Table",
    "batch_checks",
    "check_table",
    "fresh_batch",
    "letters",
    "read_sheet",
    "rows_of",
    "template_of",
    "throw_away",
]
