"""Reading lists that people keep in spreadsheets: .xlsx, also as LibreOffice and WPS write it, and .csv in any of the
usual encodings.

`open_sheet` gives the rows of a file one by one, as texts, or refuses it in words; `Checking` finds the columns by
their headings and answers row by row what is good and, cell by cell, what is not. Nothing is held in memory but the
row at hand. `template_of` is the empty sheet to fill in, `cells` what cells are commonly made of.
"""
