"""Taking in lists that people keep in spreadsheets: .xlsx, also as LibreOffice writes it, and .csv in any of the usual
encodings.

A room says with `SheetColumn`s what a row is made of, and gives a `SheetField` to its form. `read_sheet` makes a
`Table` of what was sent or refuses the file in words; `check_table` finds the columns by their headings and answers
what is good and, cell by cell, what is not. The result is kept in the room's own table (`BatchColumns`) while somebody
looks at it, and taken in or thrown away afterwards. `template_of` is the empty sheet to fill in.
"""

from hub.kits.sheets.batch import BatchColumns, batch_checks, fresh_batch, rows_of, throw_away
from hub.kits.sheets.checking import Checked, Problem, check_table
from hub.kits.sheets.columns import SheetColumn, letters
from hub.kits.sheets.fields import SheetField
from hub.kits.sheets.reading import MOST_BYTES, MOST_ROWS, Row, Table, read_sheet
from hub.kits.sheets.template import template_of

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
