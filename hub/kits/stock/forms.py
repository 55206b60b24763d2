"""What is asked when something comes in, goes out, or is counted."""

from __future__ import annotations

from typing import Any

from hub.room import ChoiceField, CountField, Form, TextField, _, _l

# What a keeper does with what is used up, given away, or sold over a counter of its own; the usual deed first.
USED_UP = {"issue": _l("领用"), "receive": _l("进货"), "adjust": _l("报损")}
HANDED_OUT = {"issue": _l("发放"), "receive": _l("进货"), "adjust": _l("报损")}
SOLD = {"receive": _l("进货"), "adjust": _l("报损")}


class MoveForm(Form):
    """进货、领用、报损"""

    item = ChoiceField(_l("哪一种"))
    kind = ChoiceField(_l("做什么"))
    number = CountField(_l("数量"), min=1, max=10_000)
    note = TextField(_l("备注"), max=100, description=_l("报损要写一句原因"))

    def validate(self, extra_validators: Any = None) -> bool:
        sound = super().validate(extra_validators)
        if sound and self.kind.data == "adjust" and not self.note.data:
            self.note.errors = [_("报损要写一句原因。")]
            return False
        return sound


class CountForm(Form):
    """盘点: whoever counts is not told how many there should be"""

    item = ChoiceField(_l("哪一种"))
    counted = CountField(_l("实有"), max=10_000, description=_l("先数再写；账上的数登记后才显示"))
    note = TextField(_l("备注"), max=100)
