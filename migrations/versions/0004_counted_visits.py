"""Visits whose people are counted in and out."""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # One statement that both databases know: SQLite would otherwise copy a table of millions of rows.
    op.execute(
        "ALTER TABLE visit ADD COLUMN gone INTEGER CONSTRAINT ck_visit_gone CHECK (gone BETWEEN 0 AND heads)"
    )


def downgrade() -> None:
    op.execute("ALTER TABLE visit DROP COLUMN gone")
