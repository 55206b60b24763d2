"""The points ledger. Its entries stand: the database itself refuses to change or remove one."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

REFUSED = "the points ledger is append-only"
SQLITE = [
    f"""
    CREATE TRIGGER point_entry_no_{deed} BEFORE {deed} ON point_entry
    BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END
    """
    for deed in ("update", "delete")
]
POSTGRESQL = [
    f"""
    CREATE FUNCTION point_entry_stands() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION '{REFUSED}' USING ERRCODE = 'integrity_constraint_violation'; END $$
    """,
    """
    CREATE TRIGGER point_entry_no_change BEFORE UPDATE OR DELETE ON point_entry
    FOR EACH ROW EXECUTE FUNCTION point_entry_stands()
    """,
    """
    CREATE TRIGGER point_entry_no_truncate BEFORE TRUNCATE ON point_entry
    FOR EACH STATEMENT EXECUTE FUNCTION point_entry_stands()
    """,
]


def upgrade() -> None:
    op.create_table(
        "point_account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("resident_id", sa.Integer(), nullable=True),
        sa.Column("balance", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("balance >= 0", name=op.f("ck_point_account_balance")),
        sa.CheckConstraint("version >= 0", name=op.f("ck_point_account_version")),
        sa.ForeignKeyConstraint(
            ["village_id", "resident_id"],
            ["resident.village_id", "resident.id"],
            name=op.f("fk_point_account_village_id_resident_id"),
        ),
        sa.ForeignKeyConstraint(["village_id"], ["village.id"], name=op.f("fk_point_account_village_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_point_account")),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_point_account_village_id_id")),
        sa.UniqueConstraint(
            "village_id", "resident_id", name=op.f("uq_point_account_village_id_resident_id")
        ),
    )
    op.create_table(
        "point_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("balance_after", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("text", sa.String(length=100), nullable=False),
        sa.Column("source_type", sa.String(length=60), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(length=80), nullable=False),
        sa.Column("reverses_id", sa.Integer(), nullable=True),
        sa.Column("posted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("posted_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(reason = 'reverse') = (reverses_id IS NOT NULL)", name=op.f("ck_point_entry_reverse")
        ),
        sa.CheckConstraint("amount <> 0", name=op.f("ck_point_entry_amount")),
        sa.CheckConstraint("balance_after >= 0", name=op.f("ck_point_entry_balance")),
        sa.CheckConstraint("seq > 0", name=op.f("ck_point_entry_seq")),
        sa.ForeignKeyConstraint(["posted_by_id"], ["user.id"], name=op.f("fk_point_entry_posted_by_id")),
        sa.ForeignKeyConstraint(
            ["village_id", "account_id"],
            ["point_account.village_id", "point_account.id"],
            name=op.f("fk_point_entry_village_id_account_id"),
        ),
        sa.ForeignKeyConstraint(
            ["village_id", "reverses_id"],
            ["point_entry.village_id", "point_entry.id"],
            name=op.f("fk_point_entry_village_id_reverses_id"),
        ),
        sa.ForeignKeyConstraint(["village_id"], ["village.id"], name=op.f("fk_point_entry_village_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_point_entry")),
        sa.UniqueConstraint(
            "village_id", "account_id", "seq", name=op.f("uq_point_entry_village_id_account_id_seq")
        ),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_point_entry_village_id_id")),
        sa.UniqueConstraint("village_id", "token", name=op.f("uq_point_entry_village_id_token")),
        sa.UniqueConstraint("village_id", "reverses_id", name=op.f("uq_point_entry_village_id_reverses_id")),
    )
    with op.batch_alter_table("point_entry", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_point_entry_village_id_posted_at_id"),
            ["village_id", "posted_at", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_point_entry_village_id_source_type_source_id"),
            ["village_id", "source_type", "source_id"],
            unique=False,
        )

    for statement in POSTGRESQL if op.get_bind().dialect.name == "postgresql" else SQLITE:
        op.execute(statement)


def downgrade() -> None:
    with op.batch_alter_table("point_entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_point_entry_village_id_source_type_source_id"))
        batch_op.drop_index(batch_op.f("ix_point_entry_village_id_posted_at_id"))

    op.drop_table("point_entry")
    op.drop_table("point_account")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION point_entry_stands()")
