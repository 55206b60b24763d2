"""Class lists that waited for a decision are erased, names and all, where the room once kept them itself. Since the
hub takes lists nothing reads that table any more, so no retention would ever empty it. New villages never had it."""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

BATCH, ENROLMENT, PICKUP, ATTENDANCE = (
    f"evening_class__{name}" for name in ("batch", "enrolment", "pickup", "attendance")
)


def upgrade() -> None:
    if not sa.inspect(op.get_bind()).has_table(BATCH):
        return
    with _rebuilding(ENROLMENT, PICKUP, ATTENDANCE), op.batch_alter_table(ENROLMENT) as batch_op:
        batch_op.drop_index(batch_op.f(f"ix_{ENROLMENT}_village_id_batch_id"))
        batch_op.drop_constraint(batch_op.f(f"fk_{ENROLMENT}_village_id_batch_id"), type_="foreignkey")
        batch_op.drop_column("batch_id")
    op.drop_table(BATCH)


def downgrade() -> None:
    """What was erased does not come back; the revision before has no such table either."""


@contextmanager
def _rebuilding(*names: str) -> Iterator[None]:
    """On SQLite a table that others point at is rebuilt while it is empty, and so are they, for their rows would go
    with those they point at. The names stand in the order in which rows may be written."""
    if op.get_bind().dialect.name != "sqlite":
        yield
        return
    for name in names:
        op.execute(f"CREATE TABLE {name}_aside AS SELECT * FROM {name}")  # noqa: S608 - names of our own
    for name in reversed(names):
        op.execute(f"DELETE FROM {name}")  # noqa: S608
    yield
    for name in names:
        columns = ", ".join(f'"{column["name"]}"' for column in sa.inspect(op.get_bind()).get_columns(name))
        op.execute(f"INSERT INTO {name} ({columns}) SELECT {columns} FROM {name}_aside")  # noqa: S608
        op.drop_table(f"{name}_aside")
