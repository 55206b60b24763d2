"""Forms of residents: a name, a phone, a group, and that they agreed. There is no field for anything else."""

from __future__ import annotations

from collections.abc import Sequence

from hub.i18n import _, _l
from hub.people.models import Resident
from hub.people.names import GROUP_LENGTH, NAME_LENGTH
from hub.web.forms import ChoiceField, Form, ResidentField, TextField, TickField

_name = TextField(
    _l("姓名"),
    max=2 * NAME_LENGTH,
    required=True,
    description=_l("名字分几部分的，中间用“·”隔开，也可以用句点代替。"),
    render_kw={"autocomplete": "off"},
)
_phone = TextField(
    _l("电话"),
    max=40,
    description=_l("手机号，或带区号的座机。只在需要联系时用。"),
    render_kw={"type": "tel", "inputmode": "tel", "autocomplete": "off"},
)
_group = TextField(
    _l("村民小组"), max=GROUP_LENGTH, description=_l("例如：三组。"), render_kw={"autocomplete": "off"}
)
_another = TickField(_l("确认是另一个人"))


class NewResidentForm(Form):
    """Somebody who is kept for the first time, with their consent."""

    candidates: Sequence[Resident] = ()
    name, phone, group = _name, _phone, _group
    consent = TickField(
        _l("本人已同意登记"),
        required=True,
        description=_l("请先告诉本人：只登记姓名、电话和小组，只用于借还和联系，随时可以要求删除。"),
    )
    another = _another


class ResidentForm(Form):
    """What is kept of a resident."""

    candidates: Sequence[Resident] = ()
    name, phone, group = _name, _phone, _group
    consent = TickField(
        _l("本人已同意登记"),
        description=_l("取消打勾，这个人就列在“还没有同意登记”里：请再问本人，不同意的要删除资料。"),
    )
    another = _another


class OtherForm(Form):
    """With whom somebody may be the same."""

    other = ResidentField(
        _l("另一条登记"), new=False, description=_l("输入姓名、拼音或手机后四位，从列表里选。")
    )


class MergeForm(Form):
    """Which of two stays."""

    keep = ChoiceField(_l("保留哪一条"))

    def offer(self, one: Resident, other: Resident) -> None:
        """The two to choose from."""
        self.keep.choices = [
            (one.id, _("左边：%(name)s", name=one.name)),
            (other.id, _("右边：%(name)s", name=other.name)),
        ]
