"""A village with something in it, and ways to look at it."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import text as sql

from hub.centre.situation import in_village
from hub.kernel.database import db
from hub.people.services import create_resident
from tests.harness.people import a_village

PASSPHRASE = "horse battery staple"


def a_full_village(app: Flask, residents: int = 3) -> int:
    village = a_village(app, rooms=["tool_station"])
    add_residents(app, village, residents)
    return village


def add_residents(app: Flask, village: int, number: int) -> None:
    with in_village(app, village):
        for n in range(number):
            create_resident(f"居民{chr(0x4E00 + n)}", "", "一组", another=True)


def residents(app: Flask, village: int) -> int:
    with in_village(app, village):
        # Counted by the session, which the village's policy holds on PostgreSQL.
        return db.session.connection().execute(sql("SELECT count(*) FROM resident")).scalar_one()
