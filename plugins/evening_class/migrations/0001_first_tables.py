"""First tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "evening_class__policy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("weekdays", sa.String(length=7), nullable=False),
        sa.Column("begins", sa.Time(), nullable=False),
        sa.Column("ends", sa.Time(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.CheckConstraint("ends > begins", name=op.f("ck_evening_class__policy_times")),
        sa.CheckConstraint("points BETWEEN 0 AND 100", name=op.f("ck_evening_class__policy_points")),
        sa.ForeignKeyConstraint(
            ["village_id"], ["village.id"], name=op.f("fk_evening_class__policy_village_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evening_class__policy")),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_evening_class__policy_village_id_id")),
        sa.UniqueConstraint("village_id", name=op.f("uq_evening_class__policy_village_id")),
    )
    op.create_table(
        "evening_class__shift",
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
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_evening_class__shift_order")),
        sa.CheckConstraint(
            "off_at IS NULL OR (on_at IS NOT NULL AND off_at >= on_at)",
            name=op.f("ck_evening_class__shift_signed"),
        ),
        sa.CheckConstraint(
            "user_id IS NULL OR resident_id IS NULL", name=op.f("ck_evening_class__shift_person")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_evening_class__shift_user_id")),
        sa.ForeignKeyConstraint(
            ["village_id", "resident_id"],
            ["resident.village_id", "resident.id"],
            name=op.f("fk_evening_class__shift_village_id_resident_id"),
        ),
        sa.ForeignKeyConstraint(
            ["village_id"], ["village.id"], name=op.f("fk_evening_class__shift_village_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evening_class__shift")),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_evening_class__shift_village_id_id")),
    )
    with op.batch_alter_table("evening_class__shift", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_evening_class__shift_village_id_day_starts_at_id"),
            ["village_id", "day", "starts_at", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_evening_class__shift_village_id_resident_id_starts_at"),
            ["village_id", "resident_id", "starts_at"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_evening_class__shift_village_id_starts_at_id"),
            ["village_id", "starts_at", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_evening_class__shift_village_id_user_id_starts_at"),
            ["village_id", "user_id", "starts_at"],
            unique=False,
        )

    op.create_table(
        "evening_class__term",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("enrolled", sa.Integer(), nullable=False),
        sa.Column("erased_on", sa.Date(), nullable=True),
        sa.CheckConstraint("enrolled >= 0", name=op.f("ck_evening_class__term_enrolled")),
        sa.CheckConstraint("last_on >= first_on", name=op.f("ck_evening_class__term_days")),
        sa.ForeignKeyConstraint(
            ["village_id"], ["village.id"], name=op.f("fk_evening_class__term_village_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evening_class__term")),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_evening_class__term_village_id_id")),
        sa.UniqueConstraint("village_id", "name", name=op.f("uq_evening_class__term_village_id_name")),
    )
    with op.batch_alter_table("evening_class__term", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_evening_class__term_village_id_first_on_last_on"),
            ["village_id", "first_on", "last_on"],
            unique=False,
        )

    op.create_table(
        "evening_class__volunteer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=50), nullable=False),
        sa.Column("resident_id", sa.Integer(), nullable=True),
        sa.Column("subject", sa.String(length=40), nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("added_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["village_id", "resident_id"],
            ["resident.village_id", "resident.id"],
            name=op.f("fk_evening_class__volunteer_village_id_resident_id"),
        ),
        sa.ForeignKeyConstraint(
            ["village_id"], ["village.id"], name=op.f("fk_evening_class__volunteer_village_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evening_class__volunteer")),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_evening_class__volunteer_village_id_id")),
        sa.UniqueConstraint("village_id", "name", name=op.f("uq_evening_class__volunteer_village_id_name")),
    )
    with op.batch_alter_table("evening_class__volunteer", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_evening_class__volunteer_village_id_resident_id"),
            ["village_id", "resident_id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_evening_class__volunteer_village_id_until"), ["village_id", "until"], unique=False
        )

    op.create_table(
        "evening_class__hours",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=60), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("claimed_by_id", sa.Integer(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by_id", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.String(length=200), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("shift_id", sa.Integer(), nullable=True),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("resident_id", sa.Integer(), nullable=True),
        sa.Column("person", sa.String(length=50), nullable=False),
        sa.CheckConstraint(
            "(settled_at IS NULL) = (state = 'claimed')", name=op.f("ck_evening_class__hours_settled")
        ),
        sa.CheckConstraint(
            "state IN ('claimed', 'verified', 'refused')", name=op.f("ck_evening_class__hours_state")
        ),
        sa.CheckConstraint("minutes BETWEEN 1 AND 1440", name=op.f("ck_evening_class__hours_minutes")),
        sa.CheckConstraint("points >= 0", name=op.f("ck_evening_class__hours_points")),
        sa.CheckConstraint("settled_by_id <> claimed_by_id", name=op.f("ck_evening_class__hours_second")),
        sa.CheckConstraint("settled_by_id <> user_id", name=op.f("ck_evening_class__hours_other")),
        sa.CheckConstraint(
            "user_id IS NULL OR resident_id IS NULL", name=op.f("ck_evening_class__hours_person")
        ),
        sa.ForeignKeyConstraint(
            ["claimed_by_id"], ["user.id"], name=op.f("fk_evening_class__hours_claimed_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["settled_by_id"], ["user.id"], name=op.f("fk_evening_class__hours_settled_by_id")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_evening_class__hours_user_id")),
        sa.ForeignKeyConstraint(
            ["village_id", "resident_id"],
            ["resident.village_id", "resident.id"],
            name=op.f("fk_evening_class__hours_village_id_resident_id"),
        ),
        sa.ForeignKeyConstraint(
            ["village_id", "shift_id"],
            ["evening_class__shift.village_id", "evening_class__shift.id"],
            name=op.f("fk_evening_class__hours_village_id_shift_id"),
        ),
        sa.ForeignKeyConstraint(
            ["village_id"], ["village.id"], name=op.f("fk_evening_class__hours_village_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evening_class__hours")),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_evening_class__hours_village_id_id")),
        sa.UniqueConstraint(
            "village_id", "shift_id", name=op.f("uq_evening_class__hours_village_id_shift_id")
        ),
    )
    with op.batch_alter_table("evening_class__hours", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_evening_class__hours_village_id_day_id"), ["village_id", "day", "id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_evening_class__hours_village_id_resident_id_day"),
            ["village_id", "resident_id", "day"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_evening_class__hours_village_id_state_claimed_at"),
            ["village_id", "state", "claimed_at"],
            unique=False,
        )

    op.create_table(
        "evening_class__session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("term_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("came", sa.Integer(), nullable=False),
        sa.Column("by_adult", sa.Integer(), nullable=False),
        sa.Column("by_phone", sa.Integer(), nullable=False),
        sa.Column("alone", sa.Integer(), nullable=False),
        sa.Column("absent", sa.Integer(), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("crowd_reason", sa.String(length=200), nullable=False),
        sa.CheckConstraint(
            "(closed_at IS NULL) = (state = 'open')", name=op.f("ck_evening_class__session_closed")
        ),
        sa.CheckConstraint(
            "state <> 'closed' OR came = by_adult + by_phone + alone",
            name=op.f("ck_evening_class__session_inside"),
        ),
        sa.CheckConstraint(
            "state IN ('open', 'closed', 'lapsed')", name=op.f("ck_evening_class__session_state")
        ),
        sa.ForeignKeyConstraint(
            ["village_id", "term_id"],
            ["evening_class__term.village_id", "evening_class__term.id"],
            name=op.f("fk_evening_class__session_village_id_term_id"),
        ),
        sa.ForeignKeyConstraint(
            ["village_id"], ["village.id"], name=op.f("fk_evening_class__session_village_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evening_class__session")),
        sa.UniqueConstraint("village_id", "day", name=op.f("uq_evening_class__session_village_id_day")),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_evening_class__session_village_id_id")),
    )
    with op.batch_alter_table("evening_class__session", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_evening_class__session_village_id_state_day"),
            ["village_id", "state", "day"],
            unique=False,
        )

    op.create_table(
        "evening_class__enrolment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("term_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=50), nullable=False),
        sa.Column("grade", sa.String(length=10), nullable=False),
        sa.Column("group", sa.String(length=20), nullable=False),
        sa.Column("guardian", sa.String(length=50), nullable=False),
        sa.Column("phone", sa.String(length=20), nullable=False),
        sa.Column("phone2", sa.String(length=20), nullable=False),
        sa.Column("consent_on", sa.Date(), nullable=True),
        sa.Column("walks_on", sa.Date(), nullable=True),
        sa.Column("enrolled_on", sa.Date(), nullable=False),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "name <> '' AND guardian <> '' AND phone <> ''",
            name=op.f("ck_evening_class__enrolment_reachable"),
        ),
        sa.ForeignKeyConstraint(
            ["village_id", "term_id"],
            ["evening_class__term.village_id", "evening_class__term.id"],
            name=op.f("fk_evening_class__enrolment_village_id_term_id"),
        ),
        sa.ForeignKeyConstraint(
            ["village_id"], ["village.id"], name=op.f("fk_evening_class__enrolment_village_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evening_class__enrolment")),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_evening_class__enrolment_village_id_id")),
        sa.UniqueConstraint(
            "village_id",
            "term_id",
            "name",
            "phone",
            name=op.f("uq_evening_class__enrolment_village_id_term_id_name_phone"),
        ),
    )
    with op.batch_alter_table("evening_class__enrolment", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_evening_class__enrolment_village_id_left_on"),
            ["village_id", "left_on"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_evening_class__enrolment_village_id_term_id_left_on"),
            ["village_id", "term_id", "left_on"],
            unique=False,
        )

    op.create_table(
        "evening_class__pickup",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=50), nullable=False),
        sa.Column("relation", sa.String(length=20), nullable=False),
        sa.Column("phone", sa.String(length=20), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=False),
        sa.Column("guardian", sa.Boolean(), nullable=False),
        sa.CheckConstraint("name <> ''", name=op.f("ck_evening_class__pickup_name")),
        sa.ForeignKeyConstraint(
            ["village_id", "enrolment_id"],
            ["evening_class__enrolment.village_id", "evening_class__enrolment.id"],
            name=op.f("fk_evening_class__pickup_village_id_enrolment_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["village_id"], ["village.id"], name=op.f("fk_evening_class__pickup_village_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evening_class__pickup")),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_evening_class__pickup_village_id_id")),
    )
    with op.batch_alter_table("evening_class__pickup", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_evening_class__pickup_village_id_enrolment_id"),
            ["village_id", "enrolment_id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_evening_class__pickup_village_id_valid_until"),
            ["village_id", "valid_until"],
            unique=False,
        )

    op.create_table(
        "evening_class__attendance",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("in_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("out_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("how", sa.String(length=8), nullable=False),
        sa.Column("pickup_id", sa.Integer(), nullable=True),
        sa.Column("taken_by", sa.String(length=80), nullable=False),
        sa.Column("allowed_by", sa.String(length=50), nullable=False),
        sa.Column("allowed_phone", sa.String(length=20), nullable=False),
        sa.Column("allowed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("released_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(how = 'adult') = (pickup_id IS NOT NULL)", name=op.f("ck_evening_class__attendance_adult")
        ),
        sa.CheckConstraint("(out_at IS NULL) = (how = '')", name=op.f("ck_evening_class__attendance_out")),
        sa.CheckConstraint(
            "how <> 'phone' OR (allowed_by <> '' AND allowed_phone <> '' AND allowed_at IS NOT NULL)",
            name=op.f("ck_evening_class__attendance_phone"),
        ),
        sa.CheckConstraint(
            "how IN ('', 'adult', 'phone', 'alone')", name=op.f("ck_evening_class__attendance_how")
        ),
        sa.CheckConstraint(
            "how NOT IN ('adult', 'phone') OR taken_by <> ''", name=op.f("ck_evening_class__attendance_taken")
        ),
        sa.CheckConstraint(
            "out_at IS NULL OR in_at IS NOT NULL", name=op.f("ck_evening_class__attendance_came")
        ),
        sa.CheckConstraint(
            "out_at IS NULL OR out_at >= in_at", name=op.f("ck_evening_class__attendance_order")
        ),
        sa.ForeignKeyConstraint(
            ["released_by_id"], ["user.id"], name=op.f("fk_evening_class__attendance_released_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["village_id", "enrolment_id"],
            ["evening_class__enrolment.village_id", "evening_class__enrolment.id"],
            name=op.f("fk_evening_class__attendance_village_id_enrolment_id"),
        ),
        sa.ForeignKeyConstraint(
            ["village_id", "pickup_id"],
            ["evening_class__pickup.village_id", "evening_class__pickup.id"],
            name=op.f("fk_evening_class__attendance_village_id_pickup_id"),
        ),
        sa.ForeignKeyConstraint(
            ["village_id", "session_id"],
            ["evening_class__session.village_id", "evening_class__session.id"],
            name=op.f("fk_evening_class__attendance_village_id_session_id"),
        ),
        sa.ForeignKeyConstraint(
            ["village_id"], ["village.id"], name=op.f("fk_evening_class__attendance_village_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evening_class__attendance")),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_evening_class__attendance_village_id_id")),
        sa.UniqueConstraint(
            "village_id",
            "session_id",
            "enrolment_id",
            name=op.f("uq_evening_class__attendance_village_id_session_id_enrolment_id"),
        ),
    )
    with op.batch_alter_table("evening_class__attendance", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_evening_class__attendance_village_id_enrolment_id"),
            ["village_id", "enrolment_id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_evening_class__attendance_village_id_pickup_id"),
            ["village_id", "pickup_id"],
            unique=False,
        )


def downgrade() -> None:
    with op.batch_alter_table("evening_class__attendance", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_evening_class__attendance_village_id_pickup_id"))
        batch_op.drop_index(batch_op.f("ix_evening_class__attendance_village_id_enrolment_id"))

    op.drop_table("evening_class__attendance")
    with op.batch_alter_table("evening_class__pickup", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_evening_class__pickup_village_id_valid_until"))
        batch_op.drop_index(batch_op.f("ix_evening_class__pickup_village_id_enrolment_id"))

    op.drop_table("evening_class__pickup")
    with op.batch_alter_table("evening_class__enrolment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_evening_class__enrolment_village_id_term_id_left_on"))
        batch_op.drop_index(batch_op.f("ix_evening_class__enrolment_village_id_left_on"))

    op.drop_table("evening_class__enrolment")
    with op.batch_alter_table("evening_class__session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_evening_class__session_village_id_state_day"))

    op.drop_table("evening_class__session")
    with op.batch_alter_table("evening_class__hours", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_evening_class__hours_village_id_state_claimed_at"))
        batch_op.drop_index(batch_op.f("ix_evening_class__hours_village_id_resident_id_day"))
        batch_op.drop_index(batch_op.f("ix_evening_class__hours_village_id_day_id"))

    op.drop_table("evening_class__hours")
    with op.batch_alter_table("evening_class__volunteer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_evening_class__volunteer_village_id_until"))
        batch_op.drop_index(batch_op.f("ix_evening_class__volunteer_village_id_resident_id"))

    op.drop_table("evening_class__volunteer")
    with op.batch_alter_table("evening_class__term", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_evening_class__term_village_id_first_on_last_on"))

    op.drop_table("evening_class__term")
    with op.batch_alter_table("evening_class__shift", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_evening_class__shift_village_id_user_id_starts_at"))
        batch_op.drop_index(batch_op.f("ix_evening_class__shift_village_id_starts_at_id"))
        batch_op.drop_index(batch_op.f("ix_evening_class__shift_village_id_resident_id_starts_at"))
        batch_op.drop_index(batch_op.f("ix_evening_class__shift_village_id_day_starts_at_id"))

    op.drop_table("evening_class__shift")
    op.drop_table("evening_class__policy")
