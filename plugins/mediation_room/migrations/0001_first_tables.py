"""First tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:  # noqa: PLR0915 - one statement a table or index
    op.create_table(
        "mediation_room__advice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("heads", sa.Integer(), nullable=False),
        sa.CheckConstraint("heads BETWEEN 1 AND 50", name=op.f("ck_mediation_room__advice_heads")),
        sa.ForeignKeyConstraint(
            ["village_id"], ["village.id"], name=op.f("fk_mediation_room__advice_village_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mediation_room__advice")),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_mediation_room__advice_village_id_id")),
    )
    with op.batch_alter_table("mediation_room__advice", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_mediation_room__advice_village_id_given_at_id"),
            ["village_id", "given_at", "id"],
            unique=False,
        )

    op.create_table(
        "mediation_room__aid_hand_over",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("received_by_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("handed_on", sa.Date(), nullable=False),
        sa.Column("record_key", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["village_id"], ["village.id"], name=op.f("fk_mediation_room__aid_hand_over_village_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mediation_room__aid_hand_over")),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_mediation_room__aid_hand_over_village_id_id")),
    )
    with op.batch_alter_table("mediation_room__aid_hand_over", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_mediation_room__aid_hand_over_village_id_handed_on_id"),
            ["village_id", "handed_on", "id"],
            unique=False,
        )

    op.create_table(
        "mediation_room__case",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("source", sa.String(length=8), nullable=False),
        sa.Column("ending", sa.String(length=12), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("informed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("visit_on", sa.Date(), nullable=True),
        sa.Column("matter_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("words_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("record_key", sa.String(length=32), nullable=False),
        sa.Column("number", sa.String(length=12), nullable=True),
        sa.Column("numbered_on", sa.Date(), nullable=True),
        sa.Column("place_of_day", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("handler_id", sa.Integer(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("first_due_on", sa.Date(), nullable=True),
        sa.Column("stopped_on", sa.Date(), nullable=True),
        sa.Column("extensions", sa.Integer(), nullable=False),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reopened", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(numbered_on IS NULL) = (state = 'draft')", name=op.f("ck_mediation_room__case_draft")
        ),
        sa.CheckConstraint(
            "(stopped_on IS NOT NULL) = (state = 'waiting')", name=op.f("ck_mediation_room__case_clock")
        ),
        sa.CheckConstraint(
            "ending IN ('', 'apart', 'withdrawn', 'settled', 'court', 'beyond')",
            name=op.f("ck_mediation_room__case_ending"),
        ),
        sa.CheckConstraint(
            "kind IN ('family', 'neighbour', 'house', 'land', 'water', 'pasture', 'contract', 'work', 'damage',"
            " 'other')",
            name=op.f("ck_mediation_room__case_kind"),
        ),
        sa.CheckConstraint(
            "source IN ('asked', 'found', 'passed')", name=op.f("ck_mediation_room__case_source")
        ),
        sa.CheckConstraint(
            "state <> 'archived' OR (matter_sealed IS NULL AND words_sealed IS NULL)",
            name=op.f("ck_mediation_room__case_index_only"),
        ),
        sa.CheckConstraint(
            "state IN ('applied', 'refused', 'accepted', 'mediating', 'agreed', 'ended', 'performing', 'followed',"
            " 'archived')",
            name=op.f("ck_mediation_room__case_state"),
        ),
        sa.CheckConstraint(
            "state IN ('applied', 'refused', 'archived') OR accepted_at IS NOT NULL",
            name=op.f("ck_mediation_room__case_accepted"),
        ),
        sa.CheckConstraint(
            "(numbered_on IS NULL) = (due_on IS NULL)", name=op.f("ck_mediation_room__case_term")
        ),
        sa.CheckConstraint(
            "(numbered_on IS NULL) = (place_of_day IS NULL) AND (numbered_on IS NULL) = (number IS NULL)",
            name=op.f("ck_mediation_room__case_number"),
        ),
        sa.CheckConstraint(
            "closed_at IS NULL OR resolved_at IS NOT NULL", name=op.f("ck_mediation_room__case_closing")
        ),
        sa.CheckConstraint("extensions >= 0 AND reopened >= 0", name=op.f("ck_mediation_room__case_counts")),
        sa.ForeignKeyConstraint(["handler_id"], ["user.id"], name=op.f("fk_mediation_room__case_handler_id")),
        sa.ForeignKeyConstraint(
            ["village_id"], ["village.id"], name=op.f("fk_mediation_room__case_village_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mediation_room__case")),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_mediation_room__case_village_id_id")),
        sa.UniqueConstraint(
            "village_id",
            "numbered_on",
            "place_of_day",
            name=op.f("uq_mediation_room__case_village_id_numbered_on_place_of_day"),
        ),
    )
    with op.batch_alter_table("mediation_room__case", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_mediation_room__case_village_id_accepted_at"),
            ["village_id", "accepted_at"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_mediation_room__case_village_id_due_on_id"),
            ["village_id", "due_on", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_mediation_room__case_village_id_first_due_on"),
            ["village_id", "first_due_on"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_mediation_room__case_village_id_handler_id_state"),
            ["village_id", "handler_id", "state"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_mediation_room__case_village_id_number"), ["village_id", "number"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_mediation_room__case_village_id_opened_at_id"),
            ["village_id", "opened_at", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_mediation_room__case_village_id_resolved_at"),
            ["village_id", "resolved_at"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_mediation_room__case_village_id_state_due_on"),
            ["village_id", "state", "due_on"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_mediation_room__case_village_id_state_resolved_at"),
            ["village_id", "state", "resolved_at"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_mediation_room__case_village_id_state_visit_on"),
            ["village_id", "state", "visit_on"],
            unique=False,
        )

    op.create_table(
        "mediation_room__mediator",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.Column("name_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("record_key", sa.String(length=32), nullable=False),
        sa.CheckConstraint(
            "user_id IS NULL OR name_sealed IS NULL", name=op.f("ck_mediation_room__mediator_named_once")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_mediation_room__mediator_user_id")),
        sa.ForeignKeyConstraint(
            ["village_id"], ["village.id"], name=op.f("fk_mediation_room__mediator_village_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mediation_room__mediator")),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_mediation_room__mediator_village_id_id")),
        sa.UniqueConstraint(
            "village_id", "user_id", name=op.f("uq_mediation_room__mediator_village_id_user_id")
        ),
    )
    with op.batch_alter_table("mediation_room__mediator", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_mediation_room__mediator_village_id_left_on"),
            ["village_id", "left_on"],
            unique=False,
        )

    op.create_table(
        "mediation_room__paper_template",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("uploaded_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["uploaded_by_id"], ["user.id"], name=op.f("fk_mediation_room__paper_template_uploaded_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["village_id"], ["village.id"], name=op.f("fk_mediation_room__paper_template_village_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mediation_room__paper_template")),
        sa.UniqueConstraint(
            "village_id", "code", name=op.f("uq_mediation_room__paper_template_village_id_code")
        ),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_mediation_room__paper_template_village_id_id")),
    )
    op.create_table(
        "mediation_room__agreement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("form", sa.String(length=8), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("confirm_by", sa.Date(), nullable=False),
        sa.Column("confirmed", sa.String(length=8), nullable=False),
        sa.Column("terms_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("record_key", sa.String(length=32), nullable=False),
        sa.CheckConstraint(
            "confirmed IN ('', 'asked', 'no')", name=op.f("ck_mediation_room__agreement_confirmed")
        ),
        sa.CheckConstraint("form IN ('oral', 'written')", name=op.f("ck_mediation_room__agreement_form")),
        sa.ForeignKeyConstraint(
            ["village_id", "case_id"],
            ["mediation_room__case.village_id", "mediation_room__case.id"],
            name=op.f("fk_mediation_room__agreement_village_id_case_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["village_id"], ["village.id"], name=op.f("fk_mediation_room__agreement_village_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mediation_room__agreement")),
        sa.UniqueConstraint(
            "village_id", "case_id", name=op.f("uq_mediation_room__agreement_village_id_case_id")
        ),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_mediation_room__agreement_village_id_id")),
    )
    with op.batch_alter_table("mediation_room__agreement", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_mediation_room__agreement_village_id_confirmed_confirm_by"),
            ["village_id", "confirmed", "confirm_by"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_mediation_room__agreement_village_id_made_on"),
            ["village_id", "made_on"],
            unique=False,
        )

    op.create_table(
        "mediation_room__duty",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("what_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("record_key", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["village_id", "case_id"],
            ["mediation_room__case.village_id", "mediation_room__case.id"],
            name=op.f("fk_mediation_room__duty_village_id_case_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["village_id"], ["village.id"], name=op.f("fk_mediation_room__duty_village_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mediation_room__duty")),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_mediation_room__duty_village_id_id")),
    )
    with op.batch_alter_table("mediation_room__duty", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_mediation_room__duty_village_id_case_id_id"),
            ["village_id", "case_id", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_mediation_room__duty_village_id_done_on_due_on"),
            ["village_id", "done_on", "due_on"],
            unique=False,
        )

    op.create_table(
        "mediation_room__follow_up",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("visited_on", sa.Date(), nullable=False),
        sa.Column("means", sa.String(length=8), nullable=False),
        sa.Column("found", sa.String(length=8), nullable=False),
        sa.Column("note_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("record_key", sa.String(length=32), nullable=False),
        sa.CheckConstraint(
            "found IN ('done', 'part', 'none', 'court')", name=op.f("ck_mediation_room__follow_up_found")
        ),
        sa.CheckConstraint(
            "means IN ('home', 'phone', 'here')", name=op.f("ck_mediation_room__follow_up_means")
        ),
        sa.ForeignKeyConstraint(
            ["village_id", "case_id"],
            ["mediation_room__case.village_id", "mediation_room__case.id"],
            name=op.f("fk_mediation_room__follow_up_village_id_case_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["village_id"], ["village.id"], name=op.f("fk_mediation_room__follow_up_village_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mediation_room__follow_up")),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_mediation_room__follow_up_village_id_id")),
    )
    with op.batch_alter_table("mediation_room__follow_up", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_mediation_room__follow_up_village_id_case_id_id"),
            ["village_id", "case_id", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_mediation_room__follow_up_village_id_visited_on"),
            ["village_id", "visited_on"],
            unique=False,
        )

    op.create_table(
        "mediation_room__hazard",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("seen_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("look_on", sa.Date(), nullable=False),
        sa.Column("settled_on", sa.Date(), nullable=True),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("what_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("record_key", sa.String(length=32), nullable=False),
        sa.CheckConstraint(
            "(state = 'watched') = (settled_on IS NULL)", name=op.f("ck_mediation_room__hazard_settled")
        ),
        sa.CheckConstraint(
            "kind IN ('family', 'neighbour', 'house', 'land', 'water', 'pasture', 'contract', 'work', 'damage',"
            " 'other')",
            name=op.f("ck_mediation_room__hazard_kind"),
        ),
        sa.CheckConstraint(
            "state = 'watched' OR what_sealed IS NULL", name=op.f("ck_mediation_room__hazard_forgotten")
        ),
        sa.CheckConstraint(
            "state IN ('watched', 'calmed', 'case')", name=op.f("ck_mediation_room__hazard_state")
        ),
        sa.ForeignKeyConstraint(
            ["village_id", "case_id"],
            ["mediation_room__case.village_id", "mediation_room__case.id"],
            name=op.f("fk_mediation_room__hazard_village_id_case_id"),
        ),
        sa.ForeignKeyConstraint(
            ["village_id"], ["village.id"], name=op.f("fk_mediation_room__hazard_village_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mediation_room__hazard")),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_mediation_room__hazard_village_id_id")),
    )
    with op.batch_alter_table("mediation_room__hazard", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_mediation_room__hazard_village_id_case_id"),
            ["village_id", "case_id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_mediation_room__hazard_village_id_seen_on_id"),
            ["village_id", "seen_on", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_mediation_room__hazard_village_id_settled_on"),
            ["village_id", "settled_on"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_mediation_room__hazard_village_id_state_look_on"),
            ["village_id", "state", "look_on"],
            unique=False,
        )

    op.create_table(
        "mediation_room__interest",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("mediator_id", sa.Integer(), nullable=False),
        sa.Column("tie", sa.String(length=8), nullable=False),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "tie IN ('kin', 'interest', 'other')", name=op.f("ck_mediation_room__interest_tie")
        ),
        sa.ForeignKeyConstraint(
            ["village_id", "case_id"],
            ["mediation_room__case.village_id", "mediation_room__case.id"],
            name=op.f("fk_mediation_room__interest_village_id_case_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["village_id", "mediator_id"],
            ["mediation_room__mediator.village_id", "mediation_room__mediator.id"],
            name=op.f("fk_mediation_room__interest_village_id_mediator_id"),
        ),
        sa.ForeignKeyConstraint(
            ["village_id"], ["village.id"], name=op.f("fk_mediation_room__interest_village_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mediation_room__interest")),
        sa.UniqueConstraint(
            "village_id",
            "case_id",
            "mediator_id",
            name=op.f("uq_mediation_room__interest_village_id_case_id_mediator_id"),
        ),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_mediation_room__interest_village_id_id")),
    )
    with op.batch_alter_table("mediation_room__interest", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_mediation_room__interest_village_id_mediator_id"),
            ["village_id", "mediator_id"],
            unique=False,
        )

    op.create_table(
        "mediation_room__meeting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("held_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("place", sa.String(length=8), nullable=False),
        sa.Column("heads", sa.Integer(), nullable=False),
        sa.Column("said_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("agreed_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("record_key", sa.String(length=32), nullable=False),
        sa.CheckConstraint(
            "place IN ('room', 'home', 'spot', 'office', 'phone', 'other')",
            name=op.f("ck_mediation_room__meeting_place"),
        ),
        sa.CheckConstraint("heads BETWEEN 1 AND 50", name=op.f("ck_mediation_room__meeting_heads")),
        sa.ForeignKeyConstraint(
            ["village_id", "case_id"],
            ["mediation_room__case.village_id", "mediation_room__case.id"],
            name=op.f("fk_mediation_room__meeting_village_id_case_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["village_id"], ["village.id"], name=op.f("fk_mediation_room__meeting_village_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mediation_room__meeting")),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_mediation_room__meeting_village_id_id")),
    )
    with op.batch_alter_table("mediation_room__meeting", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_mediation_room__meeting_village_id_case_id_id"),
            ["village_id", "case_id", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_mediation_room__meeting_village_id_held_at"),
            ["village_id", "held_at"],
            unique=False,
        )

    op.create_table(
        "mediation_room__party",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("side", sa.String(length=1), nullable=False),
        sa.Column("answer", sa.String(length=3), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("name_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("phone_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("record_key", sa.String(length=32), nullable=False),
        sa.CheckConstraint("answer IN ('', 'yes', 'no')", name=op.f("ck_mediation_room__party_answer")),
        sa.CheckConstraint("side IN ('a', 'b')", name=op.f("ck_mediation_room__party_side")),
        sa.ForeignKeyConstraint(
            ["village_id", "case_id"],
            ["mediation_room__case.village_id", "mediation_room__case.id"],
            name=op.f("fk_mediation_room__party_village_id_case_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["village_id"], ["village.id"], name=op.f("fk_mediation_room__party_village_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mediation_room__party")),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_mediation_room__party_village_id_id")),
    )
    with op.batch_alter_table("mediation_room__party", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_mediation_room__party_village_id_case_id_id"),
            ["village_id", "case_id", "id"],
            unique=False,
        )

    op.create_table(
        "mediation_room__seat",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("mediator_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["village_id", "case_id"],
            ["mediation_room__case.village_id", "mediation_room__case.id"],
            name=op.f("fk_mediation_room__seat_village_id_case_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["village_id", "mediator_id"],
            ["mediation_room__mediator.village_id", "mediation_room__mediator.id"],
            name=op.f("fk_mediation_room__seat_village_id_mediator_id"),
        ),
        sa.ForeignKeyConstraint(
            ["village_id"], ["village.id"], name=op.f("fk_mediation_room__seat_village_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mediation_room__seat")),
        sa.UniqueConstraint(
            "village_id",
            "case_id",
            "mediator_id",
            name=op.f("uq_mediation_room__seat_village_id_case_id_mediator_id"),
        ),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_mediation_room__seat_village_id_id")),
    )
    with op.batch_alter_table("mediation_room__seat", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_mediation_room__seat_village_id_mediator_id"),
            ["village_id", "mediator_id"],
            unique=False,
        )

    op.create_table(
        "mediation_room__step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("note_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("record_key", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_mediation_room__step_by_id")),
        sa.ForeignKeyConstraint(
            ["village_id", "case_id"],
            ["mediation_room__case.village_id", "mediation_room__case.id"],
            name=op.f("fk_mediation_room__step_village_id_case_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["village_id"], ["village.id"], name=op.f("fk_mediation_room__step_village_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mediation_room__step")),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_mediation_room__step_village_id_id")),
    )
    with op.batch_alter_table("mediation_room__step", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_mediation_room__step_village_id_case_id_id"),
            ["village_id", "case_id", "id"],
            unique=False,
        )

    op.create_table(
        "mediation_room__statement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("place", sa.String(length=8), nullable=False),
        sa.Column("text_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("record_key", sa.String(length=32), nullable=False),
        sa.CheckConstraint(
            "place IN ('room', 'home', 'spot', 'office', 'phone', 'other')",
            name=op.f("ck_mediation_room__statement_place"),
        ),
        sa.ForeignKeyConstraint(
            ["village_id", "case_id"],
            ["mediation_room__case.village_id", "mediation_room__case.id"],
            name=op.f("fk_mediation_room__statement_village_id_case_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["village_id", "party_id"],
            ["mediation_room__party.village_id", "mediation_room__party.id"],
            name=op.f("fk_mediation_room__statement_village_id_party_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["village_id"], ["village.id"], name=op.f("fk_mediation_room__statement_village_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mediation_room__statement")),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_mediation_room__statement_village_id_id")),
    )
    with op.batch_alter_table("mediation_room__statement", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_mediation_room__statement_village_id_case_id_id"),
            ["village_id", "case_id", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_mediation_room__statement_village_id_party_id"),
            ["village_id", "party_id"],
            unique=False,
        )


def downgrade() -> None:  # noqa: PLR0915 - one statement a table or index
    with op.batch_alter_table("mediation_room__statement", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_mediation_room__statement_village_id_party_id"))
        batch_op.drop_index(batch_op.f("ix_mediation_room__statement_village_id_case_id_id"))

    op.drop_table("mediation_room__statement")
    with op.batch_alter_table("mediation_room__step", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_mediation_room__step_village_id_case_id_id"))

    op.drop_table("mediation_room__step")
    with op.batch_alter_table("mediation_room__seat", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_mediation_room__seat_village_id_mediator_id"))

    op.drop_table("mediation_room__seat")
    with op.batch_alter_table("mediation_room__party", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_mediation_room__party_village_id_case_id_id"))

    op.drop_table("mediation_room__party")
    with op.batch_alter_table("mediation_room__meeting", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_mediation_room__meeting_village_id_held_at"))
        batch_op.drop_index(batch_op.f("ix_mediation_room__meeting_village_id_case_id_id"))

    op.drop_table("mediation_room__meeting")
    with op.batch_alter_table("mediation_room__interest", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_mediation_room__interest_village_id_mediator_id"))

    op.drop_table("mediation_room__interest")
    with op.batch_alter_table("mediation_room__hazard", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_mediation_room__hazard_village_id_state_look_on"))
        batch_op.drop_index(batch_op.f("ix_mediation_room__hazard_village_id_settled_on"))
        batch_op.drop_index(batch_op.f("ix_mediation_room__hazard_village_id_seen_on_id"))
        batch_op.drop_index(batch_op.f("ix_mediation_room__hazard_village_id_case_id"))

    op.drop_table("mediation_room__hazard")
    with op.batch_alter_table("mediation_room__follow_up", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_mediation_room__follow_up_village_id_visited_on"))
        batch_op.drop_index(batch_op.f("ix_mediation_room__follow_up_village_id_case_id_id"))

    op.drop_table("mediation_room__follow_up")
    with op.batch_alter_table("mediation_room__duty", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_mediation_room__duty_village_id_done_on_due_on"))
        batch_op.drop_index(batch_op.f("ix_mediation_room__duty_village_id_case_id_id"))

    op.drop_table("mediation_room__duty")
    with op.batch_alter_table("mediation_room__agreement", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_mediation_room__agreement_village_id_made_on"))
        batch_op.drop_index(batch_op.f("ix_mediation_room__agreement_village_id_confirmed_confirm_by"))

    op.drop_table("mediation_room__agreement")
    op.drop_table("mediation_room__paper_template")
    with op.batch_alter_table("mediation_room__mediator", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_mediation_room__mediator_village_id_left_on"))

    op.drop_table("mediation_room__mediator")
    with op.batch_alter_table("mediation_room__case", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_mediation_room__case_village_id_state_visit_on"))
        batch_op.drop_index(batch_op.f("ix_mediation_room__case_village_id_state_resolved_at"))
        batch_op.drop_index(batch_op.f("ix_mediation_room__case_village_id_state_due_on"))
        batch_op.drop_index(batch_op.f("ix_mediation_room__case_village_id_resolved_at"))
        batch_op.drop_index(batch_op.f("ix_mediation_room__case_village_id_opened_at_id"))
        batch_op.drop_index(batch_op.f("ix_mediation_room__case_village_id_number"))
        batch_op.drop_index(batch_op.f("ix_mediation_room__case_village_id_handler_id_state"))
        batch_op.drop_index(batch_op.f("ix_mediation_room__case_village_id_first_due_on"))
        batch_op.drop_index(batch_op.f("ix_mediation_room__case_village_id_due_on_id"))
        batch_op.drop_index(batch_op.f("ix_mediation_room__case_village_id_accepted_at"))

    op.drop_table("mediation_room__case")
    with op.batch_alter_table("mediation_room__aid_hand_over", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_mediation_room__aid_hand_over_village_id_handed_on_id"))

    op.drop_table("mediation_room__aid_hand_over")
    with op.batch_alter_table("mediation_room__advice", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_mediation_room__advice_village_id_given_at_id"))

    op.drop_table("mediation_room__advice")
