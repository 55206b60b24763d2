"""First tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "party_history_hall__check",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("missing", sa.String(length=600), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["village_id"], ["village.id"], name=op.f("fk_party_history_hall__check_village_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_party_history_hall__check")),
        sa.UniqueConstraint("village_id", "day", name=op.f("uq_party_history_hall__check_village_id_day")),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_party_history_hall__check_village_id_id")),
    )
    op.create_table(
        "party_history_hall__exhibit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("place", sa.String(length=60), nullable=False),
        sa.Column("offered", sa.Boolean(), nullable=False),
        sa.Column("condition", sa.String(length=8), nullable=False),
        sa.Column("uses", sa.Integer(), nullable=False),
        sa.Column("out_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("out_reason", sa.String(length=120), nullable=False),
        sa.CheckConstraint(
            "(out_since IS NULL) = (out_reason = '')", name=op.f("ck_party_history_hall__exhibit_out")
        ),
        sa.CheckConstraint(
            "condition IN ('good', 'worn', 'broken')", name=op.f("ck_party_history_hall__exhibit_condition")
        ),
        sa.CheckConstraint("uses >= 0", name=op.f("ck_party_history_hall__exhibit_uses")),
        sa.ForeignKeyConstraint(
            ["village_id"], ["village.id"], name=op.f("fk_party_history_hall__exhibit_village_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_party_history_hall__exhibit")),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_party_history_hall__exhibit_village_id_id")),
        sa.UniqueConstraint(
            "village_id", "number", name=op.f("uq_party_history_hall__exhibit_village_id_number")
        ),
    )
    op.create_table(
        "party_history_hall__guide",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=50), nullable=False),
        sa.Column("offered", sa.Boolean(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("stopped_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "offered = (stopped_on IS NULL)", name=op.f("ck_party_history_hall__guide_stopped")
        ),
        sa.ForeignKeyConstraint(
            ["village_id"], ["village.id"], name=op.f("fk_party_history_hall__guide_village_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_party_history_hall__guide")),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_party_history_hall__guide_village_id_id")),
    )
    with op.batch_alter_table("party_history_hall__guide", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_party_history_hall__guide_village_id_stopped_on"),
            ["village_id", "stopped_on"],
            unique=False,
        )

    op.create_table(
        "party_history_hall__hall",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("ahead_days", sa.Integer(), nullable=False),
        sa.Column("checklist", sa.String(length=600), nullable=False),
        sa.Column("programme", sa.String(length=600), nullable=False),
        sa.CheckConstraint("ahead_days BETWEEN 1 AND 731", name=op.f("ck_party_history_hall__hall_ahead")),
        sa.CheckConstraint("minutes BETWEEN 15 AND 240", name=op.f("ck_party_history_hall__hall_minutes")),
        sa.ForeignKeyConstraint(
            ["village_id"], ["village.id"], name=op.f("fk_party_history_hall__hall_village_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_party_history_hall__hall")),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_party_history_hall__hall_village_id_id")),
        sa.UniqueConstraint("village_id", name=op.f("uq_party_history_hall__hall_village_id")),
    )
    op.create_table(
        "party_history_hall__fault",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("exhibit_id", sa.Integer(), nullable=False),
        sa.Column("severity", sa.String(length=8), nullable=False),
        sa.Column("what", sa.String(length=300), nullable=False),
        sa.Column("source", sa.String(length=8), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("stopped", sa.Boolean(), nullable=False),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(length=300), nullable=False),
        sa.CheckConstraint(
            "(settled_at IS NULL) = (state = 'open')", name=op.f("ck_party_history_hall__fault_settled")
        ),
        sa.CheckConstraint(
            "severity IN ('minor', 'major', 'danger')", name=op.f("ck_party_history_hall__fault_severity")
        ),
        sa.CheckConstraint(
            "source IN ('keeper', 'public')", name=op.f("ck_party_history_hall__fault_source")
        ),
        sa.CheckConstraint(
            "state IN ('open', 'fixed', 'dismissed')", name=op.f("ck_party_history_hall__fault_state")
        ),
        sa.ForeignKeyConstraint(
            ["village_id", "exhibit_id"],
            ["party_history_hall__exhibit.village_id", "party_history_hall__exhibit.id"],
            name=op.f("fk_party_history_hall__fault_village_id_exhibit_id"),
        ),
        sa.ForeignKeyConstraint(
            ["village_id"], ["village.id"], name=op.f("fk_party_history_hall__fault_village_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_party_history_hall__fault")),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_party_history_hall__fault_village_id_id")),
    )
    with op.batch_alter_table("party_history_hall__fault", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_party_history_hall__fault_village_id_exhibit_id_state"),
            ["village_id", "exhibit_id", "state"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_party_history_hall__fault_village_id_reported_at_id"),
            ["village_id", "reported_at", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_party_history_hall__fault_village_id_settled_at"),
            ["village_id", "settled_at"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_party_history_hall__fault_village_id_state_reported_at_id"),
            ["village_id", "state", "reported_at", "id"],
            unique=False,
        )

    op.create_table(
        "party_history_hall__group",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("hall_id", sa.Integer(), nullable=False),
        sa.Column("organisation", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("guide_id", sa.Integer(), nullable=True),
        sa.Column("contact", sa.String(length=30), nullable=False),
        sa.Column("phone", sa.String(length=20), nullable=False),
        sa.Column("by_teacher", sa.Boolean(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("parts", sa.Integer(), nullable=False),
        sa.Column("first_id", sa.Integer(), nullable=True),
        sa.Column("counted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("why", sa.String(length=200), nullable=False),
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
            "(state = 'came') = (begun_at IS NOT NULL)", name=op.f("ck_party_history_hall__group_came")
        ),
        sa.CheckConstraint(
            "kind <> 'school' OR by_teacher", name=op.f("ck_party_history_hall__group_teacher")
        ),
        sa.CheckConstraint(
            "kind IN ('party_day', 'school', 'public')", name=op.f("ck_party_history_hall__group_kind")
        ),
        sa.CheckConstraint(
            "state IN ('booked', 'came', 'missed', 'cancelled')",
            name=op.f("ck_party_history_hall__group_state"),
        ),
        sa.CheckConstraint(
            "(begun_at IS NULL) = (counted_at IS NULL)", name=op.f("ck_party_history_hall__group_counted")
        ),
        sa.CheckConstraint("asked > 0", name=op.f("ck_party_history_hall__group_asked")),
        sa.CheckConstraint(
            "busy_from <= starts_at AND busy_until >= busy_from",
            name=op.f("ck_party_history_hall__group_busy"),
        ),
        sa.CheckConstraint(
            "ended_at IS NULL OR begun_at IS NOT NULL", name=op.f("ck_party_history_hall__group_begun")
        ),
        sa.CheckConstraint(
            "ended_at IS NULL OR ended_at >= begun_at", name=op.f("ck_party_history_hall__group_order")
        ),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_party_history_hall__group_span")),
        sa.CheckConstraint("heads > 0", name=op.f("ck_party_history_hall__group_heads")),
        sa.CheckConstraint("part BETWEEN 1 AND parts", name=op.f("ck_party_history_hall__group_part")),
        sa.ForeignKeyConstraint(
            ["village_id", "guide_id"],
            ["party_history_hall__guide.village_id", "party_history_hall__guide.id"],
            name=op.f("fk_party_history_hall__group_village_id_guide_id"),
        ),
        sa.ForeignKeyConstraint(
            ["village_id", "hall_id"],
            ["party_history_hall__hall.village_id", "party_history_hall__hall.id"],
            name=op.f("fk_party_history_hall__group_village_id_hall_id"),
        ),
        sa.ForeignKeyConstraint(
            ["village_id"], ["village.id"], name=op.f("fk_party_history_hall__group_village_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_party_history_hall__group")),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_party_history_hall__group_village_id_id")),
    )
    with op.batch_alter_table("party_history_hall__group", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_party_history_hall__group_village_id_asked_at_id"),
            ["village_id", "asked_at", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_party_history_hall__group_village_id_busy_until_busy_from"),
            ["village_id", "busy_until", "busy_from"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_party_history_hall__group_village_id_ends_at"),
            ["village_id", "ends_at"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_party_history_hall__group_village_id_first_id"),
            ["village_id", "first_id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_party_history_hall__group_village_id_guide_id_busy_until"),
            ["village_id", "guide_id", "busy_until"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_party_history_hall__group_village_id_hall_id_busy_until"),
            ["village_id", "hall_id", "busy_until"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_party_history_hall__group_village_id_organisation"),
            ["village_id", "organisation"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_party_history_hall__group_village_id_starts_at_id"),
            ["village_id", "starts_at", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_party_history_hall__group_village_id_state_ends_at"),
            ["village_id", "state", "ends_at"],
            unique=False,
        )

    op.create_table(
        "party_history_hall__outage",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("exhibit_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=120), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "ended_at IS NULL OR ended_at >= began_at", name=op.f("ck_party_history_hall__outage_order")
        ),
        sa.ForeignKeyConstraint(
            ["village_id", "exhibit_id"],
            ["party_history_hall__exhibit.village_id", "party_history_hall__exhibit.id"],
            name=op.f("fk_party_history_hall__outage_village_id_exhibit_id"),
        ),
        sa.ForeignKeyConstraint(
            ["village_id"], ["village.id"], name=op.f("fk_party_history_hall__outage_village_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_party_history_hall__outage")),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_party_history_hall__outage_village_id_id")),
    )
    with op.batch_alter_table("party_history_hall__outage", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_party_history_hall__outage_village_id_began_at_id"),
            ["village_id", "began_at", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_party_history_hall__outage_village_id_ended_at"),
            ["village_id", "ended_at"],
            unique=False,
        )
        batch_op.create_index(
            "uq_party_history_hall__outage_open",
            ["village_id", "exhibit_id"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.create_table(
        "party_history_hall__service",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("exhibit_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("every_days", sa.Integer(), nullable=True),
        sa.Column("every_uses", sa.Integer(), nullable=True),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("last_uses", sa.Integer(), nullable=False),
        sa.Column("planned", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "every_days IS NOT NULL OR every_uses IS NOT NULL",
            name=op.f("ck_party_history_hall__service_plan"),
        ),
        sa.CheckConstraint(
            "every_days IS NULL OR every_days BETWEEN 1 AND 3660",
            name=op.f("ck_party_history_hall__service_days"),
        ),
        sa.CheckConstraint(
            "every_uses IS NULL OR every_uses BETWEEN 1 AND 100000",
            name=op.f("ck_party_history_hall__service_uses"),
        ),
        sa.ForeignKeyConstraint(
            ["village_id", "exhibit_id"],
            ["party_history_hall__exhibit.village_id", "party_history_hall__exhibit.id"],
            name=op.f("fk_party_history_hall__service_village_id_exhibit_id"),
        ),
        sa.ForeignKeyConstraint(
            ["village_id"], ["village.id"], name=op.f("fk_party_history_hall__service_village_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_party_history_hall__service")),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_party_history_hall__service_village_id_id")),
    )
    with op.batch_alter_table("party_history_hall__service", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_party_history_hall__service_village_id_exhibit_id"),
            ["village_id", "exhibit_id"],
            unique=False,
        )

    op.create_table(
        "party_history_hall__serviced",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("service_id", sa.Integer(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=False),
        sa.Column("uses", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["village_id", "service_id"],
            ["party_history_hall__service.village_id", "party_history_hall__service.id"],
            name=op.f("fk_party_history_hall__serviced_village_id_service_id"),
        ),
        sa.ForeignKeyConstraint(
            ["village_id"], ["village.id"], name=op.f("fk_party_history_hall__serviced_village_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_party_history_hall__serviced")),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_party_history_hall__serviced_village_id_id")),
    )
    with op.batch_alter_table("party_history_hall__serviced", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_party_history_hall__serviced_village_id_done_on_id"),
            ["village_id", "done_on", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_party_history_hall__serviced_village_id_service_id_done_on"),
            ["village_id", "service_id", "done_on"],
            unique=False,
        )


def downgrade() -> None:
    with op.batch_alter_table("party_history_hall__serviced", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_party_history_hall__serviced_village_id_service_id_done_on"))
        batch_op.drop_index(batch_op.f("ix_party_history_hall__serviced_village_id_done_on_id"))

    op.drop_table("party_history_hall__serviced")
    with op.batch_alter_table("party_history_hall__service", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_party_history_hall__service_village_id_exhibit_id"))

    op.drop_table("party_history_hall__service")
    with op.batch_alter_table("party_history_hall__outage", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_party_history_hall__outage_open",
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_party_history_hall__outage_village_id_ended_at"))
        batch_op.drop_index(batch_op.f("ix_party_history_hall__outage_village_id_began_at_id"))

    op.drop_table("party_history_hall__outage")
    with op.batch_alter_table("party_history_hall__group", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_party_history_hall__group_village_id_state_ends_at"))
        batch_op.drop_index(batch_op.f("ix_party_history_hall__group_village_id_starts_at_id"))
        batch_op.drop_index(batch_op.f("ix_party_history_hall__group_village_id_organisation"))
        batch_op.drop_index(batch_op.f("ix_party_history_hall__group_village_id_hall_id_busy_until"))
        batch_op.drop_index(batch_op.f("ix_party_history_hall__group_village_id_guide_id_busy_until"))
        batch_op.drop_index(batch_op.f("ix_party_history_hall__group_village_id_first_id"))
        batch_op.drop_index(batch_op.f("ix_party_history_hall__group_village_id_ends_at"))
        batch_op.drop_index(batch_op.f("ix_party_history_hall__group_village_id_busy_until_busy_from"))
        batch_op.drop_index(batch_op.f("ix_party_history_hall__group_village_id_asked_at_id"))

    op.drop_table("party_history_hall__group")
    with op.batch_alter_table("party_history_hall__fault", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_party_history_hall__fault_village_id_state_reported_at_id"))
        batch_op.drop_index(batch_op.f("ix_party_history_hall__fault_village_id_settled_at"))
        batch_op.drop_index(batch_op.f("ix_party_history_hall__fault_village_id_reported_at_id"))
        batch_op.drop_index(batch_op.f("ix_party_history_hall__fault_village_id_exhibit_id_state"))

    op.drop_table("party_history_hall__fault")
    op.drop_table("party_history_hall__hall")
    with op.batch_alter_table("party_history_hall__guide", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_party_history_hall__guide_village_id_stopped_on"))

    op.drop_table("party_history_hall__guide")
    op.drop_table("party_history_hall__exhibit")
    op.drop_table("party_history_hall__check")
