"""First tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "youth_room__consumable",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("unit", sa.String(length=10), nullable=False),
        sa.Column("stock", sa.Integer(), nullable=False),
        sa.Column("low_at", sa.Integer(), nullable=False),
        sa.CheckConstraint("stock >= 0", name=op.f("ck_youth_room__consumable_stock")),
        sa.ForeignKeyConstraint(
            ["village_id"], ["village.id"], name=op.f("fk_youth_room__consumable_village_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_youth_room__consumable")),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_youth_room__consumable_village_id_id")),
        sa.UniqueConstraint("village_id", "name", name=op.f("uq_youth_room__consumable_village_id_name")),
    )
    op.create_table(
        "youth_room__zone",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=30), nullable=False),
        sa.Column("used_for", sa.String(length=60), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=True),
        sa.Column("offered", sa.Boolean(), nullable=False),
        sa.CheckConstraint("seats BETWEEN 1 AND 1000", name=op.f("ck_youth_room__zone_seats")),
        sa.ForeignKeyConstraint(["village_id"], ["village.id"], name=op.f("fk_youth_room__zone_village_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_youth_room__zone")),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_youth_room__zone_village_id_id")),
        sa.UniqueConstraint("village_id", "name", name=op.f("uq_youth_room__zone_village_id_name")),
    )
    op.create_table(
        "youth_room__game_set",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("zone_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("parts", sa.String(length=300), nullable=False),
        sa.Column("missing", sa.String(length=500), nullable=False),
        sa.Column("fault", sa.String(length=200), nullable=False),
        sa.Column("note", sa.String(length=100), nullable=False),
        sa.CheckConstraint("state <> 'repair' OR fault <> ''", name=op.f("ck_youth_room__game_set_fault")),
        sa.CheckConstraint(
            "state IN ('in', 'out', 'repair', 'lost', 'retired')", name=op.f("ck_youth_room__game_set_state")
        ),
        sa.ForeignKeyConstraint(
            ["village_id", "zone_id"],
            ["youth_room__zone.village_id", "youth_room__zone.id"],
            name=op.f("fk_youth_room__game_set_village_id_zone_id"),
        ),
        sa.ForeignKeyConstraint(
            ["village_id"], ["village.id"], name=op.f("fk_youth_room__game_set_village_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_youth_room__game_set")),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_youth_room__game_set_village_id_id")),
        sa.UniqueConstraint("village_id", "number", name=op.f("uq_youth_room__game_set_village_id_number")),
    )
    with op.batch_alter_table("youth_room__game_set", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_youth_room__game_set_village_id_state"), ["village_id", "state"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_youth_room__game_set_village_id_zone_id"), ["village_id", "zone_id"], unique=False
        )

    op.create_table(
        "youth_room__session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("zone_id", sa.Integer(), nullable=False),
        sa.Column("adult_id", sa.Integer(), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("came", sa.Integer(), nullable=False),
        sa.Column("inside", sa.Integer(), nullable=False),
        sa.Column("most", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "adult_id IS NOT NULL OR closed_at IS NOT NULL", name=op.f("ck_youth_room__session_adult")
        ),
        sa.CheckConstraint("closed_at >= opened_at", name=op.f("ck_youth_room__session_order")),
        sa.CheckConstraint("closed_at IS NULL OR inside = 0", name=op.f("ck_youth_room__session_empty")),
        sa.CheckConstraint("inside BETWEEN 0 AND came", name=op.f("ck_youth_room__session_inside")),
        sa.CheckConstraint("until > opened_at", name=op.f("ck_youth_room__session_until")),
        sa.ForeignKeyConstraint(["adult_id"], ["user.id"], name=op.f("fk_youth_room__session_adult_id")),
        sa.ForeignKeyConstraint(
            ["village_id", "zone_id"],
            ["youth_room__zone.village_id", "youth_room__zone.id"],
            name=op.f("fk_youth_room__session_village_id_zone_id"),
        ),
        sa.ForeignKeyConstraint(
            ["village_id"], ["village.id"], name=op.f("fk_youth_room__session_village_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_youth_room__session")),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_youth_room__session_village_id_id")),
    )
    with op.batch_alter_table("youth_room__session", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_youth_room__session_village_id_closed_at"),
            ["village_id", "closed_at"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_youth_room__session_village_id_opened_at_id"),
            ["village_id", "opened_at", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_youth_room__session_village_id_zone_id_opened_at"),
            ["village_id", "zone_id", "opened_at"],
            unique=False,
        )
        batch_op.create_index(
            "uq_youth_room__session_open",
            ["village_id", "zone_id"],
            unique=True,
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )

    op.create_table(
        "youth_room__stock_move",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("consumable_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("change", sa.Integer(), nullable=False),
        sa.Column("stock_after", sa.Integer(), nullable=False),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("note", sa.String(length=100), nullable=False),
        sa.CheckConstraint(
            "kind IN ('receive', 'issue', 'adjust', 'count')", name=op.f("ck_youth_room__stock_move_kind")
        ),
        sa.CheckConstraint("stock_after >= 0", name=op.f("ck_youth_room__stock_move_stock")),
        sa.ForeignKeyConstraint(
            ["village_id", "consumable_id"],
            ["youth_room__consumable.village_id", "youth_room__consumable.id"],
            name=op.f("fk_youth_room__stock_move_village_id_consumable_id"),
        ),
        sa.ForeignKeyConstraint(
            ["village_id"], ["village.id"], name=op.f("fk_youth_room__stock_move_village_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_youth_room__stock_move")),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_youth_room__stock_move_village_id_id")),
    )
    with op.batch_alter_table("youth_room__stock_move", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_youth_room__stock_move_village_id_consumable_id"),
            ["village_id", "consumable_id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_youth_room__stock_move_village_id_moved_at_id"),
            ["village_id", "moved_at", "id"],
            unique=False,
        )

    op.create_table(
        "youth_room__lending",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("set_id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("condition", sa.String(length=10), nullable=False),
        sa.Column("out_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("handed", sa.String(length=500), nullable=False),
        sa.Column("missing", sa.String(length=500), nullable=False),
        sa.CheckConstraint("(ended_at IS NULL) = (state = 'out')", name=op.f("ck_youth_room__lending_state")),
        sa.CheckConstraint(
            "ended_at IS NULL OR ended_at >= out_at", name=op.f("ck_youth_room__lending_order")
        ),
        sa.ForeignKeyConstraint(
            ["village_id", "session_id"],
            ["youth_room__session.village_id", "youth_room__session.id"],
            name=op.f("fk_youth_room__lending_village_id_session_id"),
        ),
        sa.ForeignKeyConstraint(
            ["village_id", "set_id"],
            ["youth_room__game_set.village_id", "youth_room__game_set.id"],
            name=op.f("fk_youth_room__lending_village_id_set_id"),
        ),
        sa.ForeignKeyConstraint(
            ["village_id"], ["village.id"], name=op.f("fk_youth_room__lending_village_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_youth_room__lending")),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_youth_room__lending_village_id_id")),
    )
    with op.batch_alter_table("youth_room__lending", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_youth_room__lending_village_id_ended_at"), ["village_id", "ended_at"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_youth_room__lending_village_id_out_at_id"),
            ["village_id", "out_at", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_youth_room__lending_village_id_session_id"),
            ["village_id", "session_id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_youth_room__lending_village_id_set_id_out_at"),
            ["village_id", "set_id", "out_at"],
            unique=False,
        )
        batch_op.create_index(
            "uq_youth_room__lending_open",
            ["village_id", "set_id"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.create_table(
        "youth_room__tally",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("band", sa.String(length=8), nullable=False),
        sa.Column("came", sa.Integer(), nullable=False),
        sa.Column("gone", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "band IN ('small', 'primary', 'teen', 'adult')", name=op.f("ck_youth_room__tally_band")
        ),
        sa.CheckConstraint("gone BETWEEN 0 AND came", name=op.f("ck_youth_room__tally_gone")),
        sa.ForeignKeyConstraint(
            ["village_id", "session_id"],
            ["youth_room__session.village_id", "youth_room__session.id"],
            name=op.f("fk_youth_room__tally_village_id_session_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["village_id"], ["village.id"], name=op.f("fk_youth_room__tally_village_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_youth_room__tally")),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_youth_room__tally_village_id_id")),
        sa.UniqueConstraint(
            "village_id", "session_id", "band", name=op.f("uq_youth_room__tally_village_id_session_id_band")
        ),
    )
    op.create_table(
        "youth_room__tap",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("band", sa.String(length=8), nullable=False),
        sa.Column("way", sa.String(length=3), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("token", sa.String(length=40), nullable=True),
        sa.CheckConstraint(
            "band IN ('small', 'primary', 'teen', 'adult')", name=op.f("ck_youth_room__tap_band")
        ),
        sa.CheckConstraint("way IN ('in', 'out')", name=op.f("ck_youth_room__tap_way")),
        sa.CheckConstraint("number > 0", name=op.f("ck_youth_room__tap_number")),
        sa.ForeignKeyConstraint(
            ["village_id", "session_id"],
            ["youth_room__session.village_id", "youth_room__session.id"],
            name=op.f("fk_youth_room__tap_village_id_session_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["village_id"], ["village.id"], name=op.f("fk_youth_room__tap_village_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_youth_room__tap")),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_youth_room__tap_village_id_id")),
        sa.UniqueConstraint("village_id", "token", name=op.f("uq_youth_room__tap_village_id_token")),
    )
    with op.batch_alter_table("youth_room__tap", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_youth_room__tap_village_id_at"), ["village_id", "at"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_youth_room__tap_village_id_session_id_id"),
            ["village_id", "session_id", "id"],
            unique=False,
        )


def downgrade() -> None:
    with op.batch_alter_table("youth_room__tap", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_youth_room__tap_village_id_session_id_id"))
        batch_op.drop_index(batch_op.f("ix_youth_room__tap_village_id_at"))

    op.drop_table("youth_room__tap")
    op.drop_table("youth_room__tally")
    with op.batch_alter_table("youth_room__lending", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_youth_room__lending_open",
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_youth_room__lending_village_id_set_id_out_at"))
        batch_op.drop_index(batch_op.f("ix_youth_room__lending_village_id_session_id"))
        batch_op.drop_index(batch_op.f("ix_youth_room__lending_village_id_out_at_id"))
        batch_op.drop_index(batch_op.f("ix_youth_room__lending_village_id_ended_at"))

    op.drop_table("youth_room__lending")
    with op.batch_alter_table("youth_room__stock_move", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_youth_room__stock_move_village_id_moved_at_id"))
        batch_op.drop_index(batch_op.f("ix_youth_room__stock_move_village_id_consumable_id"))

    op.drop_table("youth_room__stock_move")
    with op.batch_alter_table("youth_room__session", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_youth_room__session_open",
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_youth_room__session_village_id_zone_id_opened_at"))
        batch_op.drop_index(batch_op.f("ix_youth_room__session_village_id_opened_at_id"))
        batch_op.drop_index(batch_op.f("ix_youth_room__session_village_id_closed_at"))

    op.drop_table("youth_room__session")
    with op.batch_alter_table("youth_room__game_set", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_youth_room__game_set_village_id_zone_id"))
        batch_op.drop_index(batch_op.f("ix_youth_room__game_set_village_id_state"))

    op.drop_table("youth_room__game_set")
    op.drop_table("youth_room__zone")
    op.drop_table("youth_room__consumable")
