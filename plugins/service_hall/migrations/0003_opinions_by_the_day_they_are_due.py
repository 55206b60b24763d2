"""Opinions by the day they are due."""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("service_hall__opinion", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_service_hall__opinion_village_id_due_on_answered_at"),
            ["village_id", "due_on", "answered_at"],
            unique=False,
        )


def downgrade() -> None:
    with op.batch_alter_table("service_hall__opinion", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_service_hall__opinion_village_id_due_on_answered_at"))
