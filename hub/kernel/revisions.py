"""Writing a new revision for the core or a room, by comparing its models with what its revisions make so far.

The comparison is made in a scratch database, so that nobody's data is needed and none can be harmed.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.operations.ops import AddColumnOp, MigrateOperation, OpContainer
from sqlalchemy import Column, DefaultClause, text
from sqlalchemy.engine import Connection

from hub.kernel.migrate import CORE, Part, config_for, migrating, upgrade_part
from hub.settings import Settings


class NeedsValue(Exception):
    """A new column may not be empty, and nothing says what stands in it for the rows there are."""

    def __init__(self, table: str, column: str) -> None:
        super().__init__(f"{table}.{column}")
        self.table, self.column = table, column


def write_revision(part: Part, message: str) -> Path | None:
    """Write the next revision of a part; None when its models are as its revisions make them. Raises NeedsValue."""
    part.versions.mkdir(exist_ok=True)
    number = 1 + max(
        (int(file.name[:4]) for file in part.versions.glob("[0-9][0-9][0-9][0-9]_*.py")), default=0
    )
    with tempfile.TemporaryDirectory() as scratch:
        settings = Settings(home=Path(scratch), database_url="", database_owner_url="")
        if part != CORE:
            upgrade_part(settings, CORE)  # a table that is rebuilt has to find those it points at
        with migrating(settings, part) as connection:
            config = config_for(part, connection)
            command.upgrade(config, "head")
            if not differences(connection, part):
                return None
            written = command.revision(
                config,
                message,
                autogenerate=True,
                rev_id=f"{number:04d}",
                process_revision_directives=_fill_columns,
            )
    file = Path(written.path)  # type: ignore[union-attr]
    lines = [line for line in file.read_text("utf-8").splitlines() if not re.match(r"\s*# ###", line)]
    file.write_text("\n".join(lines) + "\n", "utf-8")
    return file


def differences(connection: Connection, part: Part) -> list[object]:
    """What distinguishes the tables of a part in this database from its models; nothing when they agree."""

    def mine(name: str | None, kind: str, _parents: object) -> bool:
        return kind != "table" or (part.owns(name or "") and not (name or "").startswith("alembic_version_"))

    context = MigrationContext.configure(connection, opts={"include_name": mine, "compare_type": True})
    return list(compare_metadata(context, part.metadata))


def _fill_columns(_context: object, _revision: object, directives: list[Any]) -> None:
    """Rows that are there already get what the model gives to new ones."""
    for operation in _operations(directives[0].upgrade_ops):
        if isinstance(operation, AddColumnOp):
            operation.column = _filled(operation.table_name, operation.column)


def _operations(container: OpContainer) -> Iterator[MigrateOperation]:
    for operation in container.ops:
        if isinstance(operation, OpContainer):
            yield from _operations(operation)
        else:
            yield operation


def _filled(table: str, column: Column[Any]) -> Column[Any]:
    if column.nullable or column.server_default is not None:
        return column
    value = getattr(column.default, "arg", None)
    if not isinstance(value, (bool, int, Decimal, str)):
        raise NeedsValue(table, column.name)
    filled = column._copy()  # the model keeps its own as it is
    plain = (
        value if isinstance(value, str) else text(str(value).lower())
    )  # true and false hold on both databases
    filled.server_default = DefaultClause(plain)
    return filled
