"""Taking in lists from spreadsheets: what rooms and the core declare (`ImportSheet`) is uploaded, looked at, taken in
as a whole or not at all, and undone as a whole.

A file is read into rows that wait (`ImportRow`), 500 in a short transaction. Taking them in is one deed: nobody sees a
record before all are there (`taking`), and a crash on the way leaves none of them; the rows then wait again to be
decided about. What was made is noted (`ImportMade`), by which it is undone.
"""
