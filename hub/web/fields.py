"""Fields of forms: what is typed is stripped and checked, and every complaint is a sentence with the next step.

Text may be left empty unless `required=True`; everything else must be given unless `required=False`. What was typed
is shown again as it was typed, whether it could be understood or not.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from wtforms import Field, widgets
from wtforms.validators import StopValidation

from hub.i18n import _

INT32 = 2**31 - 1
# Marks that turn the direction of the text around them: they can make one text look like another.
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


class HubField(Field):
    """What all fields share. `required` is told to the page, and checked before anything else. What may be left empty
    is marked 可不填 on the page, unless `marked=False`: a field that is filled in already, or is needed at times."""

    required_by_default = True

    def __init__(
        self, label: Any = None, *, required: bool | None = None, marked: bool = True,
        validators: Sequence[Any] = (), **more: Any,
    ):  # fmt: skip
        super().__init__(label, list(validators), **more)
        self.marked = marked
        self.required = self.required_by_default if required is None else required
        self.flags.required = self.required

    @property
    def typed(self) -> str | None:
        """What came from the form, stripped; None when the form has not been sent."""
        raw = getattr(self, "raw_data", None)
        return str(raw[0]).strip() if raw else None

    def is_empty(self) -> bool:
        return self.data is None or self.data in ("", [])

    def pre_validate(self, form: Any) -> None:
        if self.process_errors:
            raise StopValidation()
        if self.is_empty():
            raise StopValidation(self.missing() if self.required else "")
        sentence = self.complaint()
        if sentence:
            raise StopValidation(sentence)

    def missing(self) -> str:
        """The sentence when nothing was given."""
        return _("这一项还没有填。")

    def complaint(self) -> str | None:
        """What is wrong with the value, in a sentence, or None."""
        return None

    def parse(self, text: str) -> Any:
        """The value of a text that is not empty. Raises ValueError with a sentence."""
        raise NotImplementedError

    def process_formdata(self, valuelist: list[Any]) -> None:
        if not valuelist:
            return
        self.data = None
        text = str(valuelist[0]).strip()
        if text:
            self.data = self.parse(text)

    def format(self, value: Any) -> str:
        """How a value is written into the field."""
        return str(value)

    def _value(self) -> str:
        if self.typed is not None:
            return self.typed
        return "" if self.data is None else self.format(self.data)


def clean_text(text: str, lines: bool = False) -> str:
    """The text in its composed form. Raises ValueError with a sentence when it holds what nobody can type or see."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    allowed = "\n\t" if lines else ""
    if _TURNING.search(text) or any(
        unicodedata.category(sign) == "Cc" and sign not in allowed for sign in text
    ):
        raise ValueError(_("里面有看不见的控制字符，请删掉重新输入。"))
    return text


class TextField(HubField):
    """One line of text."""

    widget: Any = widgets.TextInput()
    required_by_default = False
    lines = False

    def __init__(self, label: Any = None, *, max: int = 200, **more: Any):
        super().__init__(label, **more)
        self.max = max
        self.flags.maxlength = max

    def process_data(self, value: Any) -> None:
        self.data = "" if value is None else value

    def process_formdata(self, valuelist: list[Any]) -> None:
        if valuelist:
            self.data = ""
            self.data = self.parse(str(valuelist[0]).strip())

    def parse(self, text: str) -> Any:
        return clean_text(text, self.lines)

    def complaint(self) -> str | None:
        if len(self.data) > self.max:
            return _("最多 %(max)s 个字，现在有 %(n)s 个。", max=self.max, n=len(self.data))
        return None


class LongTextField(TextField):
    """Several lines of text."""

    widget = widgets.TextArea()
    lines = True

    def __init__(self, label: Any = None, *, max: int = 2000, **more: Any):
        super().__init__(label, max=max, **more)


class PhoneField(TextField):
    """A telephone number: digits, with + for abroad; spaces and dashes are taken out."""

    widget = widgets.TelInput()

    def __init__(self, label: Any = None, **more: Any):
        super().__init__(label, max=20, **more)

    def parse(self, text: str) -> Any:
        digits = re.sub(r"[\s\-－—()（）]", "", unicodedata.normalize("NFKC", clean_text(text)))
        if digits and not re.fullmatch(r"\+?[0-9]{5,15}", digits):
            raise ValueError(_("电话号码只写数字，例如 199 0000 0000。"))
        return digits


class CountField(HubField):
    """A whole number between two bounds."""

    widget = widgets.NumberInput()

    def __init__(self, label: Any = None, *, min: int = 0, max: int = INT32, **more: Any):
        super().__init__(label, **more)
        self.min, self.max = min, max
        self.flags.min, self.flags.max = min, max

    def process_data(self, value: Any) -> None:
        self.data = value

    def parse(self, text: str) -> Any:
        if not re.fullmatch(r"[+-]?\d{1,30}", text):
            raise ValueError(_("请填一个整数。"))
        return int(text)

    def complaint(self) -> str | None:
        if self.data < self.min:
            return _("不能小于 %(min)s。", min=self.min)
        if self.data > self.max:
            return _("不能大于 %(max)s。", max=self.max)
        return None


class MoneyField(HubField):
    """An amount in yuan with at most two places; a Decimal."""

    widget = widgets.TextInput()

    def __init__(
        self, label: Any = None, *, min: Decimal | int = 0, max: Decimal | int = 99_999_999, **more: Any
    ):
        super().__init__(label, **more)
        self.min, self.max = Decimal(min), Decimal(max)
        self.render_kw = {"inputmode": "decimal"} | (self.render_kw or {})

    def parse(self, text: str) -> Any:
        plain = unicodedata.normalize("NFKC", text).replace(",", "").lstrip("¥")
        if re.fullmatch(r"-?[0-9]{1,12}(\.[0-9]{1,2})?", plain):
            return Decimal(plain).quantize(Decimal("0.01"))
        raise ValueError(_("请填金额，最多两位小数，例如 12.50。"))

    def complaint(self) -> str | None:
        if not self.min <= self.data <= self.max:
            return _("金额应在 %(min)s 到 %(max)s 之间。", min=self.min, max=self.max)
        return None


class TickField(HubField):
    """A box that is ticked or not."""

    widget = widgets.CheckboxInput()
    required_by_default = False

    def process_data(self, value: Any) -> None:
        self.data = bool(value)

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = bool(valuelist) and str(valuelist[0]).lower() not in ("", "0", "false", "off")

    def is_empty(self) -> bool:
        return not self.data

    def missing(self) -> str:
        return _("请确认后打上勾。")

    def _value(self) -> str:
        return "y"
