"""Row-level security on PostgreSQL: every table with a `village_id` answers for the village of the transaction only.

Applied after each migration to whatever tables are there, so that nobody can forget it. It is forced, so the owner of
the tables is held too; only a superuser or a role with BYPASSRLS would escape, and `hub doctor` names that.
Accounts' tables (membership, sign_in) and the audit stand above villages and are read with the village as a condition.
"""

from __future__ import annotations

from sqlalchemy import inspect
from sqlalchemy import text as sql
from sqlalchemy.engine import Connection

ABOVE_VILLAGES = frozenset(
    {
        "membership",
        "sign_in",
        "audit_entry",
        "audit_seal",
        "audit_head",
        "sealed_read",
        "trust_request",
        "role_notice",
        "glass_break",
    }
)
POLICY = "hub_village"
FOR_COPIES = "hub_copies"
_COPYING = "current_setting('app.backup', true) = 'on'"
_MINE = "village_id = nullif(current_setting('app.village_id', true), '')::int"


def village_tables(connection: Connection, prefix: str | None = None) -> list[str]:
    """Tables whose rows belong to villages: of one part of the hub (a room's prefix, or the core's: ""), or of all."""
    inspector = inspect(connection)
    return [
        name
        for name in inspector.get_table_names()
        if (prefix is None or (name.startswith(prefix) if prefix else "__" not in name))
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
        _close(connection, name)
    _let_use(connection, application_role)


def secure_all(connection: Connection, application_role: str | None) -> None:
    """The same for the tables of every part, those of rooms that are not installed too; after a restore."""
    for name in village_tables(connection):
        _close(connection, name)
    _let_use(connection, application_role)


def closed_to_copies(connection: Connection) -> list[str]:
    """Tables that the present role, their owner, could not copy whole: they were made before copies were, or the
    role is another since."""
    done = sql("SELECT tablename FROM pg_policies WHERE policyname = :name AND current_user = ANY(roles)")
    known = set(connection.execute(done, {"name": FOR_COPIES}).scalars())
    return [name for name in village_tables(connection) if name not in known]


def open_to_copies(connection: Connection, name: str) -> None:
    """A copy holds every village, but the owner is held to one. Where `app.backup` is on, which pg_dump is told and
    nothing else ever sets, the owner may read all; nobody else, and never write.

    It locks the table: while others work, one table a transaction.
    """
    connection.execute(sql(f'DROP POLICY IF EXISTS {FOR_COPIES} ON "{name}"'))
    connection.execute(
        sql(f'CREATE POLICY {FOR_COPIES} ON "{name}" FOR SELECT TO CURRENT_USER USING ({_COPYING})')
    )


def _close(connection: Connection, name: str) -> None:
    connection.execute(sql(f'ALTER TABLE "{name}" ENABLE ROW LEVEL SECURITY'))
    connection.execute(sql(f'ALTER TABLE "{name}" FORCE ROW LEVEL SECURITY'))
    connection.execute(sql(f'DROP POLICY IF EXISTS {POLICY} ON "{name}"'))
    connection.execute(sql(f'CREATE POLICY {POLICY} ON "{name}" USING ({_MINE}) WITH CHECK ({_MINE})'))
    open_to_copies(connection, name)


def _let_use(connection: Connection, application_role: str | None) -> None:
    if application_role:
        role = '"' + application_role.replace('"', '""') + '"'
        connection.execute(sql(f"GRANT USAGE ON SCHEMA public TO {role}"))
        connection.execute(
            sql(f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}")
        )
        connection.execute(sql(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}"))
