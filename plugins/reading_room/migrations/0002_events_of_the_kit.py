"""Events note when they really began and ended. Of those that were held before, what was planned is taken for it."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TABLE = "reading_room__event"
MOMENTS = ("began_at", "finished_at", "entered_at")
CHECKS = {
    "finished": "finished_at IS NULL OR state = 'held'",
    "held": "state <> 'held' OR (heads > 0 AND began_at IS NOT NULL AND finished_at > began_at"
    " AND entered_at IS NOT NULL)",
    "proposer": "proposer IN ('residents', 'committee')",
}


def upgrade() -> None:
    with op.batch_alter_table(TABLE, schema=None) as batch_op:
        for name in MOMENTS:
            batch_op.add_column(sa.Column(name, sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("materials", sa.String(length=200), server_default="", nullable=False))
    event = sa.table(TABLE, *map(sa.column, ("starts_at", "ends_at", "state", *MOMENTS)))
    op.execute(
        event.update()
        .where(event.c.state == "held")
        .values(began_at=event.c.starts_at, finished_at=event.c.ends_at, entered_at=event.c.ends_at)
    )
    with op.batch_alter_table(TABLE, schema=None) as batch_op:
        for name, check in CHECKS.items():
            batch_op.create_check_constraint(batch_op.f(f"ck_{TABLE}_{name}"), check)


def downgrade() -> None:
    with op.batch_alter_table(TABLE, schema=None) as batch_op:
        for name in CHECKS:
            batch_op.drop_constraint(batch_op.f(f"ck_{TABLE}_{name}"), type_="check")
        for name in ("materials", *MOMENTS):
            batch_op.drop_column(name)
