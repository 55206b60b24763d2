"""Row-level security on PostgreSQL: every table with a `village_id` answers for the village of the transaction only.

Applied after each migration to whatever tables are there, so that nobody can forget it. It is forced, so the owner of
the tables is held too; only a superuser or a role with BYPASSRLS would escape, and `hub doctor` names that.
Accounts' tables (membership, sign_in) and the audit stand above villages and are read with the village as a condition.
"""

from __future__ import annotations

from sqlalchemy import inspect
from sqlalchemy import text as sql
from sqlalchemy.engine import Connection

ABOVE_VILLAGES = frozenset({"membership", "sign_in", "audit_entry"})
POLICY = "hub_village"
_MINE = "village_id = nullif(current_setting('app.village_id', true), '')::int"


def village_tables(connection: Connection, prefix: str) -> list[str]:
    """Tables of one part of the hub (a room's prefix, or the core's: none) whose rows belong to villages."""
    inspector = inspect(connection)
    return [
        name
        for name in inspector.get_table_names()
        if (name.startswith(prefix) if prefix else "__" not in name)
        and name not in ABOVE_VILLAGES
        and any(column["name"] == "village_id" for column in inspector.get_columns(name))
    ]


def open_for_migration(connection: Connection, prefix: str) -> None:
    """Let the owner see all rows while it migrates; within the migration's transaction only."""
    if connection.dialect.name == "postgresql":
        for name in village_tables(connection, prefix):
            connection.execute(sql(f'ALTER TABLE "{name}" NO FORCE ROW LEVEL SECURITY'))


def close_after_migration(connection: Connection, prefix: str, application_role: str | None) -> None:
    """Put the policy on every village table, and let the application's role use the tables."""
    if connection.dialect.name != "postgresql":
        return
    for name in village_tables(connection, prefix):
        connection.execute(sql(f'ALTER TABLE "{name}" ENABLE ROW LEVEL SECURITY'))
        connection.execute(sql(f'ALTER TABLE "{name}" FORCE ROW LEVEL SECURITY'))
        connection.execute(sql(f'DROP POLICY IF EXISTS {POLICY} ON "{name}"'))
        connection.execute(sql(f'CREATE POLICY {POLICY} ON "{name}" USING ({_MINE}) WITH CHECK ({_MINE})'))
    if application_role:
        role = '"' + application_role.replace('"', '""') + '"'
        connection.execute(sql(f"GRANT USAGE ON SCHEMA public TO {role}"))
        connection.execute(
            sql(f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}")
        )
        connection.execute(sql(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}"))
