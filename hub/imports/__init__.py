"""Taking in lists from spreadsheets: what rooms and the core declare (`ImportSheet`) is uploaded, looked at, taken in
as a whole or not at all, and undone as a whole.

A file is read into rows that wait (`ImportRow`), 500 in a short transaction. Taking them in makes records of 500 rows
at a time and removes the rows in the same transaction, so what still waits is what is still to do: whoever comes after
a crash finishes exactly that. What was made is noted (`ImportMade`), by which it is undone, a failed import included.
"""
