"""The machine yard's first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "farm_machinery__machine",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("day_rate", sa.Numeric(precision=10, scale=2), nullable=False),
        sa.Column("points_rate", sa.Integer(), nullable=False),
        sa.Column("deposit", sa.Numeric(precision=10, scale=2), nullable=False),
        sa.Column("licence", sa.Boolean(), nullable=False),
        sa.Column("late_fee", sa.Numeric(precision=10, scale=2), nullable=False),
        sa.Column("late_cap", sa.Numeric(precision=10, scale=2), nullable=False),
        sa.Column("buffer_days", sa.Integer(), nullable=False),
        sa.Column("checklist", sa.String(length=300), nullable=False),
        sa.Column("safety", sa.String(length=500), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=False),
        sa.Column("service_every", sa.Integer(), nullable=True),
        sa.Column("serviced_at", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(length=30), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("retired_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "(retired_on IS NULL) = (state <> 'retired')", name=op.f("ck_farm_machinery__machine_retired")
        ),
        sa.CheckConstraint(
            "state IN ('in', 'out', 'check', 'repair', 'retired')",
            name=op.f("ck_farm_machinery__machine_state"),
        ),
        sa.CheckConstraint("buffer_days BETWEEN 0 AND 14", name=op.f("ck_farm_machinery__machine_buffer")),
        sa.CheckConstraint(
            "day_rate >= 0 AND deposit >= 0 AND late_fee >= 0 AND late_cap >= 0",
            name=op.f("ck_farm_machinery__machine_money"),
        ),
        sa.CheckConstraint("hours >= 0 AND serviced_at >= 0", name=op.f("ck_farm_machinery__machine_hours")),
        sa.CheckConstraint("points_rate BETWEEN 0 AND 10000", name=op.f("ck_farm_machinery__machine_points")),
        sa.CheckConstraint(
            "service_every IS NULL OR service_every > 0", name=op.f("ck_farm_machinery__machine_service")
        ),
        sa.ForeignKeyConstraint(
            ["village_id"], ["village.id"], name=op.f("fk_farm_machinery__machine_village_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_farm_machinery__machine")),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_farm_machinery__machine_village_id_id")),
        sa.UniqueConstraint(
            "village_id", "number", name=op.f("uq_farm_machinery__machine_village_id_number")
        ),
    )
    with op.batch_alter_table("farm_machinery__machine", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_farm_machinery__machine_village_id_kind_state"),
            ["village_id", "kind", "state"],
            unique=False,
        )

    op.create_table(
        "farm_machinery__policy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("ahead_days", sa.Integer(), nullable=False),
        sa.Column("longest_days", sa.Integer(), nullable=False),
        sa.Column("fetch_hours", sa.Integer(), nullable=False),
        sa.Column("offer_hours", sa.Integer(), nullable=False),
        sa.CheckConstraint("ahead_days BETWEEN 1 AND 366", name=op.f("ck_farm_machinery__policy_ahead")),
        sa.CheckConstraint(
            "fetch_hours BETWEEN 1 AND 240 AND offer_hours BETWEEN 1 AND 240",
            name=op.f("ck_farm_machinery__policy_hours"),
        ),
        sa.CheckConstraint("longest_days BETWEEN 1 AND 60", name=op.f("ck_farm_machinery__policy_longest")),
        sa.ForeignKeyConstraint(
            ["village_id"], ["village.id"], name=op.f("fk_farm_machinery__policy_village_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_farm_machinery__policy")),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_farm_machinery__policy_village_id_id")),
        sa.UniqueConstraint("village_id", name=op.f("uq_farm_machinery__policy_village_id")),
    )
    op.create_table(
        "farm_machinery__visit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("machine", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(
            ["village_id", "visit_id"],
            ["visit.village_id", "visit.id"],
            name=op.f("fk_farm_machinery__visit_village_id_visit_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["village_id"], ["village.id"], name=op.f("fk_farm_machinery__visit_village_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_farm_machinery__visit")),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_farm_machinery__visit_village_id_id")),
        sa.UniqueConstraint(
            "village_id", "visit_id", name=op.f("uq_farm_machinery__visit_village_id_visit_id")
        ),
    )
    op.create_table(
        "farm_machinery__wait",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("resident_id", sa.Integer(), nullable=True),
        sa.Column("window_first", sa.Date(), nullable=False),
        sa.Column("window_last", sa.Date(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.CheckConstraint(
            "state IN ('waiting', 'offered', 'taken', 'dropped')", name=op.f("ck_farm_machinery__wait_state")
        ),
        sa.CheckConstraint("days > 0", name=op.f("ck_farm_machinery__wait_days")),
        sa.CheckConstraint("window_last >= window_first", name=op.f("ck_farm_machinery__wait_window")),
        sa.ForeignKeyConstraint(
            ["village_id", "resident_id"],
            ["resident.village_id", "resident.id"],
            name=op.f("fk_farm_machinery__wait_village_id_resident_id"),
        ),
        sa.ForeignKeyConstraint(
            ["village_id"], ["village.id"], name=op.f("fk_farm_machinery__wait_village_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_farm_machinery__wait")),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_farm_machinery__wait_village_id_id")),
    )
    with op.batch_alter_table("farm_machinery__wait", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_farm_machinery__wait_village_id_asked_at_id"),
            ["village_id", "asked_at", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_farm_machinery__wait_village_id_resident_id"),
            ["village_id", "resident_id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_farm_machinery__wait_village_id_state_asked_at_id"),
            ["village_id", "state", "asked_at", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_farm_machinery__wait_village_id_window_last"),
            ["village_id", "window_last"],
            unique=False,
        )

    op.create_table(
        "farm_machinery__rental",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("machine_id", sa.Integer(), nullable=False),
        sa.Column("renter_id", sa.Integer(), nullable=True),
        sa.Column("wait_id", sa.Integer(), nullable=True),
        sa.Column("day_rate", sa.Numeric(precision=10, scale=2), nullable=False),
        sa.Column("points_rate", sa.Integer(), nullable=False),
        sa.Column("deposit", sa.Numeric(precision=10, scale=2), nullable=False),
        sa.Column("late_fee", sa.Numeric(precision=10, scale=2), nullable=False),
        sa.Column("late_cap", sa.Numeric(precision=10, scale=2), nullable=False),
        sa.Column("points_days", sa.Integer(), nullable=False),
        sa.Column("licence_seen_on", sa.Date(), nullable=True),
        sa.Column("deposit_taken", sa.Numeric(precision=10, scale=2), nullable=True),
        sa.Column("damage", sa.Numeric(precision=10, scale=2), nullable=False),
        sa.Column("days_charged", sa.Integer(), nullable=True),
        sa.Column("hire", sa.Numeric(precision=10, scale=2), nullable=True),
        sa.Column("late_charge", sa.Numeric(precision=10, scale=2), nullable=True),
        sa.Column("points_spent", sa.Integer(), nullable=True),
        sa.Column("balance", sa.Numeric(precision=10, scale=2), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("remark", sa.String(length=200), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("busy_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("busy_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("heads", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lapses_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(begun_at IS NULL) = (state IN ('requested', 'approved', 'cancelled'))",
            name=op.f("ck_farm_machinery__rental_out"),
        ),
        sa.CheckConstraint(
            "(ended_at IS NULL) = (state IN ('requested', 'approved', 'out', 'cancelled'))",
            name=op.f("ck_farm_machinery__rental_back"),
        ),
        sa.CheckConstraint(
            "(settled_at IS NULL) = (state <> 'settled')", name=op.f("ck_farm_machinery__rental_settled")
        ),
        sa.CheckConstraint(
            "state IN ('requested', 'approved', 'out', 'returned', 'inspected', 'settled', 'disputed', 'cancelled')",
            name=op.f("ck_farm_machinery__rental_state"),
        ),
        sa.CheckConstraint(
            "(settled_at IS NULL) = (balance IS NULL)", name=op.f("ck_farm_machinery__rental_balance")
        ),
        sa.CheckConstraint(
            "busy_from <= starts_at AND busy_until >= busy_from", name=op.f("ck_farm_machinery__rental_busy")
        ),
        sa.CheckConstraint(
            "day_rate >= 0 AND deposit >= 0 AND damage >= 0", name=op.f("ck_farm_machinery__rental_money")
        ),
        sa.CheckConstraint(
            "ended_at IS NULL OR begun_at IS NOT NULL", name=op.f("ck_farm_machinery__rental_begun")
        ),
        sa.CheckConstraint(
            "ended_at IS NULL OR ended_at >= begun_at", name=op.f("ck_farm_machinery__rental_order")
        ),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_farm_machinery__rental_span")),
        sa.CheckConstraint("heads > 0", name=op.f("ck_farm_machinery__rental_heads")),
        sa.CheckConstraint(
            "late_charge IS NULL OR late_charge <= late_cap", name=op.f("ck_farm_machinery__rental_cap")
        ),
        sa.CheckConstraint(
            "points_days >= 0 AND points_rate >= 0", name=op.f("ck_farm_machinery__rental_points")
        ),
        sa.ForeignKeyConstraint(
            ["village_id", "machine_id"],
            ["farm_machinery__machine.village_id", "farm_machinery__machine.id"],
            name=op.f("fk_farm_machinery__rental_village_id_machine_id"),
        ),
        sa.ForeignKeyConstraint(
            ["village_id", "renter_id"],
            ["resident.village_id", "resident.id"],
            name=op.f("fk_farm_machinery__rental_village_id_renter_id"),
        ),
        sa.ForeignKeyConstraint(
            ["village_id", "wait_id"],
            ["farm_machinery__wait.village_id", "farm_machinery__wait.id"],
            name=op.f("fk_farm_machinery__rental_village_id_wait_id"),
        ),
        sa.ForeignKeyConstraint(
            ["village_id"], ["village.id"], name=op.f("fk_farm_machinery__rental_village_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_farm_machinery__rental")),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_farm_machinery__rental_village_id_id")),
    )
    with op.batch_alter_table("farm_machinery__rental", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_farm_machinery__rental_village_id_asked_at_id"),
            ["village_id", "asked_at", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_farm_machinery__rental_village_id_begun_at"),
            ["village_id", "begun_at"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_farm_machinery__rental_village_id_busy_until_busy_from"),
            ["village_id", "busy_until", "busy_from"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_farm_machinery__rental_village_id_machine_id_busy_until"),
            ["village_id", "machine_id", "busy_until"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_farm_machinery__rental_village_id_renter_id"),
            ["village_id", "renter_id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_farm_machinery__rental_village_id_settled_at_id"),
            ["village_id", "settled_at", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_farm_machinery__rental_village_id_starts_at_id"),
            ["village_id", "starts_at", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_farm_machinery__rental_village_id_state_ends_at"),
            ["village_id", "state", "ends_at"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_farm_machinery__rental_village_id_wait_id"),
            ["village_id", "wait_id"],
            unique=False,
        )
        batch_op.create_index(
            "uq_farm_machinery__rental_open",
            ["village_id", "machine_id"],
            unique=True,
            sqlite_where=sa.text("begun_at IS NOT NULL AND ended_at IS NULL"),
            postgresql_where=sa.text("begun_at IS NOT NULL AND ended_at IS NULL"),
        )

    op.create_table(
        "farm_machinery__service",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("machine_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("what", sa.String(length=200), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(length=10), nullable=False),
        sa.Column("result", sa.String(length=200), nullable=False),
        sa.Column("cost", sa.Numeric(precision=10, scale=2), nullable=True),
        sa.CheckConstraint(
            "(closed_at IS NULL) = (outcome = '')", name=op.f("ck_farm_machinery__service_closed")
        ),
        sa.CheckConstraint(
            "kind = 'repair' OR due_on IS NOT NULL", name=op.f("ck_farm_machinery__service_due")
        ),
        sa.CheckConstraint("kind IN ('service', 'repair')", name=op.f("ck_farm_machinery__service_kind")),
        sa.ForeignKeyConstraint(
            ["village_id", "machine_id"],
            ["farm_machinery__machine.village_id", "farm_machinery__machine.id"],
            name=op.f("fk_farm_machinery__service_village_id_machine_id"),
        ),
        sa.ForeignKeyConstraint(
            ["village_id"], ["village.id"], name=op.f("fk_farm_machinery__service_village_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_farm_machinery__service")),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_farm_machinery__service_village_id_id")),
    )
    with op.batch_alter_table("farm_machinery__service", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_farm_machinery__service_village_id_closed_at_due_on"),
            ["village_id", "closed_at", "due_on"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_farm_machinery__service_village_id_machine_id"),
            ["village_id", "machine_id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_farm_machinery__service_village_id_opened_at_id"),
            ["village_id", "opened_at", "id"],
            unique=False,
        )

    op.create_table(
        "farm_machinery__inspection",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("rental_id", sa.Integer(), nullable=False),
        sa.Column("way", sa.String(length=3), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=False),
        sa.Column("sound", sa.String(length=300), nullable=False),
        sa.Column("missing", sa.String(length=300), nullable=False),
        sa.Column("damaged", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.CheckConstraint("way IN ('out', 'in')", name=op.f("ck_farm_machinery__inspection_way")),
        sa.CheckConstraint("hours >= 0", name=op.f("ck_farm_machinery__inspection_hours")),
        sa.ForeignKeyConstraint(
            ["village_id", "rental_id"],
            ["farm_machinery__rental.village_id", "farm_machinery__rental.id"],
            name=op.f("fk_farm_machinery__inspection_village_id_rental_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["village_id"], ["village.id"], name=op.f("fk_farm_machinery__inspection_village_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_farm_machinery__inspection")),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_farm_machinery__inspection_village_id_id")),
        sa.UniqueConstraint(
            "village_id",
            "rental_id",
            "way",
            name=op.f("uq_farm_machinery__inspection_village_id_rental_id_way"),
        ),
    )


def downgrade() -> None:
    op.drop_table("farm_machinery__inspection")
    with op.batch_alter_table("farm_machinery__service", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_farm_machinery__service_village_id_opened_at_id"))
        batch_op.drop_index(batch_op.f("ix_farm_machinery__service_village_id_machine_id"))
        batch_op.drop_index(batch_op.f("ix_farm_machinery__service_village_id_closed_at_due_on"))

    op.drop_table("farm_machinery__service")
    with op.batch_alter_table("farm_machinery__rental", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_farm_machinery__rental_open",
            sqlite_where=sa.text("begun_at IS NOT NULL AND ended_at IS NULL"),
            postgresql_where=sa.text("begun_at IS NOT NULL AND ended_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_farm_machinery__rental_village_id_wait_id"))
        batch_op.drop_index(batch_op.f("ix_farm_machinery__rental_village_id_state_ends_at"))
        batch_op.drop_index(batch_op.f("ix_farm_machinery__rental_village_id_starts_at_id"))
        batch_op.drop_index(batch_op.f("ix_farm_machinery__rental_village_id_settled_at_id"))
        batch_op.drop_index(batch_op.f("ix_farm_machinery__rental_village_id_renter_id"))
        batch_op.drop_index(batch_op.f("ix_farm_machinery__rental_village_id_machine_id_busy_until"))
        batch_op.drop_index(batch_op.f("ix_farm_machinery__rental_village_id_busy_until_busy_from"))
        batch_op.drop_index(batch_op.f("ix_farm_machinery__rental_village_id_begun_at"))
        batch_op.drop_index(batch_op.f("ix_farm_machinery__rental_village_id_asked_at_id"))

    op.drop_table("farm_machinery__rental")
    with op.batch_alter_table("farm_machinery__wait", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_farm_machinery__wait_village_id_window_last"))
        batch_op.drop_index(batch_op.f("ix_farm_machinery__wait_village_id_state_asked_at_id"))
        batch_op.drop_index(batch_op.f("ix_farm_machinery__wait_village_id_resident_id"))
        batch_op.drop_index(batch_op.f("ix_farm_machinery__wait_village_id_asked_at_id"))

    op.drop_table("farm_machinery__wait")
    op.drop_table("farm_machinery__visit")
    op.drop_table("farm_machinery__policy")
    with op.batch_alter_table("farm_machinery__machine", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_farm_machinery__machine_village_id_kind_state"))

    op.drop_table("farm_machinery__machine")
