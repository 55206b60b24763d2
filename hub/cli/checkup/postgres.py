"""PostgreSQL: its version, and that villages are kept apart by the server too."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import text as sql
from sqlalchemy.engine import Connection

from hub.cli.checkup.finding import Finding, bad, fine, warn
from hub.cli.texts import _
from hub.kernel.security import ABOVE_VILLAGES, POLICY

OLDEST = 14

_ROLE = sql("SELECT current_user, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user")
_UNGUARDED = sql(
    """
    SELECT t.relname FROM pg_class t
    JOIN pg_namespace n ON n.oid = t.relnamespace AND n.nspname = current_schema()
    JOIN pg_attribute a ON a.attrelid = t.oid AND a.attname = 'village_id' AND NOT a.attisdropped
    WHERE t.relkind IN ('r', 'p') AND t.relname <> ALL(:above) AND NOT (
        t.relrowsecurity AND t.relforcerowsecurity
        AND EXISTS (SELECT 1 FROM pg_policy p WHERE p.polrelid = t.oid AND p.polname = :policy))
    ORDER BY t.relname
    """
)


def check_postgres(connection: Connection) -> Iterator[Finding]:
    """Version, role, row-level security, and that a pooler may stand in front."""
    version = connection.exec_driver_sql("SHOW server_version").scalar_one()
    major = int((connection.dialect.server_version_info or (0,))[0])
    if major < OLDEST:
        text = _("PostgreSQL %(version)s 太旧", version=version)
        yield warn("database.version", text, _("请升级到 %(oldest)s 或更高。", oldest=OLDEST), version)
    else:
        yield fine("database.version", f"PostgreSQL {version}", version)
    yield _role(connection)
    yield _row_level_security(connection)
    yield _pooler_safe(connection)


def _role(connection: Connection) -> Finding:
    name, superuser, bypass = connection.execute(_ROLE).one()
    if superuser or bypass:
        return bad(
            "database.role",
            _("角色 %(name)s 是超级用户或带有 BYPASSRLS，数据库拦不住串村", name=name),
            _("请另建一个普通角色：CREATE ROLE … LOGIN NOSUPERUSER NOBYPASSRLS，并写进 HUB_DATABASE_URL。"),
            name,
        )
    return fine("database.role", _("角色 %(name)s 受行级安全约束", name=name), name)


def _row_level_security(connection: Connection) -> Finding:
    names = (
        connection.execute(_UNGUARDED, {"above": sorted(ABOVE_VILLAGES), "policy": POLICY}).scalars().all()
    )
    if names:
        text = _("这些表没有强制行级安全：%(names)s", names="、".join(names))
        return bad("database.rls", text, _("请运行 hub upgrade，它会补上。"), list(names))
    return fine("database.rls", _("每张村级表都强制了行级安全"), [])


def _pooler_safe(connection: Connection) -> Finding:
    driver = connection.connection.driver_connection
    threshold = getattr(driver, "prepare_threshold", None)
    if threshold is None:
        return fine("database.pooler", _("可以放在事务模式的连接池（pgbouncer）后面"), None)
    return warn(
        "database.pooler",
        _("驱动会使用预备语句，放在连接池后面会出错"),
        _("请去掉地址里的 prepare_threshold。"),
        threshold,
    )
