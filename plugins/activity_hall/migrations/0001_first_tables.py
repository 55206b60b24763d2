"""The activity hall's first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "activity_hall__hall",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=20), nullable=False),
        sa.Column("most", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(length=100), nullable=False),
        sa.Column("offered", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "most IS NULL OR most BETWEEN 1 AND 10000", name=op.f("ck_activity_hall__hall_most")
        ),
        sa.ForeignKeyConstraint(
            ["village_id"], ["village.id"], name=op.f("fk_activity_hall__hall_village_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activity_hall__hall")),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_activity_hall__hall_village_id_id")),
        sa.UniqueConstraint("village_id", "name", name=op.f("uq_activity_hall__hall_village_id_name")),
    )
    op.create_table(
        "activity_hall__policy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("set_up", sa.Integer(), nullable=False),
        sa.Column("clean_up", sa.Integer(), nullable=False),
        sa.Column("ahead_days", sa.Integer(), nullable=False),
        sa.Column("offer_days", sa.Integer(), nullable=False),
        sa.Column("checklist", sa.String(length=600), nullable=False),
        sa.CheckConstraint(
            "ahead_days BETWEEN 1 AND 731 AND offer_days BETWEEN 1 AND 14",
            name=op.f("ck_activity_hall__policy_days"),
        ),
        sa.CheckConstraint(
            "set_up BETWEEN 0 AND 240 AND clean_up BETWEEN 0 AND 240",
            name=op.f("ck_activity_hall__policy_minutes"),
        ),
        sa.ForeignKeyConstraint(
            ["village_id"], ["village.id"], name=op.f("fk_activity_hall__policy_village_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activity_hall__policy")),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_activity_hall__policy_village_id_id")),
        sa.UniqueConstraint("village_id", name=op.f("uq_activity_hall__policy_village_id")),
    )
    op.create_table(
        "activity_hall__series",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("every", sa.String(length=12), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("times", sa.Integer(), nullable=True),
        sa.Column("skip_holidays", sa.Boolean(), nullable=False),
        sa.Column("skip_workdays", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "every IN ('weekly', 'fortnightly', 'monthly')", name=op.f("ck_activity_hall__series_every")
        ),
        sa.CheckConstraint(
            "until IS NOT NULL OR times IS NOT NULL", name=op.f("ck_activity_hall__series_ends")
        ),
        sa.ForeignKeyConstraint(
            ["village_id"], ["village.id"], name=op.f("fk_activity_hall__series_village_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activity_hall__series")),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_activity_hall__series_village_id_id")),
    )
    op.create_table(
        "activity_hall__thing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=30), nullable=False),
        sa.Column("asked_for", sa.Boolean(), nullable=False),
        sa.Column("offered", sa.Boolean(), nullable=False),
        sa.Column("condition", sa.String(length=8), nullable=False),
        sa.Column("uses", sa.Integer(), nullable=False),
        sa.Column("out_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("out_reason", sa.String(length=120), nullable=False),
        sa.CheckConstraint(
            "(out_since IS NULL) = (out_reason = '')", name=op.f("ck_activity_hall__thing_out")
        ),
        sa.CheckConstraint(
            "condition IN ('good', 'worn', 'broken')", name=op.f("ck_activity_hall__thing_condition")
        ),
        sa.CheckConstraint("uses >= 0", name=op.f("ck_activity_hall__thing_uses")),
        sa.ForeignKeyConstraint(
            ["village_id"], ["village.id"], name=op.f("fk_activity_hall__thing_village_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activity_hall__thing")),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_activity_hall__thing_village_id_id")),
        sa.UniqueConstraint("village_id", "name", name=op.f("uq_activity_hall__thing_village_id_name")),
    )
    op.create_table(
        "activity_hall__booking",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("hall_id", sa.Integer(), nullable=False),
        sa.Column("group", sa.String(length=40), nullable=False),
        sa.Column("purpose", sa.String(length=60), nullable=False),
        sa.Column("proposer", sa.String(length=10), nullable=False),
        sa.Column("wanted", sa.String(length=200), nullable=False),
        sa.Column("contact", sa.String(length=30), nullable=False),
        sa.Column("phone", sa.String(length=20), nullable=False),
        sa.Column("words", sa.String(length=200), nullable=False),
        sa.Column("override_reason", sa.String(length=200), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("set_up_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cleaned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone", sa.String(length=600), nullable=False),
        sa.Column("series_id", sa.Integer(), nullable=True),
        sa.Column("moved_from_id", sa.Integer(), nullable=True),
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
            "proposer IN ('residents', 'committee')", name=op.f("ck_activity_hall__booking_proposer")
        ),
        sa.CheckConstraint(
            "state <> 'offered' OR (moved_from_id IS NOT NULL AND lapses_at IS NOT NULL)",
            name=op.f("ck_activity_hall__booking_offer"),
        ),
        sa.CheckConstraint(
            "state IN ('requested', 'approved', 'declined', 'cancelled', 'moved', 'offered', 'dropped')",
            name=op.f("ck_activity_hall__booking_state"),
        ),
        sa.CheckConstraint(
            "busy_from <= starts_at AND busy_until >= busy_from", name=op.f("ck_activity_hall__booking_busy")
        ),
        sa.CheckConstraint(
            "ended_at IS NULL OR begun_at IS NOT NULL", name=op.f("ck_activity_hall__booking_begun")
        ),
        sa.CheckConstraint(
            "ended_at IS NULL OR ended_at >= begun_at", name=op.f("ck_activity_hall__booking_order")
        ),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_activity_hall__booking_span")),
        sa.CheckConstraint("heads > 0", name=op.f("ck_activity_hall__booking_heads")),
        sa.ForeignKeyConstraint(
            ["village_id", "hall_id"],
            ["activity_hall__hall.village_id", "activity_hall__hall.id"],
            name=op.f("fk_activity_hall__booking_village_id_hall_id"),
        ),
        sa.ForeignKeyConstraint(
            ["village_id", "series_id"],
            ["activity_hall__series.village_id", "activity_hall__series.id"],
            name=op.f("fk_activity_hall__booking_village_id_series_id"),
        ),
        sa.ForeignKeyConstraint(
            ["village_id"], ["village.id"], name=op.f("fk_activity_hall__booking_village_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activity_hall__booking")),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_activity_hall__booking_village_id_id")),
    )
    with op.batch_alter_table("activity_hall__booking", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_activity_hall__booking_village_id_asked_at_id"),
            ["village_id", "asked_at", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_activity_hall__booking_village_id_busy_until_busy_from"),
            ["village_id", "busy_until", "busy_from"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_activity_hall__booking_village_id_ends_at"),
            ["village_id", "ends_at"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_activity_hall__booking_village_id_group"), ["village_id", "group"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_activity_hall__booking_village_id_hall_id_busy_until"),
            ["village_id", "hall_id", "busy_until"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_activity_hall__booking_village_id_moved_from_id"),
            ["village_id", "moved_from_id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_activity_hall__booking_village_id_phone"), ["village_id", "phone"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_activity_hall__booking_village_id_series_id_starts_at"),
            ["village_id", "series_id", "starts_at"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_activity_hall__booking_village_id_starts_at_id"),
            ["village_id", "starts_at", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_activity_hall__booking_village_id_state_starts_at"),
            ["village_id", "state", "starts_at"],
            unique=False,
        )

    op.create_table(
        "activity_hall__outage",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("thing_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=120), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "ended_at IS NULL OR ended_at >= began_at", name=op.f("ck_activity_hall__outage_order")
        ),
        sa.ForeignKeyConstraint(
            ["village_id", "thing_id"],
            ["activity_hall__thing.village_id", "activity_hall__thing.id"],
            name=op.f("fk_activity_hall__outage_village_id_thing_id"),
        ),
        sa.ForeignKeyConstraint(
            ["village_id"], ["village.id"], name=op.f("fk_activity_hall__outage_village_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activity_hall__outage")),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_activity_hall__outage_village_id_id")),
    )
    with op.batch_alter_table("activity_hall__outage", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_activity_hall__outage_village_id_began_at_id"),
            ["village_id", "began_at", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_activity_hall__outage_village_id_ended_at"),
            ["village_id", "ended_at"],
            unique=False,
        )
        batch_op.create_index(
            "uq_activity_hall__outage_open",
            ["village_id", "thing_id"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.create_table(
        "activity_hall__service",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("thing_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("every_days", sa.Integer(), nullable=True),
        sa.Column("every_uses", sa.Integer(), nullable=True),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("last_uses", sa.Integer(), nullable=False),
        sa.Column("planned", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "every_days IS NOT NULL OR every_uses IS NOT NULL", name=op.f("ck_activity_hall__service_plan")
        ),
        sa.CheckConstraint(
            "every_days IS NULL OR every_days BETWEEN 1 AND 3660", name=op.f("ck_activity_hall__service_days")
        ),
        sa.CheckConstraint(
            "every_uses IS NULL OR every_uses BETWEEN 1 AND 100000",
            name=op.f("ck_activity_hall__service_uses"),
        ),
        sa.ForeignKeyConstraint(
            ["village_id", "thing_id"],
            ["activity_hall__thing.village_id", "activity_hall__thing.id"],
            name=op.f("fk_activity_hall__service_village_id_thing_id"),
        ),
        sa.ForeignKeyConstraint(
            ["village_id"], ["village.id"], name=op.f("fk_activity_hall__service_village_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activity_hall__service")),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_activity_hall__service_village_id_id")),
    )
    with op.batch_alter_table("activity_hall__service", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_activity_hall__service_village_id_thing_id"),
            ["village_id", "thing_id"],
            unique=False,
        )

    op.create_table(
        "activity_hall__event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("booking_id", sa.Integer(), nullable=False),
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
            "finished_at IS NULL OR state = 'held'", name=op.f("ck_activity_hall__event_finished")
        ),
        sa.CheckConstraint(
            "heads >= 0 AND (state = 'held' OR heads = 0)", name=op.f("ck_activity_hall__event_heads")
        ),
        sa.CheckConstraint(
            "proposer IN ('residents', 'committee')", name=op.f("ck_activity_hall__event_proposer")
        ),
        sa.CheckConstraint(
            "state <> 'held' OR (heads > 0 AND began_at IS NOT NULL AND finished_at > began_at"
            " AND entered_at IS NOT NULL)",
            name=op.f("ck_activity_hall__event_held"),
        ),
        sa.CheckConstraint(
            "state IN ('planned', 'held', 'cancelled')", name=op.f("ck_activity_hall__event_state")
        ),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_activity_hall__event_order")),
        sa.ForeignKeyConstraint(
            ["village_id", "booking_id"],
            ["activity_hall__booking.village_id", "activity_hall__booking.id"],
            name=op.f("fk_activity_hall__event_village_id_booking_id"),
        ),
        sa.ForeignKeyConstraint(
            ["village_id"], ["village.id"], name=op.f("fk_activity_hall__event_village_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activity_hall__event")),
        sa.UniqueConstraint(
            "village_id", "booking_id", name=op.f("uq_activity_hall__event_village_id_booking_id")
        ),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_activity_hall__event_village_id_id")),
    )
    with op.batch_alter_table("activity_hall__event", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_activity_hall__event_village_id_starts_at_id"),
            ["village_id", "starts_at", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_activity_hall__event_village_id_state_starts_at"),
            ["village_id", "state", "starts_at"],
            unique=False,
        )

    op.create_table(
        "activity_hall__fault",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("thing_id", sa.Integer(), nullable=False),
        sa.Column("booking_id", sa.Integer(), nullable=True),
        sa.Column("severity", sa.String(length=8), nullable=False),
        sa.Column("what", sa.String(length=300), nullable=False),
        sa.Column("source", sa.String(length=8), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("stopped", sa.Boolean(), nullable=False),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(length=300), nullable=False),
        sa.CheckConstraint(
            "(settled_at IS NULL) = (state = 'open')", name=op.f("ck_activity_hall__fault_settled")
        ),
        sa.CheckConstraint(
            "severity IN ('minor', 'major', 'danger')", name=op.f("ck_activity_hall__fault_severity")
        ),
        sa.CheckConstraint("source IN ('keeper', 'public')", name=op.f("ck_activity_hall__fault_source")),
        sa.CheckConstraint(
            "state IN ('open', 'fixed', 'dismissed')", name=op.f("ck_activity_hall__fault_state")
        ),
        sa.ForeignKeyConstraint(
            ["village_id", "booking_id"],
            ["activity_hall__booking.village_id", "activity_hall__booking.id"],
            name=op.f("fk_activity_hall__fault_village_id_booking_id"),
        ),
        sa.ForeignKeyConstraint(
            ["village_id", "thing_id"],
            ["activity_hall__thing.village_id", "activity_hall__thing.id"],
            name=op.f("fk_activity_hall__fault_village_id_thing_id"),
        ),
        sa.ForeignKeyConstraint(
            ["village_id"], ["village.id"], name=op.f("fk_activity_hall__fault_village_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activity_hall__fault")),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_activity_hall__fault_village_id_id")),
    )
    with op.batch_alter_table("activity_hall__fault", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_activity_hall__fault_village_id_booking_id"),
            ["village_id", "booking_id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_activity_hall__fault_village_id_reported_at_id"),
            ["village_id", "reported_at", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_activity_hall__fault_village_id_settled_at"),
            ["village_id", "settled_at"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_activity_hall__fault_village_id_state_reported_at_id"),
            ["village_id", "state", "reported_at", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_activity_hall__fault_village_id_thing_id_state"),
            ["village_id", "thing_id", "state"],
            unique=False,
        )

    op.create_table(
        "activity_hall__serviced",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("service_id", sa.Integer(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=False),
        sa.Column("uses", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["village_id", "service_id"],
            ["activity_hall__service.village_id", "activity_hall__service.id"],
            name=op.f("fk_activity_hall__serviced_village_id_service_id"),
        ),
        sa.ForeignKeyConstraint(
            ["village_id"], ["village.id"], name=op.f("fk_activity_hall__serviced_village_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activity_hall__serviced")),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_activity_hall__serviced_village_id_id")),
    )
    with op.batch_alter_table("activity_hall__serviced", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_activity_hall__serviced_village_id_done_on_id"),
            ["village_id", "done_on", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_activity_hall__serviced_village_id_service_id_done_on"),
            ["village_id", "service_id", "done_on"],
            unique=False,
        )


def downgrade() -> None:
    with op.batch_alter_table("activity_hall__serviced", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_activity_hall__serviced_village_id_service_id_done_on"))
        batch_op.drop_index(batch_op.f("ix_activity_hall__serviced_village_id_done_on_id"))

    op.drop_table("activity_hall__serviced")
    with op.batch_alter_table("activity_hall__fault", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_activity_hall__fault_village_id_thing_id_state"))
        batch_op.drop_index(batch_op.f("ix_activity_hall__fault_village_id_state_reported_at_id"))
        batch_op.drop_index(batch_op.f("ix_activity_hall__fault_village_id_settled_at"))
        batch_op.drop_index(batch_op.f("ix_activity_hall__fault_village_id_reported_at_id"))
        batch_op.drop_index(batch_op.f("ix_activity_hall__fault_village_id_booking_id"))

    op.drop_table("activity_hall__fault")
    with op.batch_alter_table("activity_hall__event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_activity_hall__event_village_id_state_starts_at"))
        batch_op.drop_index(batch_op.f("ix_activity_hall__event_village_id_starts_at_id"))

    op.drop_table("activity_hall__event")
    with op.batch_alter_table("activity_hall__service", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_activity_hall__service_village_id_thing_id"))

    op.drop_table("activity_hall__service")
    with op.batch_alter_table("activity_hall__outage", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_activity_hall__outage_open",
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_activity_hall__outage_village_id_ended_at"))
        batch_op.drop_index(batch_op.f("ix_activity_hall__outage_village_id_began_at_id"))

    op.drop_table("activity_hall__outage")
    with op.batch_alter_table("activity_hall__booking", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_activity_hall__booking_village_id_state_starts_at"))
        batch_op.drop_index(batch_op.f("ix_activity_hall__booking_village_id_starts_at_id"))
        batch_op.drop_index(batch_op.f("ix_activity_hall__booking_village_id_series_id_starts_at"))
        batch_op.drop_index(batch_op.f("ix_activity_hall__booking_village_id_phone"))
        batch_op.drop_index(batch_op.f("ix_activity_hall__booking_village_id_moved_from_id"))
        batch_op.drop_index(batch_op.f("ix_activity_hall__booking_village_id_hall_id_busy_until"))
        batch_op.drop_index(batch_op.f("ix_activity_hall__booking_village_id_group"))
        batch_op.drop_index(batch_op.f("ix_activity_hall__booking_village_id_ends_at"))
        batch_op.drop_index(batch_op.f("ix_activity_hall__booking_village_id_busy_until_busy_from"))
        batch_op.drop_index(batch_op.f("ix_activity_hall__booking_village_id_asked_at_id"))

    op.drop_table("activity_hall__booking")
    op.drop_table("activity_hall__thing")
    op.drop_table("activity_hall__series")
    op.drop_table("activity_hall__policy")
    op.drop_table("activity_hall__hall")
