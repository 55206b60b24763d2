"""Months are locked; reports have templates; how late a visit or an opening was entered."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "month_lock",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("locked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("locked_by_id", sa.Integer(), nullable=True),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["locked_by_id"], ["user.id"], name=op.f("fk_month_lock_locked_by_id")),
        sa.ForeignKeyConstraint(["village_id"], ["village.id"], name=op.f("fk_month_lock_village_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_month_lock")),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_month_lock_village_id_id")),
        sa.UniqueConstraint("village_id", "month", name=op.f("uq_month_lock_village_id_month")),
    )
    op.create_table(
        "report_template",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("uploaded_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("size > 0", name=op.f("ck_report_template_size")),
        sa.ForeignKeyConstraint(
            ["uploaded_by_id"], ["user.id"], name=op.f("fk_report_template_uploaded_by_id")
        ),
        sa.ForeignKeyConstraint(["village_id"], ["village.id"], name=op.f("fk_report_template_village_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_template")),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_report_template_village_id_id")),
        sa.UniqueConstraint("village_id", name=op.f("uq_report_template_village_id")),
    )
    op.add_column("opening", sa.Column("corrected_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index(
        "ix_visit_late",
        "visit",
        ["village_id", "day", "recorded_at"],
        sqlite_where=sa.text("late = 1"),
        postgresql_where=sa.text("late"),
    )


def downgrade() -> None:
    op.drop_index("ix_visit_late", "visit")
    op.drop_column("opening", "corrected_at")
    op.drop_table("report_template")
    op.drop_table("month_lock")
