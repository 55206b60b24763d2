"""The reading room's first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "reading_room__event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("proposer", sa.String(length=10), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("heads", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.CheckConstraint(
            "heads >= 0 AND (state = 'held' OR heads = 0)", name=op.f("ck_reading_room__event_heads")
        ),
        sa.CheckConstraint(
            "state IN ('planned', 'held', 'cancelled')", name=op.f("ck_reading_room__event_state")
        ),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_reading_room__event_order")),
        sa.ForeignKeyConstraint(
            ["village_id"], ["village.id"], name=op.f("fk_reading_room__event_village_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reading_room__event")),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_reading_room__event_village_id_id")),
    )
    with op.batch_alter_table("reading_room__event", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_reading_room__event_village_id_starts_at_id"),
            ["village_id", "starts_at", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_reading_room__event_village_id_state_starts_at"),
            ["village_id", "state", "starts_at"],
            unique=False,
        )

    op.create_table(
        "reading_room__policy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("books", sa.Integer(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("renewals", sa.Integer(), nullable=False),
        sa.Column("keep_days", sa.Integer(), nullable=False),
        sa.Column("next_number", sa.Integer(), nullable=False),
        sa.CheckConstraint("books > 0 AND days > 0", name=op.f("ck_reading_room__policy_limits")),
        sa.CheckConstraint(
            "renewals >= 0 AND keep_days >= 0 AND next_number > 0", name=op.f("ck_reading_room__policy_spans")
        ),
        sa.ForeignKeyConstraint(
            ["village_id"], ["village.id"], name=op.f("fk_reading_room__policy_village_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reading_room__policy")),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_reading_room__policy_village_id_id")),
        sa.UniqueConstraint("village_id", name=op.f("uq_reading_room__policy_village_id")),
    )
    op.create_table(
        "reading_room__stocktake",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("scope", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("expected", sa.Integer(), nullable=False),
        sa.Column("scanned", sa.Integer(), nullable=False),
        sa.Column("missing", sa.Integer(), nullable=False),
        sa.Column("surplus", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(ended_at IS NULL) = (state = 'open')", name=op.f("ck_reading_room__stocktake_ended")
        ),
        sa.CheckConstraint(
            "state IN ('open', 'done', 'cancelled')", name=op.f("ck_reading_room__stocktake_state")
        ),
        sa.ForeignKeyConstraint(
            ["village_id"], ["village.id"], name=op.f("fk_reading_room__stocktake_village_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reading_room__stocktake")),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_reading_room__stocktake_village_id_id")),
    )
    with op.batch_alter_table("reading_room__stocktake", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_reading_room__stocktake_village_id_started_at_id"),
            ["village_id", "started_at", "id"],
            unique=False,
        )
        batch_op.create_index(
            "uq_reading_room__stocktake_open",
            ["village_id", "state"],
            unique=True,
            sqlite_where=sa.text("state = 'open'"),
            postgresql_where=sa.text("state = 'open'"),
        )

    op.create_table(
        "reading_room__visit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["village_id", "visit_id"],
            ["visit.village_id", "visit.id"],
            name=op.f("fk_reading_room__visit_village_id_visit_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["village_id"], ["village.id"], name=op.f("fk_reading_room__visit_village_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reading_room__visit")),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_reading_room__visit_village_id_id")),
        sa.UniqueConstraint(
            "village_id", "visit_id", name=op.f("uq_reading_room__visit_village_id_visit_id")
        ),
    )
    op.create_table(
        "reading_room__title",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("isbn", sa.String(length=13), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("author", sa.String(length=80), nullable=False),
        sa.Column("publisher", sa.String(length=80), nullable=False),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("call_number", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("stays_in", sa.Boolean(), nullable=False),
        sa.Column("sound", sa.String(length=200), nullable=False),
        sa.Column("initials", sa.String(length=60), nullable=False),
        sa.Column("added_on", sa.Date(), nullable=False),
        sa.CheckConstraint("kind = 'book' OR stays_in", name=op.f("ck_reading_room__title_magazines")),
        sa.CheckConstraint("kind IN ('book', 'magazine')", name=op.f("ck_reading_room__title_kind")),
        sa.ForeignKeyConstraint(
            ["village_id"], ["village.id"], name=op.f("fk_reading_room__title_village_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reading_room__title")),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_reading_room__title_village_id_id")),
    )
    with op.batch_alter_table("reading_room__title", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_reading_room__title_village_id_author"), ["village_id", "author"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_reading_room__title_village_id_call_number"),
            ["village_id", "call_number"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_reading_room__title_village_id_initials"), ["village_id", "initials"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_reading_room__title_village_id_name"), ["village_id", "name"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_reading_room__title_village_id_sound"), ["village_id", "sound"], unique=False
        )
        batch_op.create_index(
            "uq_reading_room__title_isbn",
            ["village_id", "isbn"],
            unique=True,
            sqlite_where=sa.text("isbn <> ''"),
            postgresql_where=sa.text("isbn <> ''"),
        )

    op.create_table(
        "reading_room__copy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("title_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("damage", sa.String(length=100), nullable=False),
        sa.Column("price", sa.Numeric(precision=8, scale=2), nullable=True),
        sa.Column("added_on", sa.Date(), nullable=False),
        sa.Column("lost_on", sa.Date(), nullable=True),
        sa.CheckConstraint("(lost_on IS NULL) = (state <> 'lost')", name=op.f("ck_reading_room__copy_lost")),
        sa.CheckConstraint(
            "state IN ('in', 'out', 'repair', 'lost', 'retired')", name=op.f("ck_reading_room__copy_state")
        ),
        sa.ForeignKeyConstraint(
            ["village_id", "title_id"],
            ["reading_room__title.village_id", "reading_room__title.id"],
            name=op.f("fk_reading_room__copy_village_id_title_id"),
        ),
        sa.ForeignKeyConstraint(
            ["village_id"], ["village.id"], name=op.f("fk_reading_room__copy_village_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reading_room__copy")),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_reading_room__copy_village_id_id")),
        sa.UniqueConstraint("village_id", "number", name=op.f("uq_reading_room__copy_village_id_number")),
    )
    with op.batch_alter_table("reading_room__copy", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_reading_room__copy_village_id_added_on_id"),
            ["village_id", "added_on", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_reading_room__copy_village_id_lost_on"), ["village_id", "lost_on"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_reading_room__copy_village_id_state_id"),
            ["village_id", "state", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_reading_room__copy_village_id_title_id_state"),
            ["village_id", "title_id", "state"],
            unique=False,
        )

    op.create_table(
        "reading_room__use",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("title_id", sa.Integer(), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["village_id", "title_id"],
            ["reading_room__title.village_id", "reading_room__title.id"],
            name=op.f("fk_reading_room__use_village_id_title_id"),
        ),
        sa.ForeignKeyConstraint(
            ["village_id", "visit_id"],
            ["visit.village_id", "visit.id"],
            name=op.f("fk_reading_room__use_village_id_visit_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["village_id"], ["village.id"], name=op.f("fk_reading_room__use_village_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reading_room__use")),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_reading_room__use_village_id_id")),
    )
    with op.batch_alter_table("reading_room__use", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_reading_room__use_village_id_title_id"), ["village_id", "title_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_reading_room__use_village_id_used_at_id"),
            ["village_id", "used_at", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_reading_room__use_village_id_visit_id"), ["village_id", "visit_id"], unique=False
        )

    op.create_table(
        "reading_room__loan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("copy_id", sa.Integer(), nullable=False),
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
        sa.CheckConstraint("(ended_at IS NULL) = (state = 'out')", name=op.f("ck_reading_room__loan_state")),
        sa.CheckConstraint(
            "ended_at IS NULL OR ended_at >= out_at", name=op.f("ck_reading_room__loan_order")
        ),
        sa.CheckConstraint("renewals >= 0", name=op.f("ck_reading_room__loan_renewals")),
        sa.ForeignKeyConstraint(
            ["village_id", "borrower_id"],
            ["resident.village_id", "resident.id"],
            name=op.f("fk_reading_room__loan_village_id_borrower_id"),
        ),
        sa.ForeignKeyConstraint(
            ["village_id", "copy_id"],
            ["reading_room__copy.village_id", "reading_room__copy.id"],
            name=op.f("fk_reading_room__loan_village_id_copy_id"),
        ),
        sa.ForeignKeyConstraint(
            ["village_id"], ["village.id"], name=op.f("fk_reading_room__loan_village_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reading_room__loan")),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_reading_room__loan_village_id_id")),
    )
    with op.batch_alter_table("reading_room__loan", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_reading_room__loan_village_id_borrower_id"),
            ["village_id", "borrower_id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_reading_room__loan_village_id_copy_id_out_at"),
            ["village_id", "copy_id", "out_at"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_reading_room__loan_village_id_due_on_id"),
            ["village_id", "due_on", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_reading_room__loan_village_id_ended_at"), ["village_id", "ended_at"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_reading_room__loan_village_id_out_at_id"),
            ["village_id", "out_at", "id"],
            unique=False,
        )
        batch_op.create_index(
            "uq_reading_room__loan_open",
            ["village_id", "copy_id"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.create_table(
        "reading_room__scan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("stocktake_id", sa.Integer(), nullable=False),
        sa.Column("copy_id", sa.Integer(), nullable=False),
        sa.Column("scanned_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["village_id", "copy_id"],
            ["reading_room__copy.village_id", "reading_room__copy.id"],
            name=op.f("fk_reading_room__scan_village_id_copy_id"),
        ),
        sa.ForeignKeyConstraint(
            ["village_id", "stocktake_id"],
            ["reading_room__stocktake.village_id", "reading_room__stocktake.id"],
            name=op.f("fk_reading_room__scan_village_id_stocktake_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["village_id"], ["village.id"], name=op.f("fk_reading_room__scan_village_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reading_room__scan")),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_reading_room__scan_village_id_id")),
        sa.UniqueConstraint(
            "village_id",
            "stocktake_id",
            "copy_id",
            name=op.f("uq_reading_room__scan_village_id_stocktake_id_copy_id"),
        ),
    )
    with op.batch_alter_table("reading_room__scan", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_reading_room__scan_village_id_copy_id"), ["village_id", "copy_id"], unique=False
        )

    op.create_table(
        "reading_room__wait",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("title_id", sa.Integer(), nullable=False),
        sa.Column("copy_id", sa.Integer(), nullable=True),
        sa.Column("resident_id", sa.Integer(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("ready_on", sa.Date(), nullable=True),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('waiting', 'taken', 'cancelled', 'lapsed')", name=op.f("ck_reading_room__wait_state")
        ),
        sa.CheckConstraint(
            "(copy_id IS NULL) = (ready_on IS NULL)", name=op.f("ck_reading_room__wait_ready")
        ),
        sa.ForeignKeyConstraint(
            ["village_id", "copy_id"],
            ["reading_room__copy.village_id", "reading_room__copy.id"],
            name=op.f("fk_reading_room__wait_village_id_copy_id"),
        ),
        sa.ForeignKeyConstraint(
            ["village_id", "resident_id"],
            ["resident.village_id", "resident.id"],
            name=op.f("fk_reading_room__wait_village_id_resident_id"),
        ),
        sa.ForeignKeyConstraint(
            ["village_id", "title_id"],
            ["reading_room__title.village_id", "reading_room__title.id"],
            name=op.f("fk_reading_room__wait_village_id_title_id"),
        ),
        sa.ForeignKeyConstraint(
            ["village_id"], ["village.id"], name=op.f("fk_reading_room__wait_village_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reading_room__wait")),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_reading_room__wait_village_id_id")),
    )
    with op.batch_alter_table("reading_room__wait", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_reading_room__wait_village_id_resident_id"),
            ["village_id", "resident_id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_reading_room__wait_village_id_state_asked_at_id"),
            ["village_id", "state", "asked_at", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_reading_room__wait_village_id_title_id_asked_at_id"),
            ["village_id", "title_id", "asked_at", "id"],
            unique=False,
        )
        batch_op.create_index(
            "uq_reading_room__wait_aside",
            ["village_id", "copy_id"],
            unique=True,
            sqlite_where=sa.text("state = 'waiting'"),
            postgresql_where=sa.text("state = 'waiting'"),
        )
        batch_op.create_index(
            "uq_reading_room__wait_person",
            ["village_id", "title_id", "resident_id"],
            unique=True,
            sqlite_where=sa.text("state = 'waiting'"),
            postgresql_where=sa.text("state = 'waiting'"),
        )


def downgrade() -> None:
    op.drop_table("reading_room__wait")
    op.drop_table("reading_room__scan")
    op.drop_table("reading_room__loan")
    op.drop_table("reading_room__use")
    op.drop_table("reading_room__copy")
    op.drop_table("reading_room__title")
    op.drop_table("reading_room__visit")
    op.drop_table("reading_room__stocktake")
    op.drop_table("reading_room__policy")
    op.drop_table("reading_room__event")
