"""Duty."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "service_hall__duty",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("duty", sa.String(length=40), nullable=False),
        sa.Column("on_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("off_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("resident_id", sa.Integer(), nullable=True),
        sa.Column("person", sa.String(length=50), nullable=False),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_service_hall__duty_order")),
        sa.CheckConstraint(
            "off_at IS NULL OR (on_at IS NOT NULL AND off_at >= on_at)",
            name=op.f("ck_service_hall__duty_signed"),
        ),
        sa.CheckConstraint(
            "user_id IS NULL OR resident_id IS NULL", name=op.f("ck_service_hall__duty_person")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_service_hall__duty_user_id")),
        sa.ForeignKeyConstraint(
            ["village_id", "resident_id"],
            ["resident.village_id", "resident.id"],
            name=op.f("fk_service_hall__duty_village_id_resident_id"),
        ),
        sa.ForeignKeyConstraint(
            ["village_id"], ["village.id"], name=op.f("fk_service_hall__duty_village_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_hall__duty")),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_service_hall__duty_village_id_id")),
    )
    with op.batch_alter_table("service_hall__duty", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_service_hall__duty_village_id_day_starts_at_id"),
            ["village_id", "day", "starts_at", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_service_hall__duty_village_id_resident_id_starts_at"),
            ["village_id", "resident_id", "starts_at"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_service_hall__duty_village_id_starts_at_id"),
            ["village_id", "starts_at", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_service_hall__duty_village_id_user_id_starts_at"),
            ["village_id", "user_id", "starts_at"],
            unique=False,
        )


def downgrade() -> None:
    with op.batch_alter_table("service_hall__duty", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_service_hall__duty_village_id_user_id_starts_at"))
        batch_op.drop_index(batch_op.f("ix_service_hall__duty_village_id_starts_at_id"))
        batch_op.drop_index(batch_op.f("ix_service_hall__duty_village_id_resident_id_starts_at"))
        batch_op.drop_index(batch_op.f("ix_service_hall__duty_village_id_day_starts_at_id"))

    op.drop_table("service_hall__duty")
