"""Claims by the day they are published."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("points_shop__claim", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_points_shop__claim_village_id_published_on"),
            ["village_id", "published_on"],
            unique=False,
        )


def downgrade() -> None:
    with op.batch_alter_table("points_shop__claim", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_points_shop__claim_village_id_published_on"))
