"""What hangs on the board, how satisfied people were, what was done."""

from __future__ import annotations

from hub.kits.casework import LEVELS, SOURCES
from hub.room import ChoiceFilter, Column, DateFilter, FlagFilter, RecordsView, RowAction, User, _, _l

from ..models import Matter, Posting, Rating, Step
from ..words import KINDS, STEPS, TOPICS


def _or_number(text: str, _row: object) -> str:
    return text or _("只公示编号")


class Postings(RecordsView):
    """答复公示"""

    model = Posting
    slug = "postings"
    title = _l("答复公示")
    singular = _l("公示")
    permission = "view"
    joins = (Posting.matter,)
    columns = (
        Column("number", _l("编号"), Matter.number, kind="main"),
        Column("topic", _l("哪一类"), Matter.topic, choices=TOPICS),
        Column("answer", _l("公示的答复"), Posting.answer, personal=True, show=_or_number),
        Column("posted_at", _l("公示时间"), Posting.posted_at, sort=True),
        Column("down_at", _l("撤下"), Posting.down_at, kind="secondary"),
    )
    details_columns = (Column("question", _l("公示的意见"), Posting.question, personal=True),)
    order = "-posted_at"
    filters = (
        FlagFilter("hangs", _l("只看在公示的"), Posting.down_at.is_(None)),
        DateFilter("posted_at", _l("公示时间")),
    )
    search = (Matter.number,)
    empty_text = _l("还没有公示。反馈以后，本人同意的可以上答复公示。")
    links = (RowAction(_l("打印公示"), page="board_sheet", permission="view"),)


class Ratings(RecordsView):
    """评价"""

    model = Rating
    slug = "ratings"
    title = _l("评价")
    singular = _l("评价")
    permission = "view"
    joins = ((Matter, Matter.id == Rating.case_id),)
    columns = (
        Column("level", _l("满意度"), Rating.level, kind="main", choices=LEVELS),
        Column("source", _l("谁评的"), Rating.source, choices=SOURCES),
        Column("kind", _l("事项"), Matter.kind, choices=KINDS),
        Column("rated_at", _l("时间"), Rating.rated_at, sort=True),
    )
    order = "-rated_at"
    filters = (
        ChoiceFilter("level", _l("满意度")),
        ChoiceFilter("source", _l("谁评的")),
        DateFilter("rated_at", _l("时间")),
    )


class Journal(RecordsView):
    """经过: what was done with all matters, the newest first; not what was noted."""

    model = Step
    slug = "journal"
    title = _l("经过")
    singular = _l("经过")
    permission = "view"
    joins = ((Matter, Matter.id == Step.case_id), Step.by)
    columns = (
        Column("kind", _l("做了什么"), Step.kind, kind="main", choices=STEPS),
        Column("number", _l("编号"), Matter.number),
        Column("at", _l("时间"), Step.at, sort=True),
        Column("by", _l("谁做的"), User.name, kind="secondary"),
    )
    order = "-at"
    filters = (ChoiceFilter("kind", _l("做了什么")), DateFilter("at", _l("时间")))
    search = (Matter.number,)
