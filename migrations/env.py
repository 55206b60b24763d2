"""The one environment of all migrations; which part is migrated, and on which connection, is handed in."""

from typing import Any, Literal

from alembic import context

from hub.kernel.types import UTCDateTime

part = context.config.attributes["part"]


def _is_mine(_object: Any, name: str | None, kind: str, _reflected: bool, _compare_to: Any) -> bool:
    """Only this part's tables are compared; another part's are somebody else's business."""
    return kind != "table" or (part.owns(name or "") and not (name or "").startswith("alembic_version_"))


def _is_mine_by_name(name: str | None, kind: Literal["table", "schema"] | str, _parents: Any) -> bool:
    return kind != "table" or (part.owns(name or "") and not (name or "").startswith("alembic_version_"))


def _plain(kind: str, object_: Any, _context: Any) -> str | Literal[False]:
    """A revision stands for itself: it names the database's types, not the code's."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(object_, UTCDateTime) else False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=part.metadata,
    version_table=part.version_table,
    include_object=_is_mine,
    include_name=_is_mine_by_name,
    compare_type=True,
    compare_server_default=False,
    render_as_batch=True,
    transaction_per_migration=False,
    render_item=_plain,
)
context.run_migrations()
