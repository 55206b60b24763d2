"""Forms: the base of all, and every field there is.

::

    class LendForm(Form):
        tool = LookupField(_l("工具"), lookup="tools")
        borrower = ResidentField(_l("借用人"))
        due = DayField(_l("应还"))
        note = TextField(_l("备注"), max=200)

Cross-site requests are refused for the whole app (CSRFProtect); a form carries no token of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import wtforms

from hub.i18n import _
from hub.web.choices import ChoiceField, TicksField
from hub.web.fields import (
    CountField,
    HubField,
    LongTextField,
    MoneyField,
    PhoneField,
    TextField,
    TickField,
)
from hub.web.lookups import LookupField, ResidentField
from hub.web.times import ClockField, DayField, MomentField


class _Words:
    """WTForms speaks English; what it says of its own accord becomes one sentence in the user's language."""

    def gettext(self, _message: str) -> str:
        return _("这一项填得不对，请改一下。")

    def ngettext(self, message: str, _plural: str, _n: int) -> str:
        return self.gettext(message)


class Form(wtforms.Form):
    """The base of every form."""

    class Meta:
        def get_translations(self, _form: wtforms.Form) -> _Words:
            return _Words()

    def take(self, given: Mapping[str, str]) -> None:
        """Fill fields from an address (`?tool=7`). What cannot be understood is left out."""
        for name, field in self._fields.items():
            if name not in given:
                continue
            before = field.data
            try:
                field.process_formdata([given[name]])
            except ValueError:
                field.data = before

    @property
    def sentences(self) -> Iterable[str]:
        """All that is wrong, field by field."""
        return [str(error) for errors in self.errors.values() for error in errors]


__all__ = [
    "ChoiceField",
    "ClockField",
    "CountField",
    "DayField",
    "Form",
    "HubField",
    "LongTextField",
    "LookupField",
    "MomentField",
    "MoneyField",
    "PhoneField",
    "ResidentField",
    "TextField",
    "TickField",
    "TicksField",
]
