"""Talks lose the two lines in which something could have been written. Why one was not held is a code from now on; what
was chosen before is kept as one."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TABLE = "counselling_room__talk"
LINES = ("materials", "note")
WORDS = {
    "speaker": ("讲课人来不了", "the speaker cannot come"),
    "weather": ("天气", "weather"),
    "few": ("报名人太少", "too few wanted to come"),
    "clash": ("与别的事冲突", "clashed with something else"),
}
CHECKS = {
    "cancelled_for": "cancelled_for IN ('', 'speaker', 'weather', 'few', 'clash')",
    "cancelled": "cancelled_for = '' OR state = 'cancelled'",
}
talk = sa.table(TABLE, sa.column("state"), sa.column("note"), sa.column("cancelled_for"))


def upgrade() -> None:
    with op.batch_alter_table(TABLE, schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("cancelled_for", sa.String(length=10), server_default="", nullable=False)
        )
    for code, said in WORDS.items():
        chosen = (talk.c.state == "cancelled", talk.c.note.in_(said))
        op.execute(talk.update().where(*chosen).values(cancelled_for=code))
    with op.batch_alter_table(TABLE, schema=None) as batch_op:
        for line in LINES:
            batch_op.drop_column(line)
        for name, check in CHECKS.items():
            batch_op.create_check_constraint(batch_op.f(f"ck_{TABLE}_{name}"), check)


def downgrade() -> None:
    with op.batch_alter_table(TABLE, schema=None) as batch_op:
        for name in CHECKS:
            batch_op.drop_constraint(batch_op.f(f"ck_{TABLE}_{name}"), type_="check")
        for line in LINES:
            batch_op.add_column(sa.Column(line, sa.String(length=200), server_default="", nullable=False))
    for code, (said, _english) in WORDS.items():
        op.execute(talk.update().where(talk.c.cancelled_for == code).values(note=said))
    with op.batch_alter_table(TABLE, schema=None) as batch_op:
        batch_op.drop_column("cancelled_for")
