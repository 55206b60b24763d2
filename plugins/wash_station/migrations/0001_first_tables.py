"""The wash station's first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "wash_station__bay",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=10), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(length=100), nullable=False),
        sa.Column("offered", sa.Boolean(), nullable=False),
        sa.Column("condition", sa.String(length=8), nullable=False),
        sa.Column("uses", sa.Integer(), nullable=False),
        sa.Column("out_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("out_reason", sa.String(length=120), nullable=False),
        sa.Column("code_salt", sa.String(length=32), nullable=True),
        sa.Column("code_hash", sa.String(length=64), nullable=True),
        sa.CheckConstraint("(out_since IS NULL) = (out_reason = '')", name=op.f("ck_wash_station__bay_out")),
        sa.CheckConstraint(
            "condition IN ('good', 'worn', 'broken')", name=op.f("ck_wash_station__bay_condition")
        ),
        sa.CheckConstraint("kind IN ('car', 'carpet')", name=op.f("ck_wash_station__bay_kind")),
        sa.CheckConstraint("minutes BETWEEN 10 AND 480", name=op.f("ck_wash_station__bay_minutes")),
        sa.CheckConstraint("uses >= 0", name=op.f("ck_wash_station__bay_uses")),
        sa.ForeignKeyConstraint(["village_id"], ["village.id"], name=op.f("fk_wash_station__bay_village_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wash_station__bay")),
        sa.UniqueConstraint(
            "village_id", "code_hash", name=op.f("uq_wash_station__bay_village_id_code_hash")
        ),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_wash_station__bay_village_id_id")),
        sa.UniqueConstraint("village_id", "number", name=op.f("uq_wash_station__bay_village_id_number")),
    )
    op.create_table(
        "wash_station__check",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("missing", sa.String(length=600), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["village_id"], ["village.id"], name=op.f("fk_wash_station__check_village_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wash_station__check")),
        sa.UniqueConstraint("village_id", "day", name=op.f("uq_wash_station__check_village_id_day")),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_wash_station__check_village_id_id")),
    )
    op.create_table(
        "wash_station__closure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(length=100), nullable=False),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_wash_station__closure_order")),
        sa.ForeignKeyConstraint(
            ["village_id"], ["village.id"], name=op.f("fk_wash_station__closure_village_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wash_station__closure")),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_wash_station__closure_village_id_id")),
    )
    with op.batch_alter_table("wash_station__closure", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_wash_station__closure_village_id_ends_at"), ["village_id", "ends_at"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_wash_station__closure_village_id_starts_at_id"),
            ["village_id", "starts_at", "id"],
            unique=False,
        )

    op.create_table(
        "wash_station__consumable",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("unit", sa.String(length=10), nullable=False),
        sa.Column("stock", sa.Integer(), nullable=False),
        sa.Column("low_at", sa.Integer(), nullable=False),
        sa.CheckConstraint("stock >= 0", name=op.f("ck_wash_station__consumable_stock")),
        sa.ForeignKeyConstraint(
            ["village_id"], ["village.id"], name=op.f("fk_wash_station__consumable_village_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wash_station__consumable")),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_wash_station__consumable_village_id_id")),
        sa.UniqueConstraint("village_id", "name", name=op.f("uq_wash_station__consumable_village_id_name")),
    )
    op.create_table(
        "wash_station__policy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("book_days", sa.Integer(), nullable=False),
        sa.Column("checklist", sa.String(length=600), nullable=False),
        sa.CheckConstraint("book_days BETWEEN 1 AND 30", name=op.f("ck_wash_station__policy_book")),
        sa.ForeignKeyConstraint(
            ["village_id"], ["village.id"], name=op.f("fk_wash_station__policy_village_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wash_station__policy")),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_wash_station__policy_village_id_id")),
        sa.UniqueConstraint("village_id", name=op.f("uq_wash_station__policy_village_id")),
    )
    op.create_table(
        "wash_station__closed_bay",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("closure_id", sa.Integer(), nullable=False),
        sa.Column("bay_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["village_id", "bay_id"],
            ["wash_station__bay.village_id", "wash_station__bay.id"],
            name=op.f("fk_wash_station__closed_bay_village_id_bay_id"),
        ),
        sa.ForeignKeyConstraint(
            ["village_id", "closure_id"],
            ["wash_station__closure.village_id", "wash_station__closure.id"],
            name=op.f("fk_wash_station__closed_bay_village_id_closure_id"),
        ),
        sa.ForeignKeyConstraint(
            ["village_id"], ["village.id"], name=op.f("fk_wash_station__closed_bay_village_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wash_station__closed_bay")),
        sa.UniqueConstraint(
            "village_id",
            "closure_id",
            "bay_id",
            name=op.f("uq_wash_station__closed_bay_village_id_closure_id_bay_id"),
        ),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_wash_station__closed_bay_village_id_id")),
    )
    with op.batch_alter_table("wash_station__closed_bay", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_wash_station__closed_bay_village_id_bay_id"),
            ["village_id", "bay_id"],
            unique=False,
        )

    op.create_table(
        "wash_station__fault",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("bay_id", sa.Integer(), nullable=False),
        sa.Column("severity", sa.String(length=8), nullable=False),
        sa.Column("what", sa.String(length=300), nullable=False),
        sa.Column("source", sa.String(length=8), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("stopped", sa.Boolean(), nullable=False),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(length=300), nullable=False),
        sa.CheckConstraint(
            "(settled_at IS NULL) = (state = 'open')", name=op.f("ck_wash_station__fault_settled")
        ),
        sa.CheckConstraint(
            "severity IN ('minor', 'major', 'danger')", name=op.f("ck_wash_station__fault_severity")
        ),
        sa.CheckConstraint("source IN ('keeper', 'public')", name=op.f("ck_wash_station__fault_source")),
        sa.CheckConstraint(
            "state IN ('open', 'fixed', 'dismissed')", name=op.f("ck_wash_station__fault_state")
        ),
        sa.ForeignKeyConstraint(
            ["village_id", "bay_id"],
            ["wash_station__bay.village_id", "wash_station__bay.id"],
            name=op.f("fk_wash_station__fault_village_id_bay_id"),
        ),
        sa.ForeignKeyConstraint(
            ["village_id"], ["village.id"], name=op.f("fk_wash_station__fault_village_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wash_station__fault")),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_wash_station__fault_village_id_id")),
    )
    with op.batch_alter_table("wash_station__fault", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_wash_station__fault_village_id_bay_id_state"),
            ["village_id", "bay_id", "state"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_wash_station__fault_village_id_reported_at_id"),
            ["village_id", "reported_at", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_wash_station__fault_village_id_settled_at"),
            ["village_id", "settled_at"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_wash_station__fault_village_id_state_reported_at_id"),
            ["village_id", "state", "reported_at", "id"],
            unique=False,
        )

    op.create_table(
        "wash_station__outage",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("bay_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=120), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "ended_at IS NULL OR ended_at >= began_at", name=op.f("ck_wash_station__outage_order")
        ),
        sa.ForeignKeyConstraint(
            ["village_id", "bay_id"],
            ["wash_station__bay.village_id", "wash_station__bay.id"],
            name=op.f("fk_wash_station__outage_village_id_bay_id"),
        ),
        sa.ForeignKeyConstraint(
            ["village_id"], ["village.id"], name=op.f("fk_wash_station__outage_village_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wash_station__outage")),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_wash_station__outage_village_id_id")),
    )
    with op.batch_alter_table("wash_station__outage", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_wash_station__outage_village_id_began_at_id"),
            ["village_id", "began_at", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_wash_station__outage_village_id_ended_at"),
            ["village_id", "ended_at"],
            unique=False,
        )
        batch_op.create_index(
            "uq_wash_station__outage_open",
            ["village_id", "bay_id"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.create_table(
        "wash_station__service",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("bay_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("every_days", sa.Integer(), nullable=True),
        sa.Column("every_uses", sa.Integer(), nullable=True),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("last_uses", sa.Integer(), nullable=False),
        sa.Column("planned", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "every_days IS NOT NULL OR every_uses IS NOT NULL", name=op.f("ck_wash_station__service_plan")
        ),
        sa.CheckConstraint(
            "every_days IS NULL OR every_days BETWEEN 1 AND 3660", name=op.f("ck_wash_station__service_days")
        ),
        sa.CheckConstraint(
            "every_uses IS NULL OR every_uses BETWEEN 1 AND 100000",
            name=op.f("ck_wash_station__service_uses"),
        ),
        sa.ForeignKeyConstraint(
            ["village_id", "bay_id"],
            ["wash_station__bay.village_id", "wash_station__bay.id"],
            name=op.f("fk_wash_station__service_village_id_bay_id"),
        ),
        sa.ForeignKeyConstraint(
            ["village_id"], ["village.id"], name=op.f("fk_wash_station__service_village_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wash_station__service")),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_wash_station__service_village_id_id")),
    )
    with op.batch_alter_table("wash_station__service", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_wash_station__service_village_id_bay_id"), ["village_id", "bay_id"], unique=False
        )

    op.create_table(
        "wash_station__stock_move",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("consumable_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("change", sa.Integer(), nullable=False),
        sa.Column("stock_after", sa.Integer(), nullable=False),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("note", sa.String(length=100), nullable=False),
        sa.CheckConstraint(
            "kind IN ('receive', 'issue', 'adjust', 'count')", name=op.f("ck_wash_station__stock_move_kind")
        ),
        sa.CheckConstraint("stock_after >= 0", name=op.f("ck_wash_station__stock_move_stock")),
        sa.ForeignKeyConstraint(
            ["village_id", "consumable_id"],
            ["wash_station__consumable.village_id", "wash_station__consumable.id"],
            name=op.f("fk_wash_station__stock_move_village_id_consumable_id"),
        ),
        sa.ForeignKeyConstraint(
            ["village_id"], ["village.id"], name=op.f("fk_wash_station__stock_move_village_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wash_station__stock_move")),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_wash_station__stock_move_village_id_id")),
    )
    with op.batch_alter_table("wash_station__stock_move", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_wash_station__stock_move_village_id_consumable_id"),
            ["village_id", "consumable_id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_wash_station__stock_move_village_id_moved_at_id"),
            ["village_id", "moved_at", "id"],
            unique=False,
        )

    op.create_table(
        "wash_station__use",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("bay_id", sa.Integer(), nullable=False),
        sa.Column("ticket", sa.String(length=8), nullable=True),
        sa.Column("source", sa.String(length=8), nullable=False),
        sa.Column("why", sa.String(length=200), nullable=False),
        sa.Column("closure_id", sa.Integer(), nullable=True),
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
        sa.CheckConstraint("source IN ('keeper', 'public')", name=op.f("ck_wash_station__use_source")),
        sa.CheckConstraint(
            "state IN ('kept', 'cancelled', 'mistake')", name=op.f("ck_wash_station__use_state")
        ),
        sa.CheckConstraint(
            "busy_from <= starts_at AND busy_until >= busy_from", name=op.f("ck_wash_station__use_busy")
        ),
        sa.CheckConstraint(
            "ended_at IS NULL OR begun_at IS NOT NULL", name=op.f("ck_wash_station__use_begun")
        ),
        sa.CheckConstraint(
            "ended_at IS NULL OR ended_at >= begun_at", name=op.f("ck_wash_station__use_order")
        ),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_wash_station__use_span")),
        sa.CheckConstraint("heads > 0", name=op.f("ck_wash_station__use_heads")),
        sa.ForeignKeyConstraint(
            ["village_id", "bay_id"],
            ["wash_station__bay.village_id", "wash_station__bay.id"],
            name=op.f("fk_wash_station__use_village_id_bay_id"),
        ),
        sa.ForeignKeyConstraint(
            ["village_id", "closure_id"],
            ["wash_station__closure.village_id", "wash_station__closure.id"],
            name=op.f("fk_wash_station__use_village_id_closure_id"),
        ),
        sa.ForeignKeyConstraint(["village_id"], ["village.id"], name=op.f("fk_wash_station__use_village_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wash_station__use")),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_wash_station__use_village_id_id")),
        sa.UniqueConstraint("village_id", "ticket", name=op.f("uq_wash_station__use_village_id_ticket")),
    )
    with op.batch_alter_table("wash_station__use", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_wash_station__use_village_id_asked_at_id"),
            ["village_id", "asked_at", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_wash_station__use_village_id_bay_id_busy_until"),
            ["village_id", "bay_id", "busy_until"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_wash_station__use_village_id_begun_at"), ["village_id", "begun_at"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_wash_station__use_village_id_busy_until_busy_from"),
            ["village_id", "busy_until", "busy_from"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_wash_station__use_village_id_closure_id"),
            ["village_id", "closure_id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_wash_station__use_village_id_starts_at_id"),
            ["village_id", "starts_at", "id"],
            unique=False,
        )
        batch_op.create_index(
            "uq_wash_station__use_open",
            ["village_id", "bay_id"],
            unique=True,
            sqlite_where=sa.text("begun_at IS NOT NULL AND ended_at IS NULL"),
            postgresql_where=sa.text("begun_at IS NOT NULL AND ended_at IS NULL"),
        )

    op.create_table(
        "wash_station__serviced",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("service_id", sa.Integer(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=False),
        sa.Column("uses", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["village_id", "service_id"],
            ["wash_station__service.village_id", "wash_station__service.id"],
            name=op.f("fk_wash_station__serviced_village_id_service_id"),
        ),
        sa.ForeignKeyConstraint(
            ["village_id"], ["village.id"], name=op.f("fk_wash_station__serviced_village_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wash_station__serviced")),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_wash_station__serviced_village_id_id")),
    )
    with op.batch_alter_table("wash_station__serviced", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_wash_station__serviced_village_id_done_on_id"),
            ["village_id", "done_on", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_wash_station__serviced_village_id_service_id_done_on"),
            ["village_id", "service_id", "done_on"],
            unique=False,
        )


def downgrade() -> None:
    with op.batch_alter_table("wash_station__serviced", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_wash_station__serviced_village_id_service_id_done_on"))
        batch_op.drop_index(batch_op.f("ix_wash_station__serviced_village_id_done_on_id"))

    op.drop_table("wash_station__serviced")
    with op.batch_alter_table("wash_station__use", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_wash_station__use_open",
            sqlite_where=sa.text("begun_at IS NOT NULL AND ended_at IS NULL"),
            postgresql_where=sa.text("begun_at IS NOT NULL AND ended_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_wash_station__use_village_id_starts_at_id"))
        batch_op.drop_index(batch_op.f("ix_wash_station__use_village_id_closure_id"))
        batch_op.drop_index(batch_op.f("ix_wash_station__use_village_id_busy_until_busy_from"))
        batch_op.drop_index(batch_op.f("ix_wash_station__use_village_id_begun_at"))
        batch_op.drop_index(batch_op.f("ix_wash_station__use_village_id_bay_id_busy_until"))
        batch_op.drop_index(batch_op.f("ix_wash_station__use_village_id_asked_at_id"))

    op.drop_table("wash_station__use")
    with op.batch_alter_table("wash_station__stock_move", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_wash_station__stock_move_village_id_moved_at_id"))
        batch_op.drop_index(batch_op.f("ix_wash_station__stock_move_village_id_consumable_id"))

    op.drop_table("wash_station__stock_move")
    with op.batch_alter_table("wash_station__service", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_wash_station__service_village_id_bay_id"))

    op.drop_table("wash_station__service")
    with op.batch_alter_table("wash_station__outage", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_wash_station__outage_open",
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_wash_station__outage_village_id_ended_at"))
        batch_op.drop_index(batch_op.f("ix_wash_station__outage_village_id_began_at_id"))

    op.drop_table("wash_station__outage")
    with op.batch_alter_table("wash_station__fault", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_wash_station__fault_village_id_state_reported_at_id"))
        batch_op.drop_index(batch_op.f("ix_wash_station__fault_village_id_settled_at"))
        batch_op.drop_index(batch_op.f("ix_wash_station__fault_village_id_reported_at_id"))
        batch_op.drop_index(batch_op.f("ix_wash_station__fault_village_id_bay_id_state"))

    op.drop_table("wash_station__fault")
    with op.batch_alter_table("wash_station__closed_bay", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_wash_station__closed_bay_village_id_bay_id"))

    op.drop_table("wash_station__closed_bay")
    op.drop_table("wash_station__policy")
    op.drop_table("wash_station__consumable")
    with op.batch_alter_table("wash_station__closure", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_wash_station__closure_village_id_starts_at_id"))
        batch_op.drop_index(batch_op.f("ix_wash_station__closure_village_id_ends_at"))

    op.drop_table("wash_station__closure")
    op.drop_table("wash_station__check")
    op.drop_table("wash_station__bay")
