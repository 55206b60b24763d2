"""The tool station's first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "tool_station__briefing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("resident_id", sa.Integer(), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=False),
        sa.Column("adult", sa.Boolean(), nullable=False),
        sa.CheckConstraint("valid_until >= given_on", name=op.f("ck_tool_station__briefing_order")),
        sa.ForeignKeyConstraint(
            ["village_id", "resident_id"],
            ["resident.village_id", "resident.id"],
            name=op.f("fk_tool_station__briefing_village_id_resident_id"),
        ),
        sa.ForeignKeyConstraint(
            ["village_id"], ["village.id"], name=op.f("fk_tool_station__briefing_village_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tool_station__briefing")),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_tool_station__briefing_village_id_id")),
    )
    with op.batch_alter_table("tool_station__briefing", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_tool_station__briefing_village_id_resident_id_valid_until"),
            ["village_id", "resident_id", "valid_until"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_tool_station__briefing_village_id_valid_until_id"),
            ["village_id", "valid_until", "id"],
            unique=False,
        )

    op.create_table(
        "tool_station__demand",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["village_id"], ["village.id"], name=op.f("fk_tool_station__demand_village_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tool_station__demand")),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_tool_station__demand_village_id_id")),
    )
    with op.batch_alter_table("tool_station__demand", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_tool_station__demand_village_id_asked_at_id"),
            ["village_id", "asked_at", "id"],
            unique=False,
        )

    op.create_table(
        "tool_station__policy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("days_a", sa.Integer(), nullable=False),
        sa.Column("days_b", sa.Integer(), nullable=False),
        sa.Column("days_c", sa.Integer(), nullable=False),
        sa.Column("renewals_a", sa.Integer(), nullable=False),
        sa.Column("renewals_b", sa.Integer(), nullable=False),
        sa.Column("renewals_c", sa.Integer(), nullable=False),
        sa.Column("briefing_days", sa.Integer(), nullable=False),
        sa.Column("grace_days", sa.Integer(), nullable=False),
        sa.Column("deposits", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "briefing_days > 0 AND grace_days >= 0", name=op.f("ck_tool_station__policy_spans")
        ),
        sa.CheckConstraint(
            "days_a > 0 AND days_b > 0 AND days_c > 0", name=op.f("ck_tool_station__policy_days")
        ),
        sa.CheckConstraint(
            "renewals_a >= 0 AND renewals_b >= 0 AND renewals_c >= 0",
            name=op.f("ck_tool_station__policy_renewals"),
        ),
        sa.ForeignKeyConstraint(
            ["village_id"], ["village.id"], name=op.f("fk_tool_station__policy_village_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tool_station__policy")),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_tool_station__policy_village_id_id")),
        sa.UniqueConstraint("village_id", name=op.f("uq_tool_station__policy_village_id")),
    )
    op.create_table(
        "tool_station__supply",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("unit", sa.String(length=10), nullable=False),
        sa.Column("stock", sa.Integer(), nullable=False),
        sa.Column("low_at", sa.Integer(), nullable=False),
        sa.CheckConstraint("stock >= 0", name=op.f("ck_tool_station__supply_stock")),
        sa.ForeignKeyConstraint(
            ["village_id"], ["village.id"], name=op.f("fk_tool_station__supply_village_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tool_station__supply")),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_tool_station__supply_village_id_id")),
        sa.UniqueConstraint("village_id", "name", name=op.f("uq_tool_station__supply_village_id_name")),
    )
    op.create_table(
        "tool_station__visit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("tool", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(
            ["village_id", "visit_id"],
            ["visit.village_id", "visit.id"],
            name=op.f("fk_tool_station__visit_village_id_visit_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["village_id"], ["village.id"], name=op.f("fk_tool_station__visit_village_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tool_station__visit")),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_tool_station__visit_village_id_id")),
        sa.UniqueConstraint(
            "village_id", "visit_id", name=op.f("uq_tool_station__visit_village_id_visit_id")
        ),
    )
    op.create_table(
        "tool_station__tool",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("grade", sa.String(length=1), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("parts", sa.String(length=300), nullable=False),
        sa.Column("gear", sa.String(length=200), nullable=False),
        sa.Column("missing", sa.String(length=500), nullable=False),
        sa.Column("days", sa.Integer(), nullable=True),
        sa.Column("safety", sa.String(length=500), nullable=False),
        sa.Column("supply_id", sa.Integer(), nullable=True),
        sa.Column("deposit", sa.Numeric(precision=8, scale=2), nullable=True),
        sa.Column("shelf", sa.String(length=30), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.CheckConstraint(
            "grade = 'A' OR (gear <> '' AND safety <> '')", name=op.f("ck_tool_station__tool_protection")
        ),
        sa.CheckConstraint("grade IN ('A', 'B', 'C')", name=op.f("ck_tool_station__tool_grade")),
        sa.CheckConstraint(
            "state IN ('in', 'out', 'repair', 'lost', 'retired')", name=op.f("ck_tool_station__tool_state")
        ),
        sa.CheckConstraint("days IS NULL OR days > 0", name=op.f("ck_tool_station__tool_days")),
        sa.ForeignKeyConstraint(
            ["village_id", "supply_id"],
            ["tool_station__supply.village_id", "tool_station__supply.id"],
            name=op.f("fk_tool_station__tool_village_id_supply_id"),
        ),
        sa.ForeignKeyConstraint(
            ["village_id"], ["village.id"], name=op.f("fk_tool_station__tool_village_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tool_station__tool")),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_tool_station__tool_village_id_id")),
        sa.UniqueConstraint("village_id", "number", name=op.f("uq_tool_station__tool_village_id_number")),
    )
    with op.batch_alter_table("tool_station__tool", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_tool_station__tool_village_id_kind_state"),
            ["village_id", "kind", "state"],
            unique=False,
        )

    op.create_table(
        "tool_station__loan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("tool_id", sa.Integer(), nullable=False),
        sa.Column("gear", sa.String(length=200), nullable=False),
        sa.Column("briefed", sa.Boolean(), nullable=False),
        sa.Column("condition", sa.String(length=10), nullable=False),
        sa.Column("deposit", sa.Numeric(precision=8, scale=2), nullable=True),
        sa.Column("borrower_id", sa.Integer(), nullable=True),
        sa.Column("out_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("renewals", sa.Integer(), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("handed", sa.String(length=500), nullable=False),
        sa.Column("missing", sa.String(length=500), nullable=False),
        sa.Column("calls", sa.Integer(), nullable=False),
        sa.Column("called_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("call_result", sa.String(length=20), nullable=False),
        sa.CheckConstraint("(ended_at IS NULL) = (state = 'out')", name=op.f("ck_tool_station__loan_state")),
        sa.CheckConstraint(
            "ended_at IS NULL OR ended_at >= out_at", name=op.f("ck_tool_station__loan_order")
        ),
        sa.CheckConstraint("renewals >= 0", name=op.f("ck_tool_station__loan_renewals")),
        sa.ForeignKeyConstraint(
            ["village_id", "borrower_id"],
            ["resident.village_id", "resident.id"],
            name=op.f("fk_tool_station__loan_village_id_borrower_id"),
        ),
        sa.ForeignKeyConstraint(
            ["village_id", "tool_id"],
            ["tool_station__tool.village_id", "tool_station__tool.id"],
            name=op.f("fk_tool_station__loan_village_id_tool_id"),
        ),
        sa.ForeignKeyConstraint(
            ["village_id"], ["village.id"], name=op.f("fk_tool_station__loan_village_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tool_station__loan")),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_tool_station__loan_village_id_id")),
    )
    with op.batch_alter_table("tool_station__loan", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_tool_station__loan_village_id_borrower_id"),
            ["village_id", "borrower_id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_tool_station__loan_village_id_due_on_id"),
            ["village_id", "due_on", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_tool_station__loan_village_id_ended_at"), ["village_id", "ended_at"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_tool_station__loan_village_id_out_at_id"),
            ["village_id", "out_at", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_tool_station__loan_village_id_tool_id_out_at"),
            ["village_id", "tool_id", "out_at"],
            unique=False,
        )
        batch_op.create_index(
            "uq_tool_station__loan_open",
            ["village_id", "tool_id"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.create_table(
        "tool_station__reservation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("tool_id", sa.Integer(), nullable=False),
        sa.Column("resident_id", sa.Integer(), nullable=True),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("end_day", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state IN ('waiting', 'taken', 'cancelled')", name=op.f("ck_tool_station__reservation_state")
        ),
        sa.CheckConstraint("end_day > first_day", name=op.f("ck_tool_station__reservation_order")),
        sa.ForeignKeyConstraint(
            ["village_id", "resident_id"],
            ["resident.village_id", "resident.id"],
            name=op.f("fk_tool_station__reservation_village_id_resident_id"),
        ),
        sa.ForeignKeyConstraint(
            ["village_id", "tool_id"],
            ["tool_station__tool.village_id", "tool_station__tool.id"],
            name=op.f("fk_tool_station__reservation_village_id_tool_id"),
        ),
        sa.ForeignKeyConstraint(
            ["village_id"], ["village.id"], name=op.f("fk_tool_station__reservation_village_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tool_station__reservation")),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_tool_station__reservation_village_id_id")),
    )
    with op.batch_alter_table("tool_station__reservation", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_tool_station__reservation_village_id_first_day_id"),
            ["village_id", "first_day", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_tool_station__reservation_village_id_resident_id"),
            ["village_id", "resident_id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_tool_station__reservation_village_id_tool_id_end_day"),
            ["village_id", "tool_id", "end_day"],
            unique=False,
        )

    op.create_table(
        "tool_station__ticket",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("tool_id", sa.Integer(), nullable=False),
        sa.Column("fault", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("result", sa.String(length=200), nullable=False),
        sa.Column("cost", sa.Numeric(precision=8, scale=2), nullable=True),
        sa.CheckConstraint(
            "(closed_at IS NULL) = (state IN ('open', 'repairing'))",
            name=op.f("ck_tool_station__ticket_closed"),
        ),
        sa.CheckConstraint(
            "state IN ('open', 'repairing', 'back', 'retired')", name=op.f("ck_tool_station__ticket_state")
        ),
        sa.ForeignKeyConstraint(
            ["village_id", "tool_id"],
            ["tool_station__tool.village_id", "tool_station__tool.id"],
            name=op.f("fk_tool_station__ticket_village_id_tool_id"),
        ),
        sa.ForeignKeyConstraint(
            ["village_id"], ["village.id"], name=op.f("fk_tool_station__ticket_village_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tool_station__ticket")),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_tool_station__ticket_village_id_id")),
    )
    with op.batch_alter_table("tool_station__ticket", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_tool_station__ticket_village_id_opened_at_id"),
            ["village_id", "opened_at", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_tool_station__ticket_village_id_tool_id"), ["village_id", "tool_id"], unique=False
        )
        batch_op.create_index(
            "uq_tool_station__ticket_open",
            ["village_id", "tool_id"],
            unique=True,
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )

    op.create_table(
        "tool_station__stock_move",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("supply_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("change", sa.Integer(), nullable=False),
        sa.Column("stock_after", sa.Integer(), nullable=False),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("loan_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(length=100), nullable=False),
        sa.CheckConstraint(
            "kind IN ('receive', 'issue', 'count')", name=op.f("ck_tool_station__stock_move_kind")
        ),
        sa.CheckConstraint("stock_after >= 0", name=op.f("ck_tool_station__stock_move_stock")),
        sa.ForeignKeyConstraint(
            ["village_id", "loan_id"],
            ["tool_station__loan.village_id", "tool_station__loan.id"],
            name=op.f("fk_tool_station__stock_move_village_id_loan_id"),
        ),
        sa.ForeignKeyConstraint(
            ["village_id", "supply_id"],
            ["tool_station__supply.village_id", "tool_station__supply.id"],
            name=op.f("fk_tool_station__stock_move_village_id_supply_id"),
        ),
        sa.ForeignKeyConstraint(
            ["village_id"], ["village.id"], name=op.f("fk_tool_station__stock_move_village_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tool_station__stock_move")),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_tool_station__stock_move_village_id_id")),
    )
    with op.batch_alter_table("tool_station__stock_move", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_tool_station__stock_move_village_id_loan_id"),
            ["village_id", "loan_id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_tool_station__stock_move_village_id_moved_at_id"),
            ["village_id", "moved_at", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_tool_station__stock_move_village_id_supply_id"),
            ["village_id", "supply_id"],
            unique=False,
        )


def downgrade() -> None:
    with op.batch_alter_table("tool_station__stock_move", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_tool_station__stock_move_village_id_supply_id"))
        batch_op.drop_index(batch_op.f("ix_tool_station__stock_move_village_id_moved_at_id"))
        batch_op.drop_index(batch_op.f("ix_tool_station__stock_move_village_id_loan_id"))

    op.drop_table("tool_station__stock_move")
    with op.batch_alter_table("tool_station__ticket", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_tool_station__ticket_open",
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_tool_station__ticket_village_id_tool_id"))
        batch_op.drop_index(batch_op.f("ix_tool_station__ticket_village_id_opened_at_id"))

    op.drop_table("tool_station__ticket")
    with op.batch_alter_table("tool_station__reservation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_tool_station__reservation_village_id_tool_id_end_day"))
        batch_op.drop_index(batch_op.f("ix_tool_station__reservation_village_id_resident_id"))
        batch_op.drop_index(batch_op.f("ix_tool_station__reservation_village_id_first_day_id"))

    op.drop_table("tool_station__reservation")
    with op.batch_alter_table("tool_station__loan", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_tool_station__loan_open",
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_tool_station__loan_village_id_tool_id_out_at"))
        batch_op.drop_index(batch_op.f("ix_tool_station__loan_village_id_out_at_id"))
        batch_op.drop_index(batch_op.f("ix_tool_station__loan_village_id_ended_at"))
        batch_op.drop_index(batch_op.f("ix_tool_station__loan_village_id_due_on_id"))
        batch_op.drop_index(batch_op.f("ix_tool_station__loan_village_id_borrower_id"))

    op.drop_table("tool_station__loan")
    with op.batch_alter_table("tool_station__tool", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_tool_station__tool_village_id_kind_state"))

    op.drop_table("tool_station__tool")
    op.drop_table("tool_station__visit")
    op.drop_table("tool_station__supply")
    op.drop_table("tool_station__policy")
    with op.batch_alter_table("tool_station__demand", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_tool_station__demand_village_id_asked_at_id"))

    op.drop_table("tool_station__demand")
    with op.batch_alter_table("tool_station__briefing", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_tool_station__briefing_village_id_valid_until_id"))
        batch_op.drop_index(batch_op.f("ix_tool_station__briefing_village_id_resident_id_valid_until"))

    op.drop_table("tool_station__briefing")
