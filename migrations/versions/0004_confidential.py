"""keys of confidential rooms, and who has read."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "confidential_key",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('current', 'former', 'retired', 'lost')", name=op.f("ck_confidential_key_state")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_confidential_key")),
        sa.UniqueConstraint("key", name=op.f("uq_confidential_key_key")),
    )
    with op.batch_alter_table("confidential_key", schema=None) as batch_op:
        batch_op.create_index(
            "uq_confidential_key_current",
            ["state"],
            unique=True,
            sqlite_where=sa.text("state = 'current'"),
            postgresql_where=sa.text("state = 'current'"),
        )

    op.create_table(
        "sealed_read",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("room", sa.String(length=40), nullable=False),
        sa.Column("table", sa.String(length=80), nullable=False),
        sa.Column("row_id", sa.Integer(), nullable=False),
        sa.Column("broken", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_sealed_read_user_id")),
        sa.ForeignKeyConstraint(["village_id"], ["village.id"], name=op.f("fk_sealed_read_village_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sealed_read")),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_sealed_read_village_id_id")),
    )
    with op.batch_alter_table("sealed_read", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_sealed_read_village_id_at_id"), ["village_id", "at", "id"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("sealed_read", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sealed_read_village_id_at_id"))

    op.drop_table("sealed_read")
    with op.batch_alter_table("confidential_key", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_confidential_key_current",
            sqlite_where=sa.text("state = 'current'"),
            postgresql_where=sa.text("state = 'current'"),
        )

    op.drop_table("confidential_key")
