"""Names that no account has are counted as those that one has."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "unknown_name",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name_hash", sa.String(length=64), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("locked_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tried_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unknown_name")),
        sa.UniqueConstraint("name_hash", name=op.f("uq_unknown_name_name_hash")),
    )
    with op.batch_alter_table("unknown_name", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_unknown_name_tried_at"), ["tried_at"], unique=False)


def downgrade() -> None:
    op.drop_table("unknown_name")
