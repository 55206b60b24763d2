"""indexes of each machine's rentals and outages."""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("farm_machinery__outage", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_farm_machinery__outage_village_id_machine_id_began_at"),
            ["village_id", "machine_id", "began_at"],
            unique=False,
        )

    with op.batch_alter_table("farm_machinery__rental", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_farm_machinery__rental_village_id_machine_id_begun_at"),
            ["village_id", "machine_id", "begun_at"],
            unique=False,
        )


def downgrade() -> None:
    with op.batch_alter_table("farm_machinery__rental", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_farm_machinery__rental_village_id_machine_id_begun_at"))

    with op.batch_alter_table("farm_machinery__outage", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_farm_machinery__outage_village_id_machine_id_began_at"))
