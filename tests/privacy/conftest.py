"""Looks for words in everything that a hub has written: the bytes of its files, every column of its tables."""

from __future__ import annotations

import json
from collections.abc import Callable

import psycopg
import pytest
from psycopg import sql
from sqlalchemy.engine import make_url


@pytest.fixture
def found(database) -> Callable[[str], bool]:
    """Whether a text is anywhere: in a byte of the hub's folder, and on PostgreSQL in any column of any table.

    The audit keeps its changes as JSON, in which a text may be written with escapes: it is looked for so, too.
    """

    def in_files(written: tuple[str, str]) -> bool:
        contents = (file.read_bytes() for file in database.home.rglob("*") if file.is_file())
        return any(said.encode() in content for content in contents for said in written)

    def in_tables(written: tuple[str, str]) -> bool:
        address = make_url(database.url).set(drivername="postgresql", username="postgres")
        with psycopg.connect(address.render_as_string(hide_password=False)) as connection:
            names = connection.execute(
                "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
            ).fetchall()
            asked = "SELECT count(*) FROM {} t WHERE strpos(t::text, %s) > 0 OR strpos(t::text, %s) > 0"
            counts = (
                connection.execute(sql.SQL(asked).format(sql.Identifier(name)), written).fetchone()
                for (name,) in names
            )
            return any(count != (0,) for count in counts)

    def anywhere(secret: str) -> bool:
        written = (secret, json.dumps(secret)[1:-1])
        return in_files(written) or (database.backend == "postgresql" and in_tables(written))

    return anywhere
