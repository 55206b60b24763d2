"""What can be done here, what people think should be better, how satisfied they were."""

from __future__ import annotations

from hub.kits.casework import LEVELS, SOURCES
from hub.room import (
    ChoiceFilter,
    Column,
    DateFilter,
    FlagFilter,
    RecordsView,
    RowAction,
    User,
    _,
    _l,
)

from ..models import Item, Opinion, Question, Rating, Request, Step
from ..words import CATEGORIES, STEPS


class Items(RecordsView):
    """事项"""

    model = Item
    slug = "items"
    title = _l("事项")
    singular = _l("事项")
    permission = "view"
    edit_permission = "items"
    columns = (
        Column("name", _l("名称"), Item.name, kind="main", sort=True),
        Column("category", _l("类别"), Item.category, choices=CATEGORIES),
        Column("days", _l("工作日"), Item.days, kind="num"),
        Column("office", _l("镇里哪里办"), Item.office, kind="secondary"),
        Column("offered", _l("在办"), Item.offered, kind="secondary"),
    )
    details_columns = (
        Column("materials", _l("材料"), Item.materials),
        Column("note", _l("说明"), Item.note),
    )
    order = "name"
    filters = (
        ChoiceFilter("category", _l("类别")),
        FlagFilter("offered", _l("只看在办的"), Item.offered),
    )
    search = (Item.name,)
    import_sheet = "items"
    can_create = can_edit = True
    form_columns = ("name", "category", "materials", "days", "office", "note", "offered")
    form_labels = {
        "name": _l("名称"), "category": _l("类别"), "materials": _l("材料"), "days": _l("几个工作日办结"),
        "office": _l("镇里哪里办"), "note": _l("说明"), "offered": _l("现在能办"),
    }  # fmt: skip
    form_help = {
        "materials": _l("一行一件，例如 户口簿原件"),
        "days": _l("受理的第二天起算，放假不算，调休上班算"),
        "office": _l("要转镇里的写窗口名称；村里办的空着"),
        "note": _l("印在材料清单下面"),
    }
    form_choices = {"category": CATEGORIES}
    conflict = _l("这个事项已经有了，请换一个名称。")
    links = (RowAction(_l("材料清单"), page="items_at_hand", permission="view"),)
    row_actions = (
        RowAction(_l("受理"), page="accept", arg="item", permission="accept", main=True,
                  show=lambda row: row.offered),
        RowAction(_l("打印材料清单"), page="checklist", arg="item", permission="view"),
    )  # fmt: skip

    def before_save(self, row: Item, is_created: bool) -> None:
        """One material a line, each once."""
        row.materials = "\n".join(row.papers)


class Opinions(RecordsView):
    """意见"""

    model = Opinion
    slug = "opinions"
    title = _l("意见")
    singular = _l("意见")
    permission = "view"
    columns = (
        Column(
            "text",
            _l("意见"),
            Opinion.text,
            kind="main",
            personal=True,
            show=lambda text: text or _("（已清空）"),
        ),
        Column("category", _l("类别"), Opinion.category, choices=CATEGORIES),
        Column("noted_at", _l("登记"), Opinion.noted_at, sort=True),
        Column("due_on", _l("期限"), Opinion.due_on, kind="secondary"),
        Column("answered_at", _l("答复"), Opinion.answered_at),
    )
    details_columns = (Column("answer", _l("怎么答复的"), Opinion.answer, personal=True),)
    order = "-noted_at"
    filters = (
        FlagFilter("open", _l("只看没答复"), Opinion.answered_at.is_(None)),
        ChoiceFilter("category", _l("类别")),
        DateFilter("noted_at", _l("登记")),
        DateFilter("due_on", _l("期限"), Opinion.due_on),
    )
    empty_text = _l("还没有意见。有人提了，点“登记意见”。")
    links = (RowAction(_l("登记意见"), page="opinion", permission="accept"),)
    row_actions = (
        RowAction(_l("答复"), page="answer", arg="opinion_id", permission="accept", main=True,
                  show=lambda row: row.answered_at is None),
    )  # fmt: skip


class Ratings(RecordsView):
    """评价"""

    model = Rating
    slug = "ratings"
    title = _l("评价")
    singular = _l("评价")
    permission = "view"
    joins = ((Request, Request.id == Rating.case_id), Request.item)
    columns = (
        Column("level", _l("满意度"), Rating.level, kind="main", choices=LEVELS),
        Column("source", _l("谁评的"), Rating.source, choices=SOURCES),
        Column("item", _l("事项"), Item.name),
        Column("rated_at", _l("时间"), Rating.rated_at, sort=True),
    )
    order = "-rated_at"
    filters = (
        ChoiceFilter("level", _l("满意度")),
        ChoiceFilter("source", _l("谁评的")),
        DateFilter("rated_at", _l("时间")),
    )


class Questions(RecordsView):
    """咨询: what was only asked; nobody's name."""

    model = Question
    slug = "questions"
    title = _l("咨询")
    singular = _l("咨询")
    permission = "view"
    columns = (
        Column("category", _l("类别"), Question.category, kind="main", choices=CATEGORIES),
        Column("asked_at", _l("时间"), Question.asked_at, sort=True),
    )
    order = "-asked_at"
    filters = (ChoiceFilter("category", _l("类别")), DateFilter("asked_at", _l("时间")))
    links = (RowAction(_l("只是问问"), page="ask", permission="record"),)


class Journal(RecordsView):
    """经过: what was done with all requests, the newest first."""

    model = Step
    slug = "journal"
    title = _l("经过")
    singular = _l("经过")
    permission = "view"
    joins = ((Request, Request.id == Step.case_id), Request.item, Step.by)
    columns = (
        Column("kind", _l("做了什么"), Step.kind, kind="main", choices=STEPS),
        Column("number", _l("编号"), Request.number),
        Column("item", _l("事项"), Item.name, kind="secondary"),
        Column("at", _l("时间"), Step.at, sort=True),
        Column("by", _l("谁做的"), User.name, kind="secondary"),
    )
    order = "-at"
    filters = (ChoiceFilter("kind", _l("做了什么")), DateFilter("at", _l("时间")))
    search = (Request.number,)
