"""The points shop's first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "points_shop__goods",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("price", sa.Integer(), nullable=False),
        sa.Column("shelf", sa.String(length=30), nullable=False),
        sa.Column("on_sale", sa.Boolean(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("unit", sa.String(length=10), nullable=False),
        sa.Column("stock", sa.Integer(), nullable=False),
        sa.Column("low_at", sa.Integer(), nullable=False),
        sa.CheckConstraint("price BETWEEN 1 AND 10000", name=op.f("ck_points_shop__goods_price")),
        sa.CheckConstraint("stock >= 0", name=op.f("ck_points_shop__goods_stock")),
        sa.ForeignKeyConstraint(
            ["village_id"], ["village.id"], name=op.f("fk_points_shop__goods_village_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_points_shop__goods")),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_points_shop__goods_village_id_id")),
        sa.UniqueConstraint("village_id", "name", name=op.f("uq_points_shop__goods_village_id_name")),
    )
    op.create_table(
        "points_shop__policy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("publish_days", sa.Integer(), nullable=False),
        sa.Column("claim_days", sa.Integer(), nullable=False),
        sa.CheckConstraint("claim_days BETWEEN 1 AND 366", name=op.f("ck_points_shop__policy_claim")),
        sa.CheckConstraint("publish_days BETWEEN 1 AND 60", name=op.f("ck_points_shop__policy_publish")),
        sa.ForeignKeyConstraint(
            ["village_id"], ["village.id"], name=op.f("fk_points_shop__policy_village_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_points_shop__policy")),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_points_shop__policy_village_id_id")),
        sa.UniqueConstraint("village_id", name=op.f("uq_points_shop__policy_village_id")),
    )
    op.create_table(
        "points_shop__redemption",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("resident_id", sa.Integer(), nullable=True),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reversed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("token", sa.String(length=40), nullable=True),
        sa.CheckConstraint(
            "(reversed_at IS NULL) = (state = 'done')", name=op.f("ck_points_shop__redemption_reversed")
        ),
        sa.CheckConstraint("state IN ('done', 'reversed')", name=op.f("ck_points_shop__redemption_state")),
        sa.CheckConstraint("points > 0", name=op.f("ck_points_shop__redemption_points")),
        sa.ForeignKeyConstraint(
            ["village_id", "resident_id"],
            ["resident.village_id", "resident.id"],
            name=op.f("fk_points_shop__redemption_village_id_resident_id"),
        ),
        sa.ForeignKeyConstraint(
            ["village_id"], ["village.id"], name=op.f("fk_points_shop__redemption_village_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_points_shop__redemption")),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_points_shop__redemption_village_id_id")),
        sa.UniqueConstraint("village_id", "token", name=op.f("uq_points_shop__redemption_village_id_token")),
    )
    with op.batch_alter_table("points_shop__redemption", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_points_shop__redemption_village_id_made_at_id"),
            ["village_id", "made_at", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_points_shop__redemption_village_id_resident_id"),
            ["village_id", "resident_id"],
            unique=False,
        )

    op.create_table(
        "points_shop__rule",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("deed", sa.String(length=40), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("cap", sa.Integer(), nullable=True),
        sa.Column("evidence", sa.String(length=100), nullable=False),
        sa.Column("begun_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.CheckConstraint("cap IS NULL OR cap >= points", name=op.f("ck_points_shop__rule_cap")),
        sa.CheckConstraint("number > 0 AND version > 0", name=op.f("ck_points_shop__rule_version")),
        sa.CheckConstraint("points BETWEEN 1 AND 1000", name=op.f("ck_points_shop__rule_points")),
        sa.ForeignKeyConstraint(["village_id"], ["village.id"], name=op.f("fk_points_shop__rule_village_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_points_shop__rule")),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_points_shop__rule_village_id_id")),
        sa.UniqueConstraint(
            "village_id", "number", "version", name=op.f("uq_points_shop__rule_village_id_number_version")
        ),
    )
    with op.batch_alter_table("points_shop__rule", schema=None) as batch_op:
        batch_op.create_index(
            "uq_points_shop__rule_current",
            ["village_id", "number"],
            unique=True,
            sqlite_where=sa.text("ended_on IS NULL"),
            postgresql_where=sa.text("ended_on IS NULL"),
        )

    op.create_table(
        "points_shop__visit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["village_id", "visit_id"],
            ["visit.village_id", "visit.id"],
            name=op.f("fk_points_shop__visit_village_id_visit_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["village_id"], ["village.id"], name=op.f("fk_points_shop__visit_village_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_points_shop__visit")),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_points_shop__visit_village_id_id")),
        sa.UniqueConstraint("village_id", "visit_id", name=op.f("uq_points_shop__visit_village_id_visit_id")),
    )
    op.create_table(
        "points_shop__claim",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("rule_id", sa.Integer(), nullable=False),
        sa.Column("resident_id", sa.Integer(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=False),
        sa.Column("evidence", sa.String(length=200), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_by_id", sa.Integer(), nullable=True),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("verified_by_id", sa.Integer(), nullable=True),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("published_until", sa.Date(), nullable=True),
        sa.Column("objection", sa.String(length=200), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(length=200), nullable=False),
        sa.CheckConstraint(
            "(settled_at IS NULL) = (state NOT IN ('posted', 'reversed', 'refused'))",
            name=op.f("ck_points_shop__claim_settled"),
        ),
        sa.CheckConstraint(
            "state IN ('claimed', 'verified', 'published', 'posted', 'objected', 'reversed', 'refused')",
            name=op.f("ck_points_shop__claim_state"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('published', 'posted', 'objected') OR published_until >= published_on",
            name=op.f("ck_points_shop__claim_published"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('verified', 'published', 'posted', 'objected') OR verified_at IS NOT NULL",
            name=op.f("ck_points_shop__claim_verified"),
        ),
        sa.CheckConstraint("points > 0", name=op.f("ck_points_shop__claim_points")),
        sa.CheckConstraint(
            "verified_by_id IS NULL OR verified_by_id <> taken_by_id",
            name=op.f("ck_points_shop__claim_second"),
        ),
        sa.ForeignKeyConstraint(
            ["village_id", "resident_id"],
            ["resident.village_id", "resident.id"],
            name=op.f("fk_points_shop__claim_village_id_resident_id"),
        ),
        sa.ForeignKeyConstraint(
            ["village_id", "rule_id"],
            ["points_shop__rule.village_id", "points_shop__rule.id"],
            name=op.f("fk_points_shop__claim_village_id_rule_id"),
        ),
        sa.ForeignKeyConstraint(
            ["village_id"], ["village.id"], name=op.f("fk_points_shop__claim_village_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_points_shop__claim")),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_points_shop__claim_village_id_id")),
    )
    with op.batch_alter_table("points_shop__claim", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_points_shop__claim_village_id_claimed_at_id"),
            ["village_id", "claimed_at", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_points_shop__claim_village_id_resident_id_done_on"),
            ["village_id", "resident_id", "done_on"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_points_shop__claim_village_id_rule_id"), ["village_id", "rule_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_points_shop__claim_village_id_settled_at"),
            ["village_id", "settled_at"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_points_shop__claim_village_id_state_published_until"),
            ["village_id", "state", "published_until"],
            unique=False,
        )

    op.create_table(
        "points_shop__line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("redemption_id", sa.Integer(), nullable=False),
        sa.Column("goods_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("price", sa.Integer(), nullable=False),
        sa.CheckConstraint("number > 0 AND price > 0", name=op.f("ck_points_shop__line_number")),
        sa.ForeignKeyConstraint(
            ["village_id", "goods_id"],
            ["points_shop__goods.village_id", "points_shop__goods.id"],
            name=op.f("fk_points_shop__line_village_id_goods_id"),
        ),
        sa.ForeignKeyConstraint(
            ["village_id", "redemption_id"],
            ["points_shop__redemption.village_id", "points_shop__redemption.id"],
            name=op.f("fk_points_shop__line_village_id_redemption_id"),
        ),
        sa.ForeignKeyConstraint(["village_id"], ["village.id"], name=op.f("fk_points_shop__line_village_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_points_shop__line")),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_points_shop__line_village_id_id")),
        sa.UniqueConstraint(
            "village_id",
            "redemption_id",
            "goods_id",
            name=op.f("uq_points_shop__line_village_id_redemption_id_goods_id"),
        ),
    )
    op.create_table(
        "points_shop__stock_move",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("goods_id", sa.Integer(), nullable=False),
        sa.Column("redemption_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("change", sa.Integer(), nullable=False),
        sa.Column("stock_after", sa.Integer(), nullable=False),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("note", sa.String(length=100), nullable=False),
        sa.CheckConstraint(
            "kind IN ('receive', 'issue', 'adjust', 'count')", name=op.f("ck_points_shop__stock_move_kind")
        ),
        sa.CheckConstraint("stock_after >= 0", name=op.f("ck_points_shop__stock_move_stock")),
        sa.ForeignKeyConstraint(
            ["village_id", "goods_id"],
            ["points_shop__goods.village_id", "points_shop__goods.id"],
            name=op.f("fk_points_shop__stock_move_village_id_goods_id"),
        ),
        sa.ForeignKeyConstraint(
            ["village_id", "redemption_id"],
            ["points_shop__redemption.village_id", "points_shop__redemption.id"],
            name=op.f("fk_points_shop__stock_move_village_id_redemption_id"),
        ),
        sa.ForeignKeyConstraint(
            ["village_id"], ["village.id"], name=op.f("fk_points_shop__stock_move_village_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_points_shop__stock_move")),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_points_shop__stock_move_village_id_id")),
    )
    with op.batch_alter_table("points_shop__stock_move", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_points_shop__stock_move_village_id_goods_id"),
            ["village_id", "goods_id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_points_shop__stock_move_village_id_moved_at_id"),
            ["village_id", "moved_at", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_points_shop__stock_move_village_id_redemption_id"),
            ["village_id", "redemption_id"],
            unique=False,
        )


def downgrade() -> None:
    with op.batch_alter_table("points_shop__stock_move", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_points_shop__stock_move_village_id_redemption_id"))
        batch_op.drop_index(batch_op.f("ix_points_shop__stock_move_village_id_moved_at_id"))
        batch_op.drop_index(batch_op.f("ix_points_shop__stock_move_village_id_goods_id"))

    op.drop_table("points_shop__stock_move")
    op.drop_table("points_shop__line")
    with op.batch_alter_table("points_shop__claim", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_points_shop__claim_village_id_state_published_until"))
        batch_op.drop_index(batch_op.f("ix_points_shop__claim_village_id_settled_at"))
        batch_op.drop_index(batch_op.f("ix_points_shop__claim_village_id_rule_id"))
        batch_op.drop_index(batch_op.f("ix_points_shop__claim_village_id_resident_id_done_on"))
        batch_op.drop_index(batch_op.f("ix_points_shop__claim_village_id_claimed_at_id"))

    op.drop_table("points_shop__claim")
    op.drop_table("points_shop__visit")
    with op.batch_alter_table("points_shop__rule", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_points_shop__rule_current",
            sqlite_where=sa.text("ended_on IS NULL"),
            postgresql_where=sa.text("ended_on IS NULL"),
        )

    op.drop_table("points_shop__rule")
    with op.batch_alter_table("points_shop__redemption", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_points_shop__redemption_village_id_resident_id"))
        batch_op.drop_index(batch_op.f("ix_points_shop__redemption_village_id_made_at_id"))

    op.drop_table("points_shop__redemption")
    op.drop_table("points_shop__policy")
    op.drop_table("points_shop__goods")
