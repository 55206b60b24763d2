"""Lists that are imported, the centre's public page, what the retention runs did."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "import_batch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("sheet", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("beat_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("at", sa.Integer(), nullable=False),
        sa.Column("good", sa.Integer(), nullable=False),
        sa.Column("bad", sa.Integer(), nullable=False),
        sa.Column("known", sa.Integer(), nullable=False),
        sa.Column("findings", sa.Text(), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.CheckConstraint(
            "state IN ('reading', 'checked', 'taking', 'done', 'undoing', 'undone', 'dropped', 'failed')",
            name=op.f("ck_import_batch_state"),
        ),
        sa.CheckConstraint("good >= 0 AND bad >= 0 AND known >= 0", name=op.f("ck_import_batch_numbers")),
        sa.ForeignKeyConstraint(["village_id"], ["village.id"], name=op.f("fk_import_batch_village_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_batch")),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_import_batch_village_id_id")),
    )
    with op.batch_alter_table("import_batch", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_import_batch_village_id_made_at_id"), ["village_id", "made_at", "id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_import_batch_village_id_state"), ["village_id", "state"], unique=False
        )

    op.create_table(
        "public_page",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("open", sa.Boolean(), nullable=False),
        sa.Column("code_salt", sa.String(length=32), nullable=True),
        sa.Column("code_hash", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(["village_id"], ["village.id"], name=op.f("fk_public_page_village_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_public_page")),
        sa.UniqueConstraint("village_id", "code_hash", name=op.f("uq_public_page_village_id_code_hash")),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_public_page_village_id_id")),
        sa.UniqueConstraint("village_id", name=op.f("uq_public_page_village_id")),
    )
    op.create_table(
        "retention_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("ran_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rules", sa.Integer(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("report", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["village_id"], ["village.id"], name=op.f("fk_retention_run_village_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_retention_run")),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_retention_run_village_id_id")),
    )
    with op.batch_alter_table("retention_run", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_retention_run_village_id_ran_at"), ["village_id", "ran_at"], unique=False
        )

    op.create_table(
        "import_made",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("table", sa.String(length=63), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["village_id", "batch_id"],
            ["import_batch.village_id", "import_batch.id"],
            name=op.f("fk_import_made_village_id_batch_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["village_id"], ["village.id"], name=op.f("fk_import_made_village_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_made")),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_import_made_village_id_id")),
    )
    with op.batch_alter_table("import_made", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_import_made_village_id_batch_id_id"),
            ["village_id", "batch_id", "id"],
            unique=False,
        )

    op.create_table(
        "import_row",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["village_id", "batch_id"],
            ["import_batch.village_id", "import_batch.id"],
            name=op.f("fk_import_row_village_id_batch_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["village_id"], ["village.id"], name=op.f("fk_import_row_village_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_row")),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_import_row_village_id_id")),
    )
    with op.batch_alter_table("import_row", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_import_row_village_id_batch_id_id"), ["village_id", "batch_id", "id"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("import_row", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_import_row_village_id_batch_id_id"))

    op.drop_table("import_row")
    with op.batch_alter_table("import_made", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_import_made_village_id_batch_id_id"))

    op.drop_table("import_made")
    with op.batch_alter_table("retention_run", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_retention_run_village_id_ran_at"))

    op.drop_table("retention_run")
    op.drop_table("public_page")
    with op.batch_alter_table("import_batch", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_import_batch_village_id_state"))
        batch_op.drop_index(batch_op.f("ix_import_batch_village_id_made_at_id"))

    op.drop_table("import_batch")
