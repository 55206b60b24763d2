"""First tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "liaison_station__board",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("code_salt", sa.String(length=32), nullable=True),
        sa.Column("code_hash", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(
            ["village_id"], ["village.id"], name=op.f("fk_liaison_station__board_village_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_liaison_station__board")),
        sa.UniqueConstraint(
            "village_id", "code_hash", name=op.f("uq_liaison_station__board_village_id_code_hash")
        ),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_liaison_station__board_village_id_id")),
        sa.UniqueConstraint("village_id", name=op.f("uq_liaison_station__board_village_id")),
    )
    op.create_table(
        "liaison_station__deputy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=50), nullable=False),
        sa.Column("level", sa.String(length=12), nullable=False),
        sa.Column("area", sa.String(length=60), nullable=False),
        sa.Column("phone", sa.String(length=20), nullable=False),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "level IN ('nation', 'region', 'prefecture', 'county', 'town')",
            name=op.f("ck_liaison_station__deputy_level"),
        ),
        sa.ForeignKeyConstraint(
            ["village_id"], ["village.id"], name=op.f("fk_liaison_station__deputy_village_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_liaison_station__deputy")),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_liaison_station__deputy_village_id_id")),
    )
    with op.batch_alter_table("liaison_station__deputy", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_liaison_station__deputy_village_id_name"), ["village_id", "name"], unique=False
        )

    op.create_table(
        "liaison_station__trader",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("shop", sa.String(length=60), nullable=False),
        sa.Column("trade", sa.String(length=12), nullable=False),
        sa.Column("contact", sa.String(length=50), nullable=False),
        sa.Column("phone", sa.String(length=20), nullable=False),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "trade IN ('shop', 'food', 'repair', 'farming', 'craft', 'transport', 'service', 'other')",
            name=op.f("ck_liaison_station__trader_trade"),
        ),
        sa.ForeignKeyConstraint(
            ["village_id"], ["village.id"], name=op.f("fk_liaison_station__trader_village_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_liaison_station__trader")),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_liaison_station__trader_village_id_id")),
        sa.UniqueConstraint("village_id", "shop", name=op.f("uq_liaison_station__trader_village_id_shop")),
    )
    op.create_table(
        "liaison_station__reception",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("deputy_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("opens", sa.Time(), nullable=False),
        sa.Column("closes", sa.Time(), nullable=False),
        sa.Column("about", sa.String(length=60), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("heads", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=100), nullable=False),
        sa.CheckConstraint(
            "(state = 'held') = (heads IS NOT NULL)", name=op.f("ck_liaison_station__reception_heads")
        ),
        sa.CheckConstraint(
            "state <> 'cancelled' OR reason <> ''", name=op.f("ck_liaison_station__reception_reason")
        ),
        sa.CheckConstraint(
            "state IN ('planned', 'held', 'cancelled')", name=op.f("ck_liaison_station__reception_state")
        ),
        sa.CheckConstraint("opens < closes", name=op.f("ck_liaison_station__reception_hours")),
        sa.ForeignKeyConstraint(
            ["village_id", "deputy_id"],
            ["liaison_station__deputy.village_id", "liaison_station__deputy.id"],
            name=op.f("fk_liaison_station__reception_village_id_deputy_id"),
        ),
        sa.ForeignKeyConstraint(
            ["village_id"], ["village.id"], name=op.f("fk_liaison_station__reception_village_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_liaison_station__reception")),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_liaison_station__reception_village_id_id")),
    )
    with op.batch_alter_table("liaison_station__reception", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_liaison_station__reception_village_id_day_id"),
            ["village_id", "day", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_liaison_station__reception_village_id_deputy_id_day"),
            ["village_id", "deputy_id", "day"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_liaison_station__reception_village_id_state_day"),
            ["village_id", "state", "day"],
            unique=False,
        )

    op.create_table(
        "liaison_station__matter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("topic", sa.String(length=12), nullable=False),
        sa.Column("text", sa.String(length=1000), nullable=False),
        sa.Column("contact", sa.String(length=50), nullable=False),
        sa.Column("phone", sa.String(length=20), nullable=False),
        sa.Column("trader_id", sa.Integer(), nullable=True),
        sa.Column("named_ok", sa.Boolean(), nullable=False),
        sa.Column("post_ok", sa.Boolean(), nullable=False),
        sa.Column("deputy_id", sa.Integer(), nullable=True),
        sa.Column("reception_id", sa.Integer(), nullable=True),
        sa.Column("court", sa.Boolean(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("missing", sa.String(length=500), nullable=False),
        sa.Column("forwarded_to", sa.String(length=60), nullable=False),
        sa.Column("forwarded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("forwarded_text", sa.String(length=1000), nullable=False),
        sa.Column("chase_on", sa.Date(), nullable=True),
        sa.Column("chases", sa.Integer(), nullable=False),
        sa.Column("reply", sa.String(length=1000), nullable=False),
        sa.Column("told", sa.String(length=8), nullable=True),
        sa.Column("number", sa.String(length=12), nullable=True),
        sa.Column("numbered_on", sa.Date(), nullable=True),
        sa.Column("place_of_day", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("handler_id", sa.Integer(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("first_due_on", sa.Date(), nullable=True),
        sa.Column("stopped_on", sa.Date(), nullable=True),
        sa.Column("extensions", sa.Integer(), nullable=False),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reopened", sa.Integer(), nullable=False),
        sa.Column("code_salt", sa.String(length=32), nullable=True),
        sa.Column("code_hash", sa.String(length=64), nullable=True),
        sa.CheckConstraint(
            "(kind = 'help') = (trader_id IS NOT NULL)", name=op.f("ck_liaison_station__matter_trader")
        ),
        sa.CheckConstraint(
            "(numbered_on IS NULL) = (state = 'draft')", name=op.f("ck_liaison_station__matter_draft")
        ),
        sa.CheckConstraint(
            "(stopped_on IS NOT NULL) = (state = 'waiting')", name=op.f("ck_liaison_station__matter_clock")
        ),
        sa.CheckConstraint("kind IN ('opinion', 'help')", name=op.f("ck_liaison_station__matter_kind")),
        sa.CheckConstraint(
            "state <> 'forwarded' OR forwarded_at IS NOT NULL",
            name=op.f("ck_liaison_station__matter_forwarded"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('closed', 'rated') OR told IS NOT NULL",
            name=op.f("ck_liaison_station__matter_feedback"),
        ),
        sa.CheckConstraint(
            "told IS NULL OR told IN ('face', 'phone', 'home', 'posted')",
            name=op.f("ck_liaison_station__matter_told"),
        ),
        sa.CheckConstraint(
            "topic IN ('road', 'water', 'clean', 'land', 'work', 'welfare', 'school', 'health', 'trade', 'other')",
            name=op.f("ck_liaison_station__matter_topic"),
        ),
        sa.CheckConstraint(
            "(numbered_on IS NULL) = (due_on IS NULL)", name=op.f("ck_liaison_station__matter_term")
        ),
        sa.CheckConstraint(
            "(numbered_on IS NULL) = (place_of_day IS NULL) AND (numbered_on IS NULL) = (number IS NULL)",
            name=op.f("ck_liaison_station__matter_number"),
        ),
        sa.CheckConstraint(
            "closed_at IS NULL OR resolved_at IS NOT NULL", name=op.f("ck_liaison_station__matter_closing")
        ),
        sa.CheckConstraint("days BETWEEN 1 AND 250", name=op.f("ck_liaison_station__matter_days")),
        sa.CheckConstraint(
            "extensions >= 0 AND reopened >= 0", name=op.f("ck_liaison_station__matter_counts")
        ),
        sa.ForeignKeyConstraint(
            ["handler_id"], ["user.id"], name=op.f("fk_liaison_station__matter_handler_id")
        ),
        sa.ForeignKeyConstraint(
            ["village_id", "deputy_id"],
            ["liaison_station__deputy.village_id", "liaison_station__deputy.id"],
            name=op.f("fk_liaison_station__matter_village_id_deputy_id"),
        ),
        sa.ForeignKeyConstraint(
            ["village_id", "reception_id"],
            ["liaison_station__reception.village_id", "liaison_station__reception.id"],
            name=op.f("fk_liaison_station__matter_village_id_reception_id"),
        ),
        sa.ForeignKeyConstraint(
            ["village_id", "trader_id"],
            ["liaison_station__trader.village_id", "liaison_station__trader.id"],
            name=op.f("fk_liaison_station__matter_village_id_trader_id"),
        ),
        sa.ForeignKeyConstraint(
            ["village_id"], ["village.id"], name=op.f("fk_liaison_station__matter_village_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_liaison_station__matter")),
        sa.UniqueConstraint(
            "village_id", "code_hash", name=op.f("uq_liaison_station__matter_village_id_code_hash")
        ),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_liaison_station__matter_village_id_id")),
        sa.UniqueConstraint(
            "village_id",
            "numbered_on",
            "place_of_day",
            name=op.f("uq_liaison_station__matter_village_id_numbered_on_place_of_day"),
        ),
    )
    with op.batch_alter_table("liaison_station__matter", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_liaison_station__matter_village_id_chase_on"),
            ["village_id", "chase_on"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_liaison_station__matter_village_id_closed_at"),
            ["village_id", "closed_at"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_liaison_station__matter_village_id_deputy_id"),
            ["village_id", "deputy_id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_liaison_station__matter_village_id_due_on_id"),
            ["village_id", "due_on", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_liaison_station__matter_village_id_first_due_on"),
            ["village_id", "first_due_on"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_liaison_station__matter_village_id_handler_id_state"),
            ["village_id", "handler_id", "state"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_liaison_station__matter_village_id_kind_first_due_on"),
            ["village_id", "kind", "first_due_on"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_liaison_station__matter_village_id_kind_numbered_on"),
            ["village_id", "kind", "numbered_on"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_liaison_station__matter_village_id_number"), ["village_id", "number"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_liaison_station__matter_village_id_opened_at_id"),
            ["village_id", "opened_at", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_liaison_station__matter_village_id_phone"), ["village_id", "phone"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_liaison_station__matter_village_id_reception_id"),
            ["village_id", "reception_id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_liaison_station__matter_village_id_resolved_at"),
            ["village_id", "resolved_at"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_liaison_station__matter_village_id_state_due_on"),
            ["village_id", "state", "due_on"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_liaison_station__matter_village_id_trader_id"),
            ["village_id", "trader_id"],
            unique=False,
        )

    op.create_table(
        "liaison_station__posting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("matter_id", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(length=300), nullable=False),
        sa.Column("answer", sa.String(length=600), nullable=False),
        sa.Column("posted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("down_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["village_id", "matter_id"],
            ["liaison_station__matter.village_id", "liaison_station__matter.id"],
            name=op.f("fk_liaison_station__posting_village_id_matter_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["village_id"], ["village.id"], name=op.f("fk_liaison_station__posting_village_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_liaison_station__posting")),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_liaison_station__posting_village_id_id")),
        sa.UniqueConstraint(
            "village_id", "matter_id", name=op.f("uq_liaison_station__posting_village_id_matter_id")
        ),
    )
    with op.batch_alter_table("liaison_station__posting", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_liaison_station__posting_village_id_posted_at_id"),
            ["village_id", "posted_at", "id"],
            unique=False,
        )

    op.create_table(
        "liaison_station__rating",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=8), nullable=False),
        sa.Column("rated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("source IN ('self', 'keeper')", name=op.f("ck_liaison_station__rating_source")),
        sa.CheckConstraint("level BETWEEN 1 AND 5", name=op.f("ck_liaison_station__rating_level")),
        sa.ForeignKeyConstraint(
            ["village_id", "case_id"],
            ["liaison_station__matter.village_id", "liaison_station__matter.id"],
            name=op.f("fk_liaison_station__rating_village_id_case_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["village_id"], ["village.id"], name=op.f("fk_liaison_station__rating_village_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_liaison_station__rating")),
        sa.UniqueConstraint(
            "village_id", "case_id", name=op.f("uq_liaison_station__rating_village_id_case_id")
        ),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_liaison_station__rating_village_id_id")),
    )
    with op.batch_alter_table("liaison_station__rating", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_liaison_station__rating_village_id_rated_at_id"),
            ["village_id", "rated_at", "id"],
            unique=False,
        )

    op.create_table(
        "liaison_station__step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_liaison_station__step_by_id")),
        sa.ForeignKeyConstraint(
            ["village_id", "case_id"],
            ["liaison_station__matter.village_id", "liaison_station__matter.id"],
            name=op.f("fk_liaison_station__step_village_id_case_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["village_id"], ["village.id"], name=op.f("fk_liaison_station__step_village_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_liaison_station__step")),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_liaison_station__step_village_id_id")),
    )
    with op.batch_alter_table("liaison_station__step", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_liaison_station__step_village_id_case_id_id"),
            ["village_id", "case_id", "id"],
            unique=False,
        )


def downgrade() -> None:
    with op.batch_alter_table("liaison_station__step", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_liaison_station__step_village_id_case_id_id"))

    op.drop_table("liaison_station__step")
    with op.batch_alter_table("liaison_station__rating", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_liaison_station__rating_village_id_rated_at_id"))

    op.drop_table("liaison_station__rating")
    with op.batch_alter_table("liaison_station__posting", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_liaison_station__posting_village_id_posted_at_id"))

    op.drop_table("liaison_station__posting")
    with op.batch_alter_table("liaison_station__matter", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_liaison_station__matter_village_id_trader_id"))
        batch_op.drop_index(batch_op.f("ix_liaison_station__matter_village_id_state_due_on"))
        batch_op.drop_index(batch_op.f("ix_liaison_station__matter_village_id_resolved_at"))
        batch_op.drop_index(batch_op.f("ix_liaison_station__matter_village_id_reception_id"))
        batch_op.drop_index(batch_op.f("ix_liaison_station__matter_village_id_phone"))
        batch_op.drop_index(batch_op.f("ix_liaison_station__matter_village_id_opened_at_id"))
        batch_op.drop_index(batch_op.f("ix_liaison_station__matter_village_id_number"))
        batch_op.drop_index(batch_op.f("ix_liaison_station__matter_village_id_kind_numbered_on"))
        batch_op.drop_index(batch_op.f("ix_liaison_station__matter_village_id_kind_first_due_on"))
        batch_op.drop_index(batch_op.f("ix_liaison_station__matter_village_id_handler_id_state"))
        batch_op.drop_index(batch_op.f("ix_liaison_station__matter_village_id_first_due_on"))
        batch_op.drop_index(batch_op.f("ix_liaison_station__matter_village_id_due_on_id"))
        batch_op.drop_index(batch_op.f("ix_liaison_station__matter_village_id_deputy_id"))
        batch_op.drop_index(batch_op.f("ix_liaison_station__matter_village_id_closed_at"))
        batch_op.drop_index(batch_op.f("ix_liaison_station__matter_village_id_chase_on"))

    op.drop_table("liaison_station__matter")
    with op.batch_alter_table("liaison_station__reception", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_liaison_station__reception_village_id_state_day"))
        batch_op.drop_index(batch_op.f("ix_liaison_station__reception_village_id_deputy_id_day"))
        batch_op.drop_index(batch_op.f("ix_liaison_station__reception_village_id_day_id"))

    op.drop_table("liaison_station__reception")
    op.drop_table("liaison_station__trader")
    with op.batch_alter_table("liaison_station__deputy", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_liaison_station__deputy_village_id_name"))

    op.drop_table("liaison_station__deputy")
    op.drop_table("liaison_station__board")
