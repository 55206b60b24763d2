"""First tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "counselling_room__desk",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("code_salt", sa.String(length=32), nullable=True),
        sa.Column("code_hash", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(
            ["village_id"], ["village.id"], name=op.f("fk_counselling_room__desk_village_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_counselling_room__desk")),
        sa.UniqueConstraint(
            "village_id", "code_hash", name=op.f("uq_counselling_room__desk_village_id_code_hash")
        ),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_counselling_room__desk_village_id_id")),
        sa.UniqueConstraint("village_id", name=op.f("uq_counselling_room__desk_village_id")),
    )
    op.create_table(
        "counselling_room__slot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_counselling_room__slot_order")),
        sa.ForeignKeyConstraint(
            ["village_id"], ["village.id"], name=op.f("fk_counselling_room__slot_village_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_counselling_room__slot")),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_counselling_room__slot_village_id_id")),
    )
    with op.batch_alter_table("counselling_room__slot", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_counselling_room__slot_village_id_starts_at_id"),
            ["village_id", "starts_at", "id"],
            unique=False,
        )

    op.create_table(
        "counselling_room__talk",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("proposer", sa.String(length=10), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("heads", sa.Integer(), nullable=False),
        sa.Column("materials", sa.String(length=200), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.CheckConstraint(
            "finished_at IS NULL OR state = 'held'", name=op.f("ck_counselling_room__talk_finished")
        ),
        sa.CheckConstraint(
            "heads >= 0 AND (state = 'held' OR heads = 0)", name=op.f("ck_counselling_room__talk_heads")
        ),
        sa.CheckConstraint(
            "proposer IN ('residents', 'committee')", name=op.f("ck_counselling_room__talk_proposer")
        ),
        sa.CheckConstraint(
            "state <> 'held' OR (heads > 0 AND began_at IS NOT NULL AND finished_at > began_at"
            " AND entered_at IS NOT NULL)",
            name=op.f("ck_counselling_room__talk_held"),
        ),
        sa.CheckConstraint(
            "state IN ('planned', 'held', 'cancelled')", name=op.f("ck_counselling_room__talk_state")
        ),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_counselling_room__talk_order")),
        sa.ForeignKeyConstraint(
            ["village_id"], ["village.id"], name=op.f("fk_counselling_room__talk_village_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_counselling_room__talk")),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_counselling_room__talk_village_id_id")),
    )
    with op.batch_alter_table("counselling_room__talk", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_counselling_room__talk_village_id_starts_at_id"),
            ["village_id", "starts_at", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_counselling_room__talk_village_id_state_starts_at"),
            ["village_id", "state", "starts_at"],
            unique=False,
        )

    op.create_table(
        "counselling_room__appointment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("slot_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("source", sa.String(length=8), nullable=False),
        sa.Column("booked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("forget_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("contact_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("record_key", sa.String(length=32), nullable=False),
        sa.Column("code_salt", sa.String(length=32), nullable=True),
        sa.Column("code_hash", sa.String(length=64), nullable=True),
        sa.CheckConstraint(
            "source IN ('public', 'keeper')", name=op.f("ck_counselling_room__appointment_source")
        ),
        sa.CheckConstraint(
            "state IN ('booked', 'attended', 'no_show', 'cancelled', 'closed', 'referred')",
            name=op.f("ck_counselling_room__appointment_state"),
        ),
        sa.ForeignKeyConstraint(
            ["village_id", "slot_id"],
            ["counselling_room__slot.village_id", "counselling_room__slot.id"],
            name=op.f("fk_counselling_room__appointment_village_id_slot_id"),
        ),
        sa.ForeignKeyConstraint(
            ["village_id"], ["village.id"], name=op.f("fk_counselling_room__appointment_village_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_counselling_room__appointment")),
        sa.UniqueConstraint(
            "village_id", "code_hash", name=op.f("uq_counselling_room__appointment_village_id_code_hash")
        ),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_counselling_room__appointment_village_id_id")),
    )
    with op.batch_alter_table("counselling_room__appointment", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_counselling_room__appointment_village_id_booked_at_id"),
            ["village_id", "booked_at", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_counselling_room__appointment_village_id_slot_id"),
            ["village_id", "slot_id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_counselling_room__appointment_village_id_state_forget_at"),
            ["village_id", "state", "forget_at"],
            unique=False,
        )
        batch_op.create_index(
            "uq_counselling_room__appointment_slot",
            ["village_id", "slot_id"],
            unique=True,
            sqlite_where=sa.text("state <> 'cancelled'"),
            postgresql_where=sa.text("state <> 'cancelled'"),
        )

    op.create_table(
        "counselling_room__referral",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("appointment_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(length=10), nullable=False),
        sa.Column("consented", sa.Boolean(), nullable=False),
        sa.Column("referred_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("consented", name=op.f("ck_counselling_room__referral_consented")),
        sa.ForeignKeyConstraint(
            ["village_id", "appointment_id"],
            ["counselling_room__appointment.village_id", "counselling_room__appointment.id"],
            name=op.f("fk_counselling_room__referral_village_id_appointment_id"),
        ),
        sa.ForeignKeyConstraint(
            ["village_id"], ["village.id"], name=op.f("fk_counselling_room__referral_village_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_counselling_room__referral")),
        sa.UniqueConstraint(
            "village_id",
            "appointment_id",
            name=op.f("uq_counselling_room__referral_village_id_appointment_id"),
        ),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_counselling_room__referral_village_id_id")),
    )
    with op.batch_alter_table("counselling_room__referral", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_counselling_room__referral_village_id_referred_at_id"),
            ["village_id", "referred_at", "id"],
            unique=False,
        )

    op.create_table(
        "counselling_room__session_count",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("appointment_id", sa.Integer(), nullable=True),
        sa.Column("held_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("heads", sa.Integer(), nullable=False),
        sa.CheckConstraint("heads BETWEEN 1 AND 20", name=op.f("ck_counselling_room__session_count_heads")),
        sa.ForeignKeyConstraint(
            ["village_id", "appointment_id"],
            ["counselling_room__appointment.village_id", "counselling_room__appointment.id"],
            name=op.f("fk_counselling_room__session_count_village_id_appointment_id"),
        ),
        sa.ForeignKeyConstraint(
            ["village_id"], ["village.id"], name=op.f("fk_counselling_room__session_count_village_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_counselling_room__session_count")),
        sa.UniqueConstraint(
            "village_id",
            "appointment_id",
            name=op.f("uq_counselling_room__session_count_village_id_appointment_id"),
        ),
        sa.UniqueConstraint(
            "village_id", "id", name=op.f("uq_counselling_room__session_count_village_id_id")
        ),
    )
    with op.batch_alter_table("counselling_room__session_count", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_counselling_room__session_count_village_id_held_at_id"),
            ["village_id", "held_at", "id"],
            unique=False,
        )


def downgrade() -> None:
    with op.batch_alter_table("counselling_room__session_count", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_counselling_room__session_count_village_id_held_at_id"))

    op.drop_table("counselling_room__session_count")
    with op.batch_alter_table("counselling_room__referral", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_counselling_room__referral_village_id_referred_at_id"))

    op.drop_table("counselling_room__referral")
    with op.batch_alter_table("counselling_room__appointment", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_counselling_room__appointment_slot",
            sqlite_where=sa.text("state <> 'cancelled'"),
            postgresql_where=sa.text("state <> 'cancelled'"),
        )
        batch_op.drop_index(batch_op.f("ix_counselling_room__appointment_village_id_state_forget_at"))
        batch_op.drop_index(batch_op.f("ix_counselling_room__appointment_village_id_slot_id"))
        batch_op.drop_index(batch_op.f("ix_counselling_room__appointment_village_id_booked_at_id"))

    op.drop_table("counselling_room__appointment")
    with op.batch_alter_table("counselling_room__talk", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_counselling_room__talk_village_id_state_starts_at"))
        batch_op.drop_index(batch_op.f("ix_counselling_room__talk_village_id_starts_at_id"))

    op.drop_table("counselling_room__talk")
    with op.batch_alter_table("counselling_room__slot", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_counselling_room__slot_village_id_starts_at_id"))

    op.drop_table("counselling_room__slot")
    op.drop_table("counselling_room__desk")
