"""The service hall's first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "service_hall__item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("category", sa.String(length=10), nullable=False),
        sa.Column("materials", sa.String(length=1000), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("office", sa.String(length=60), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column("offered", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "category IN ('social', 'civil', 'policy', 'law', 'other')",
            name=op.f("ck_service_hall__item_category"),
        ),
        sa.CheckConstraint("days BETWEEN 1 AND 250", name=op.f("ck_service_hall__item_days")),
        sa.ForeignKeyConstraint(
            ["village_id"], ["village.id"], name=op.f("fk_service_hall__item_village_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_hall__item")),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_service_hall__item_village_id_id")),
        sa.UniqueConstraint("village_id", "name", name=op.f("uq_service_hall__item_village_id_name")),
    )
    with op.batch_alter_table("service_hall__item", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_service_hall__item_village_id_category_name"),
            ["village_id", "category", "name"],
            unique=False,
        )

    op.create_table(
        "service_hall__opinion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("category", sa.String(length=10), nullable=False),
        sa.Column("text", sa.String(length=500), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("answer", sa.String(length=500), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "category IN ('social', 'civil', 'policy', 'law', 'other')",
            name=op.f("ck_service_hall__opinion_category"),
        ),
        sa.CheckConstraint(
            "answered_at IS NULL OR answered_at >= noted_at", name=op.f("ck_service_hall__opinion_order")
        ),
        sa.ForeignKeyConstraint(
            ["village_id"], ["village.id"], name=op.f("fk_service_hall__opinion_village_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_hall__opinion")),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_service_hall__opinion_village_id_id")),
    )
    with op.batch_alter_table("service_hall__opinion", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_service_hall__opinion_village_id_answered_at_due_on"),
            ["village_id", "answered_at", "due_on"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_service_hall__opinion_village_id_noted_at_id"),
            ["village_id", "noted_at", "id"],
            unique=False,
        )

    op.create_table(
        "service_hall__question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("category", sa.String(length=10), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "category IN ('social', 'civil', 'policy', 'law', 'other')",
            name=op.f("ck_service_hall__question_category"),
        ),
        sa.ForeignKeyConstraint(
            ["village_id"], ["village.id"], name=op.f("fk_service_hall__question_village_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_hall__question")),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_service_hall__question_village_id_id")),
    )
    with op.batch_alter_table("service_hall__question", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_service_hall__question_village_id_asked_at_id"),
            ["village_id", "asked_at", "id"],
            unique=False,
        )

    op.create_table(
        "service_hall__request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("resident_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("missing", sa.String(length=1000), nullable=False),
        sa.Column("forwarded_to", sa.String(length=60), nullable=False),
        sa.Column("forwarded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("chase_on", sa.Date(), nullable=True),
        sa.Column("chases", sa.Integer(), nullable=False),
        sa.Column("result", sa.String(length=500), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("refusals", sa.Integer(), nullable=False),
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
            "(numbered_on IS NULL) = (state = 'draft')", name=op.f("ck_service_hall__request_draft")
        ),
        sa.CheckConstraint(
            "(stopped_on IS NOT NULL) = (state = 'waiting')", name=op.f("ck_service_hall__request_clock")
        ),
        sa.CheckConstraint(
            "state <> 'forwarded' OR forwarded_at IS NOT NULL",
            name=op.f("ck_service_hall__request_forwarded"),
        ),
        sa.CheckConstraint(
            "(numbered_on IS NULL) = (due_on IS NULL)", name=op.f("ck_service_hall__request_term")
        ),
        sa.CheckConstraint(
            "(numbered_on IS NULL) = (place_of_day IS NULL) AND (numbered_on IS NULL) = (number IS NULL)",
            name=op.f("ck_service_hall__request_number"),
        ),
        sa.CheckConstraint(
            "closed_at IS NULL OR resolved_at IS NOT NULL", name=op.f("ck_service_hall__request_closing")
        ),
        sa.CheckConstraint("extensions >= 0 AND reopened >= 0", name=op.f("ck_service_hall__request_counts")),
        sa.CheckConstraint("refusals IN (0, 1)", name=op.f("ck_service_hall__request_refusals")),
        sa.ForeignKeyConstraint(
            ["handler_id"], ["user.id"], name=op.f("fk_service_hall__request_handler_id")
        ),
        sa.ForeignKeyConstraint(
            ["village_id", "item_id"],
            ["service_hall__item.village_id", "service_hall__item.id"],
            name=op.f("fk_service_hall__request_village_id_item_id"),
        ),
        sa.ForeignKeyConstraint(
            ["village_id", "resident_id"],
            ["resident.village_id", "resident.id"],
            name=op.f("fk_service_hall__request_village_id_resident_id"),
        ),
        sa.ForeignKeyConstraint(
            ["village_id"], ["village.id"], name=op.f("fk_service_hall__request_village_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_hall__request")),
        sa.UniqueConstraint(
            "village_id", "code_hash", name=op.f("uq_service_hall__request_village_id_code_hash")
        ),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_service_hall__request_village_id_id")),
        sa.UniqueConstraint(
            "village_id",
            "numbered_on",
            "place_of_day",
            name=op.f("uq_service_hall__request_village_id_numbered_on_place_of_day"),
        ),
    )
    with op.batch_alter_table("service_hall__request", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_service_hall__request_village_id_chase_on"),
            ["village_id", "chase_on"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_service_hall__request_village_id_due_on_id"),
            ["village_id", "due_on", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_service_hall__request_village_id_first_due_on"),
            ["village_id", "first_due_on"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_service_hall__request_village_id_handler_id_state"),
            ["village_id", "handler_id", "state"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_service_hall__request_village_id_item_id"), ["village_id", "item_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_service_hall__request_village_id_number"), ["village_id", "number"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_service_hall__request_village_id_opened_at_id"),
            ["village_id", "opened_at", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_service_hall__request_village_id_resident_id"),
            ["village_id", "resident_id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_service_hall__request_village_id_resolved_at"),
            ["village_id", "resolved_at"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_service_hall__request_village_id_state_due_on"),
            ["village_id", "state", "due_on"],
            unique=False,
        )

    op.create_table(
        "service_hall__rating",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=8), nullable=False),
        sa.Column("rated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("source IN ('self', 'keeper')", name=op.f("ck_service_hall__rating_source")),
        sa.CheckConstraint("level BETWEEN 1 AND 5", name=op.f("ck_service_hall__rating_level")),
        sa.ForeignKeyConstraint(
            ["village_id", "case_id"],
            ["service_hall__request.village_id", "service_hall__request.id"],
            name=op.f("fk_service_hall__rating_village_id_case_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["village_id"], ["village.id"], name=op.f("fk_service_hall__rating_village_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_hall__rating")),
        sa.UniqueConstraint("village_id", "case_id", name=op.f("uq_service_hall__rating_village_id_case_id")),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_service_hall__rating_village_id_id")),
    )
    with op.batch_alter_table("service_hall__rating", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_service_hall__rating_village_id_rated_at_id"),
            ["village_id", "rated_at", "id"],
            unique=False,
        )

    op.create_table(
        "service_hall__step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_service_hall__step_by_id")),
        sa.ForeignKeyConstraint(
            ["village_id", "case_id"],
            ["service_hall__request.village_id", "service_hall__request.id"],
            name=op.f("fk_service_hall__step_village_id_case_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["village_id"], ["village.id"], name=op.f("fk_service_hall__step_village_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_hall__step")),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_service_hall__step_village_id_id")),
    )
    with op.batch_alter_table("service_hall__step", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_service_hall__step_village_id_case_id_id"),
            ["village_id", "case_id", "id"],
            unique=False,
        )


def downgrade() -> None:
    with op.batch_alter_table("service_hall__step", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_service_hall__step_village_id_case_id_id"))

    op.drop_table("service_hall__step")
    with op.batch_alter_table("service_hall__rating", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_service_hall__rating_village_id_rated_at_id"))

    op.drop_table("service_hall__rating")
    with op.batch_alter_table("service_hall__request", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_service_hall__request_village_id_state_due_on"))
        batch_op.drop_index(batch_op.f("ix_service_hall__request_village_id_resolved_at"))
        batch_op.drop_index(batch_op.f("ix_service_hall__request_village_id_resident_id"))
        batch_op.drop_index(batch_op.f("ix_service_hall__request_village_id_opened_at_id"))
        batch_op.drop_index(batch_op.f("ix_service_hall__request_village_id_number"))
        batch_op.drop_index(batch_op.f("ix_service_hall__request_village_id_item_id"))
        batch_op.drop_index(batch_op.f("ix_service_hall__request_village_id_handler_id_state"))
        batch_op.drop_index(batch_op.f("ix_service_hall__request_village_id_first_due_on"))
        batch_op.drop_index(batch_op.f("ix_service_hall__request_village_id_due_on_id"))
        batch_op.drop_index(batch_op.f("ix_service_hall__request_village_id_chase_on"))

    op.drop_table("service_hall__request")
    with op.batch_alter_table("service_hall__question", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_service_hall__question_village_id_asked_at_id"))

    op.drop_table("service_hall__question")
    with op.batch_alter_table("service_hall__opinion", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_service_hall__opinion_village_id_noted_at_id"))
        batch_op.drop_index(batch_op.f("ix_service_hall__opinion_village_id_answered_at_due_on"))

    op.drop_table("service_hall__opinion")
    with op.batch_alter_table("service_hall__item", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_service_hall__item_village_id_category_name"))

    op.drop_table("service_hall__item")
