"""The centre's public page: rooms, hours, capacity, what is on. Without login, and with nobody's name on it.

It is closed until the village opens it. Its address holds a code that nobody can guess; a page that is closed, a code
that was replaced and one that never was get the same answer.
"""
