"""Stock may be written off: a fourth kind of move."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TABLE, NAME = "tool_station__stock_move", "ck_tool_station__stock_move_kind"


def upgrade() -> None:
    _allow("'receive', 'issue', 'adjust', 'count'")


def downgrade() -> None:
    _allow("'receive', 'issue', 'count'")


def _allow(kinds: str) -> None:
    with op.batch_alter_table(TABLE, schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f(NAME), type_="check")
        batch_op.create_check_constraint(batch_op.f(NAME), f"kind IN ({kinds})")
