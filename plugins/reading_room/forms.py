"""What is asked at the counter and behind it."""

from __future__ import annotations

from typing import Any

from wtforms import widgets

from hub.kits.events import PlanForm
from hub.kits.labels import FORMATS
from hub.room import (
    ChoiceField,
    CountField,
    DayField,
    Form,
    LookupField,
    MomentField,
    MoneyField,
    ResidentField,
    TextField,
    TickField,
    _l,
    _lp,
)

from .isbn import read_isbn
from .words import CONDITIONS, EVENT_KINDS, KINDS

_READER_HINT = _l("扫读者证，或输姓名、拼音首字母、手机后四位")
_BOOK_HINT = _l("扫标签，或输册号、书名、拼音首字母、作者")


def _reader(**more: Any) -> Any:
    return ResidentField(_l("读者"), lookup="readers", description=_READER_HINT, **more)


class IsbnField(TextField):
    """An ISBN; `data` is its thirteen digits."""

    def __init__(self, label: Any = None, **more: Any):
        super().__init__(label, max=30, **more)

    def parse(self, text: str) -> Any:
        return read_isbn(text) if text else ""


class DeskForm(Form):
    """借书还书: one scan gives back, two lend."""

    book: Any = None  # the copy that waits for its reader
    blocked = ""  # why it cannot be lent
    notes: tuple[str, ...] = ()  # what to know of the reader
    loans: tuple[Any, ...] = ()  # what the reader has

    scan = TextField(
        _l("扫书"), max=60, marked=False, description=_l("借出在外的，一扫就还；在架的，接着扫读者证或选读者")
    )
    copy = TextField(max=12, widget=widgets.HiddenInput())
    reader = _reader(required=False, marked=False, render_kw={"data-lookup-submit": ""})
    override_reason = TextField(_l("人多仍要登记的原因"), max=200)


class LateLoanForm(Form):
    """补录"""

    copy = LookupField(_lp("one", "书"), lookup="copies", description=_BOOK_HINT)
    reader = _reader()
    out_at = MomentField(_l("实际借出时间"))
    ended_at = MomentField(_l("实际归还时间"), required=False, description=_l("还没有还的，空着"))


class ReturnOneForm(Form):
    """还一册，看看有没有损坏"""

    line = ""  # what is coming back, and from whom

    condition = ChoiceField(_l("书的情况"), choices=CONDITIONS, default="ok")
    damage = TextField(_l("哪里坏了"), max=100, description=_l("选“有损坏”时写一句"))


class RenewForm(Form):
    """续借"""

    loan = LookupField(_l("哪一册"), lookup="loans", description=_l("扫标签，或输册号、书名、读者"))
    due = DayField(_l("续借到"), required=False, description=_l("空着就按规定的天数算"))


class ReadForm(Form):
    """在室阅览"""

    heads = CountField(_l("几个人看书"), min=1, max=500, default=1)
    scans = TextField(
        _l("看了哪些书报"), max=400, description=_l("可以不填；要填就扫标签或 ISBN，几册之间空格隔开")
    )
    override_reason = TextField(_l("人多仍要登记的原因"), max=200)


class ReserveForm(Form):
    """预约"""

    title = LookupField(
        _l("想借哪一种"), lookup="titles", description=_l("书名、拼音首字母、作者、ISBN 或索书号")
    )
    reader = _reader()


class CatalogueForm(Form):
    """编目，第一步"""

    isbn = IsbnField(_l("ISBN"), description=_l("扫封底的条码；没有 ISBN 的空着，直接按下面的按钮"))


class TitleForm(Form):
    """编目，第二步"""

    name = TextField(_l("书名"), max=120, required=True)
    isbn = IsbnField(_l("ISBN"), description=_l("10 位或 13 位；没有就空着"))
    author = TextField(_l("作者"), max=80)
    publisher = TextField(_l("出版社"), max=80)
    year = CountField(_l("出版年"), min=1000, max=2100, required=False)
    call_number = TextField(_l("索书号"), max=40, description=_l("书立在哪里，例如 I247/12"))
    kind = ChoiceField(_l("类型"), choices=KINDS, default="book")
    stays_in = TickField(_l("只在室内看，不外借"), description=_l("工具书、地方文献勾上；报刊总是不外借"))
    copies = CountField(_l("册数"), min=1, max=50, default=1)
    number = TextField(_l("册号"), max=20, description=_l("书上已经贴了号的才填；空着由系统编号"))
    price = MoneyField(_l("定价（元）"), required=False)


class CopiesForm(Form):
    """加册"""

    copies = CountField(_l("加几册"), min=1, max=50, default=1)
    number = TextField(_l("册号"), max=20, description=_l("书上已经贴了号的才填；空着由系统编号"))
    price = MoneyField(_l("定价（元）"), required=False)


class DamageForm(Form):
    """送去修补"""

    copy = LookupField(_lp("one", "书"), lookup="copies", description=_BOOK_HINT)
    damage = TextField(_l("哪里坏了"), max=100, required=True)


class LabelsForm(Form):
    """打印标签"""

    first = TextField(_l("从册号"), max=20, required=True)
    last = TextField(_l("到册号"), max=20, description=_l("空着就只打这一册"))
    shape = ChoiceField(
        _l("标签纸"), choices={code: shape.label for code, shape in FORMATS.items()}, default="24"
    )
    skip = CountField(
        _l("空出前面几枚"), max=64, default=0, description=_l("一张纸用过一部分时填，从下一枚开始打")
    )


class CardForm(Form):
    """读者证"""

    reader = _reader()


class StocktakeForm(Form):
    """开始盘点"""

    scope = TextField(_l("只盘索书号开头是"), max=20, description=_l("例如 I；空着就全盘"))


class ScanForm(Form):
    """盘点时扫一册"""

    scan = TextField(_l("扫书"), max=60, required=True, description=_l("架上的书一册一册扫过去"))


class EventForm(PlanForm):
    """安排活动"""

    kind = ChoiceField(_l("哪一类"), choices=EVENT_KINDS)


class PolicyForm(Form):
    """借阅规则"""

    books = CountField(_l("一人最多借几册"), min=1, max=50)
    days = CountField(_l("借几天"), min=1, max=90)
    renewals = CountField(_l("最多续借几次"), max=10)
    keep_days = CountField(_l("预约的书到了，留几天"), max=30)
