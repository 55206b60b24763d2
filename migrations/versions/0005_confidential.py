"""Confidential rooms: keys, who may read, who has read."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "confidential_key",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('current', 'former', 'retired', 'lost')", name=op.f("ck_confidential_key_state")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_confidential_key")),
        sa.UniqueConstraint("key", name=op.f("uq_confidential_key_key")),
    )
    with op.batch_alter_table("confidential_key", schema=None) as batch_op:
        batch_op.create_index(
            "uq_confidential_key_current",
            ["state"],
            unique=True,
            sqlite_where=sa.text("state = 'current'"),
            postgresql_where=sa.text("state = 'current'"),
        )

    op.create_table(
        "glass_break",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("room", sa.String(length=40), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_glass_break_user_id")),
        sa.ForeignKeyConstraint(["village_id"], ["village.id"], name=op.f("fk_glass_break_village_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_glass_break")),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_glass_break_village_id_id")),
    )
    with op.batch_alter_table("glass_break", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_glass_break_village_id_at"), ["village_id", "at"], unique=False)

    op.create_table(
        "sealed_read",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("room", sa.String(length=40), nullable=False),
        sa.Column("table", sa.String(length=80), nullable=False),
        sa.Column("row_id", sa.Integer(), nullable=False),
        sa.Column("broken", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_sealed_read_user_id")),
        sa.ForeignKeyConstraint(["village_id"], ["village.id"], name=op.f("fk_sealed_read_village_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sealed_read")),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_sealed_read_village_id_id")),
    )
    with op.batch_alter_table("sealed_read", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_sealed_read_village_id_at_id"), ["village_id", "at", "id"], unique=False
        )

    op.create_table(
        "trust_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("room", sa.String(length=40), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("why", sa.String(length=10), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("agreed", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["user.id"], name=op.f("fk_trust_request_answered_by_id")
        ),
        sa.ForeignKeyConstraint(["asked_by_id"], ["user.id"], name=op.f("fk_trust_request_asked_by_id")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_trust_request_user_id")),
        sa.ForeignKeyConstraint(["village_id"], ["village.id"], name=op.f("fk_trust_request_village_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trust_request")),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_trust_request_village_id_id")),
    )
    with op.batch_alter_table("trust_request", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_trust_request_user_id_answered_at"), ["user_id", "answered_at"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_trust_request_village_id_answered_at"), ["village_id", "answered_at"], unique=False
        )

    op.create_table(
        "role_notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("room", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("about_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("glass_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["about_id"], ["user.id"], name=op.f("fk_role_notice_about_id")),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_role_notice_by_id")),
        sa.ForeignKeyConstraint(["glass_id"], ["glass_break.id"], name=op.f("fk_role_notice_glass_id")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_role_notice_user_id")),
        sa.ForeignKeyConstraint(["village_id"], ["village.id"], name=op.f("fk_role_notice_village_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_notice")),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_role_notice_village_id_id")),
    )
    with op.batch_alter_table("role_notice", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_role_notice_user_id_seen_at"), ["user_id", "seen_at"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_role_notice_village_id_at"), ["village_id", "at"], unique=False)

    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.add_column(sa.Column("trusted", sa.String(length=600), server_default="", nullable=False))
        batch_op.add_column(sa.Column("glass_room", sa.String(length=40), server_default="", nullable=False))
        batch_op.add_column(sa.Column("glass_until", sa.DateTime(timezone=True), nullable=True))
    op.execute(
        "UPDATE membership SET trusted = rooms WHERE role = 'keeper'"
    )  # whoever is of the role stays so


def downgrade() -> None:
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.drop_column("glass_until")
        batch_op.drop_column("glass_room")
        batch_op.drop_column("trusted")

    with op.batch_alter_table("role_notice", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_role_notice_village_id_at"))
        batch_op.drop_index(batch_op.f("ix_role_notice_user_id_seen_at"))

    op.drop_table("role_notice")
    with op.batch_alter_table("trust_request", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_trust_request_village_id_answered_at"))
        batch_op.drop_index(batch_op.f("ix_trust_request_user_id_answered_at"))

    op.drop_table("trust_request")
    with op.batch_alter_table("sealed_read", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sealed_read_village_id_at_id"))

    op.drop_table("sealed_read")
    with op.batch_alter_table("glass_break", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_glass_break_village_id_at"))

    op.drop_table("glass_break")
    with op.batch_alter_table("confidential_key", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_confidential_key_current",
            sqlite_where=sa.text("state = 'current'"),
            postgresql_where=sa.text("state = 'current'"),
        )

    op.drop_table("confidential_key")
