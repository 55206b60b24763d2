"""First tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sewing_corner__bundle",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("resident_id", sa.Integer(), nullable=True),
        sa.Column("work", sa.String(length=10), nullable=False),
        sa.Column("pieces", sa.Integer(), nullable=False),
        sa.Column("promised_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("brought_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("mended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("fetched_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('waiting', 'ready', 'fetched')", name=op.f("ck_sewing_corner__bundle_state")
        ),
        sa.CheckConstraint("pieces BETWEEN 1 AND 20", name=op.f("ck_sewing_corner__bundle_pieces")),
        sa.ForeignKeyConstraint(
            ["village_id", "resident_id"],
            ["resident.village_id", "resident.id"],
            name=op.f("fk_sewing_corner__bundle_village_id_resident_id"),
        ),
        sa.ForeignKeyConstraint(
            ["village_id"], ["village.id"], name=op.f("fk_sewing_corner__bundle_village_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sewing_corner__bundle")),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_sewing_corner__bundle_village_id_id")),
        sa.UniqueConstraint("village_id", "number", name=op.f("uq_sewing_corner__bundle_village_id_number")),
    )
    with op.batch_alter_table("sewing_corner__bundle", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_sewing_corner__bundle_village_id_brought_at_id"),
            ["village_id", "brought_at", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_sewing_corner__bundle_village_id_mended_at"),
            ["village_id", "mended_at"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_sewing_corner__bundle_village_id_resident_id"),
            ["village_id", "resident_id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_sewing_corner__bundle_village_id_state_promised_on_id"),
            ["village_id", "state", "promised_on", "id"],
            unique=False,
        )


def downgrade() -> None:
    with op.batch_alter_table("sewing_corner__bundle", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sewing_corner__bundle_village_id_state_promised_on_id"))
        batch_op.drop_index(batch_op.f("ix_sewing_corner__bundle_village_id_resident_id"))
        batch_op.drop_index(batch_op.f("ix_sewing_corner__bundle_village_id_mended_at"))
        batch_op.drop_index(batch_op.f("ix_sewing_corner__bundle_village_id_brought_at_id"))

    op.drop_table("sewing_corner__bundle")
