"""The audit is sealed: entries can be neither changed nor removed, and each gets a seal."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

SQLITE = (
    """
    CREATE TRIGGER audit_entry_waits AFTER INSERT ON audit_entry BEGIN
        INSERT INTO audit_seal (entry_id, village_id) VALUES (NEW.id, coalesce(NEW.village_id, 0));
    END
    """,
    """
    CREATE TRIGGER audit_entry_stays BEFORE DELETE ON audit_entry BEGIN
        SELECT RAISE(ABORT, 'audit entries are never removed');
    END
    """,
    """
    CREATE TRIGGER audit_entry_as_written BEFORE UPDATE ON audit_entry BEGIN
        SELECT RAISE(ABORT, 'audit entries are never changed');
    END
    """,
)
POSTGRESQL = (
    """
    CREATE FUNCTION audit_entry_waits() RETURNS trigger LANGUAGE plpgsql SET search_path = public AS $$
    BEGIN
        INSERT INTO audit_seal (entry_id, village_id) VALUES (NEW.id, coalesce(NEW.village_id, 0));
        RETURN NULL;
    END $$
    """,
    """
    CREATE FUNCTION audit_entry_stays() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'audit entries are never changed or removed';
    END $$
    """,
    """
    CREATE TRIGGER audit_entry_waits AFTER INSERT ON audit_entry
    FOR EACH ROW EXECUTE FUNCTION audit_entry_waits()
    """,
    """
    CREATE TRIGGER audit_entry_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entry
    FOR EACH STATEMENT EXECUTE FUNCTION audit_entry_stays()
    """,
)


def upgrade() -> None:
    op.create_table(
        "audit_head",
        sa.Column("village_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("seal", sa.String(length=64), nullable=False),
        sa.Column("key", sa.String(length=16), nullable=False),
        sa.Column("mac", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("village_id", name=op.f("pk_audit_head")),
    )
    op.create_table(
        "audit_seal",
        sa.Column("entry_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=True),
        sa.Column("seal", sa.String(length=64), nullable=True),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_audit_seal")),
    )
    op.create_index("uq_audit_seal_village_id_place", "audit_seal", ["village_id", "place"], unique=True)
    waiting = sa.text("place IS NULL")
    op.create_index(
        "ix_audit_seal_waiting", "audit_seal", ["entry_id"], sqlite_where=waiting, postgresql_where=waiting
    )
    op.execute(
        "INSERT INTO audit_seal (entry_id, village_id) SELECT id, coalesce(village_id, 0) FROM audit_entry"
    )
    for statement in SQLITE if op.get_bind().dialect.name == "sqlite" else POSTGRESQL:
        op.execute(statement)


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for name in ("audit_entry_waits", "audit_entry_stays", "audit_entry_as_written"):
            op.execute(f"DROP TRIGGER {name}")
    else:
        for name in ("audit_entry_waits", "audit_entry_stays"):
            op.execute(f"DROP TRIGGER {name} ON audit_entry")
            op.execute(f"DROP FUNCTION {name}()")
    op.drop_table("audit_seal")
    op.drop_table("audit_head")
