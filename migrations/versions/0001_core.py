"""The core's first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "user",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("username", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=50), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("must_change_password", sa.Boolean(), nullable=False),
        sa.Column("town_admin", sa.Boolean(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("lang", sa.String(length=12), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("locked_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user")),
        sa.UniqueConstraint("username", name=op.f("uq_user_username")),
    )
    op.create_table(
        "village",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=50), nullable=False),
        sa.Column("town", sa.String(length=50), nullable=False),
        sa.Column("centre_name", sa.String(length=60), nullable=False),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("floor_area", sa.Integer(), nullable=True),
        sa.Column("population", sa.Integer(), nullable=True),
        sa.Column("time_zone", sa.String(length=40), nullable=False),
        sa.Column("phone", sa.String(length=30), nullable=False),
        sa.Column("route", sa.String(length=500), nullable=False),
        sa.Column("aims", sa.String(length=200), nullable=False),
        sa.Column("principle", sa.String(length=200), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_village")),
    )
    op.create_table(
        "audit_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("action", sa.String(length=20), nullable=False),
        sa.Column("table", sa.String(length=80), nullable=False),
        sa.Column("row_id", sa.Integer(), nullable=True),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.Column("address", sa.String(length=45), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_audit_entry_user_id")),
        sa.ForeignKeyConstraint(["village_id"], ["village.id"], name=op.f("fk_audit_entry_village_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entry")),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_audit_entry_village_id_id")),
    )
    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_entry_table_row_id"), ["table", "row_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_audit_entry_village_id_at_id"), ["village_id", "at", "id"], unique=False
        )

    op.create_table(
        "calendar_day",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("name", sa.String(length=30), nullable=False),
        sa.Column("closed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["village_id"], ["village.id"], name=op.f("fk_calendar_day_village_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_day")),
        sa.UniqueConstraint("village_id", "day", name=op.f("uq_calendar_day_village_id_day")),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_calendar_day_village_id_id")),
    )
    op.create_table(
        "door_count",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("heads", sa.Integer(), nullable=False),
        sa.Column("counted_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("heads >= 0", name=op.f("ck_door_count_heads")),
        sa.ForeignKeyConstraint(["village_id"], ["village.id"], name=op.f("fk_door_count_village_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_door_count")),
        sa.UniqueConstraint("village_id", "day", name=op.f("uq_door_count_village_id_day")),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_door_count_village_id_id")),
    )
    op.create_table(
        "membership",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=12), nullable=False),
        sa.Column("rooms", sa.String(length=600), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.CheckConstraint("role IN ('secretary', 'keeper', 'reader')", name=op.f("ck_membership_role")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_membership_user_id")),
        sa.ForeignKeyConstraint(["village_id"], ["village.id"], name=op.f("fk_membership_village_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
        sa.UniqueConstraint("user_id", "village_id", name=op.f("uq_membership_user_id_village_id")),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_membership_village_id_id")),
    )
    op.create_table(
        "resident",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("phone", sa.String(length=20), nullable=False),
        sa.Column("group", sa.String(length=20), nullable=False),
        sa.Column("consent_on", sa.Date(), nullable=True),
        sa.Column("last_used_on", sa.Date(), nullable=True),
        sa.Column("merged_into_id", sa.Integer(), nullable=True),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["village_id"], ["village.id"], name=op.f("fk_resident_village_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resident")),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_resident_village_id_id")),
    )
    with op.batch_alter_table("resident", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_resident_village_id_name"), ["village_id", "name"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_resident_village_id_phone"), ["village_id", "phone"], unique=False
        )

    op.create_table(
        "room",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("icon", sa.String(length=4), nullable=False),
        sa.Column("purpose", sa.String(length=300), nullable=False),
        sa.Column("used_for", sa.String(length=300), nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("warn_above", sa.Integer(), nullable=True),
        sa.Column("refuse_above", sa.Integer(), nullable=True),
        sa.Column("stay_minutes", sa.Integer(), nullable=False),
        sa.Column("hours", sa.String(length=10), nullable=False),
        sa.Column("opens", sa.Time(), nullable=True),
        sa.Column("closes", sa.Time(), nullable=True),
        sa.CheckConstraint("hours IN ('centre', 'always', 'own')", name=op.f("ck_room_hours")),
        sa.ForeignKeyConstraint(["village_id"], ["village.id"], name=op.f("fk_room_village_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_room")),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_room_village_id_id")),
        sa.UniqueConstraint("village_id", "key", name=op.f("uq_room_village_id_key")),
    )
    op.create_table(
        "season",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=20), nullable=False),
        sa.Column("starts_month", sa.Integer(), nullable=False),
        sa.Column("starts_day", sa.Integer(), nullable=False),
        sa.Column("opens", sa.Time(), nullable=False),
        sa.Column("closes", sa.Time(), nullable=False),
        sa.CheckConstraint(
            "starts_month BETWEEN 1 AND 12 AND starts_day BETWEEN 1 AND 31",
            name=op.f("ck_season_day_of_year"),
        ),
        sa.ForeignKeyConstraint(["village_id"], ["village.id"], name=op.f("fk_season_village_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_season")),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_season_village_id_id")),
        sa.UniqueConstraint(
            "village_id",
            "starts_month",
            "starts_day",
            name=op.f("uq_season_village_id_starts_month_starts_day"),
        ),
    )
    op.create_table(
        "sign_in",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=True),
        sa.Column("device", sa.String(length=60), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_sign_in_user_id")),
        sa.ForeignKeyConstraint(["village_id"], ["village.id"], name=op.f("fk_sign_in_village_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sign_in_token_hash")),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_sign_in_village_id_id")),
    )
    with op.batch_alter_table("sign_in", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_sign_in_user_id_ended_at"), ["user_id", "ended_at"], unique=False
        )

    op.create_table(
        "equipment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("room_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("condition", sa.String(length=10), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["village_id", "room_id"],
            ["room.village_id", "room.id"],
            name=op.f("fk_equipment_village_id_room_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["village_id"], ["village.id"], name=op.f("fk_equipment_village_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_equipment")),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_equipment_village_id_id")),
    )
    with op.batch_alter_table("equipment", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_equipment_village_id_room_id"), ["village_id", "room_id"], unique=False
        )

    op.create_table(
        "opening",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("room_id", sa.Integer(), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opened_by_id", sa.Integer(), nullable=True),
        sa.Column("closed_by_id", sa.Integer(), nullable=True),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.CheckConstraint("closed_at IS NULL OR closed_at >= opened_at", name=op.f("ck_opening_order")),
        sa.ForeignKeyConstraint(["closed_by_id"], ["user.id"], name=op.f("fk_opening_closed_by_id")),
        sa.ForeignKeyConstraint(["opened_by_id"], ["user.id"], name=op.f("fk_opening_opened_by_id")),
        sa.ForeignKeyConstraint(
            ["village_id", "room_id"],
            ["room.village_id", "room.id"],
            name=op.f("fk_opening_village_id_room_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["village_id"], ["village.id"], name=op.f("fk_opening_village_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opening")),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_opening_village_id_id")),
    )
    with op.batch_alter_table("opening", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_opening_village_id_room_id_opened_at"),
            ["village_id", "room_id", "opened_at"],
            unique=False,
        )

    op.create_table(
        "resident_key",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("resident_id", sa.Integer(), nullable=False),
        sa.Column(
            "key",
            sa.String(length=80).with_variant(sa.String(length=80, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["village_id", "resident_id"],
            ["resident.village_id", "resident.id"],
            name=op.f("fk_resident_key_village_id_resident_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["village_id"], ["village.id"], name=op.f("fk_resident_key_village_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resident_key")),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_resident_key_village_id_id")),
    )
    with op.batch_alter_table("resident_key", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_resident_key_village_id_key_resident_id"),
            ["village_id", "key", "resident_id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_resident_key_village_id_resident_id"), ["village_id", "resident_id"], unique=False
        )

    op.create_table(
        "visit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("room_id", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("heads", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("purpose", sa.String(length=100), nullable=False),
        sa.Column("resident_id", sa.Integer(), nullable=True),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("override_reason", sa.String(length=200), nullable=False),
        sa.Column("source_type", sa.String(length=60), nullable=True),
        sa.Column("source_id", sa.Integer(), nullable=True),
        sa.Column("token", sa.String(length=40), nullable=True),
        sa.CheckConstraint("ended_at >= started_at", name=op.f("ck_visit_order")),
        sa.CheckConstraint("heads BETWEEN 1 AND 10000", name=op.f("ck_visit_heads")),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["user.id"], name=op.f("fk_visit_recorded_by_id")),
        sa.ForeignKeyConstraint(
            ["village_id", "resident_id"],
            ["resident.village_id", "resident.id"],
            name=op.f("fk_visit_village_id_resident_id"),
        ),
        sa.ForeignKeyConstraint(
            ["village_id", "room_id"],
            ["room.village_id", "room.id"],
            name=op.f("fk_visit_village_id_room_id"),
        ),
        sa.ForeignKeyConstraint(["village_id"], ["village.id"], name=op.f("fk_visit_village_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit")),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_visit_village_id_id")),
        sa.UniqueConstraint(
            "village_id", "source_type", "source_id", name=op.f("uq_visit_village_id_source_type_source_id")
        ),
        sa.UniqueConstraint("village_id", "token", name=op.f("uq_visit_village_id_token")),
    )
    with op.batch_alter_table("visit", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_visit_village_id_resident_id"), ["village_id", "resident_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_visit_village_id_room_id_ended_at"),
            ["village_id", "room_id", "ended_at"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_visit_village_id_room_id_started_at_id"),
            ["village_id", "room_id", "started_at", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_visit_village_id_started_at_id"), ["village_id", "started_at", "id"], unique=False
        )

    op.create_table(
        "visit_day",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("room_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("visits", sa.Integer(), nullable=False),
        sa.Column("heads", sa.Integer(), nullable=False),
        sa.Column("late", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["village_id", "room_id"],
            ["room.village_id", "room.id"],
            name=op.f("fk_visit_day_village_id_room_id"),
        ),
        sa.ForeignKeyConstraint(["village_id"], ["village.id"], name=op.f("fk_visit_day_village_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit_day")),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_visit_day_village_id_id")),
        sa.UniqueConstraint("village_id", "room_id", "day", name=op.f("uq_visit_day_village_id_room_id_day")),
    )


def downgrade() -> None:
    op.drop_table("visit_day")
    with op.batch_alter_table("visit", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_visit_village_id_started_at_id"))
        batch_op.drop_index(batch_op.f("ix_visit_village_id_room_id_started_at_id"))
        batch_op.drop_index(batch_op.f("ix_visit_village_id_room_id_ended_at"))
        batch_op.drop_index(batch_op.f("ix_visit_village_id_resident_id"))

    op.drop_table("visit")
    with op.batch_alter_table("resident_key", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_resident_key_village_id_resident_id"))
        batch_op.drop_index(batch_op.f("ix_resident_key_village_id_key_resident_id"))

    op.drop_table("resident_key")
    with op.batch_alter_table("opening", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_opening_village_id_room_id_opened_at"))

    op.drop_table("opening")
    with op.batch_alter_table("equipment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_equipment_village_id_room_id"))

    op.drop_table("equipment")
    with op.batch_alter_table("sign_in", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_in_user_id_ended_at"))

    op.drop_table("sign_in")
    op.drop_table("season")
    op.drop_table("room")
    with op.batch_alter_table("resident", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_resident_village_id_phone"))
        batch_op.drop_index(batch_op.f("ix_resident_village_id_name"))

    op.drop_table("resident")
    op.drop_table("membership")
    op.drop_table("door_count")
    op.drop_table("calendar_day")
    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_audit_entry_village_id_at_id"))
        batch_op.drop_index(batch_op.f("ix_audit_entry_table_row_id"))

    op.drop_table("audit_entry")
    op.drop_table("village")
    op.drop_table("user")
