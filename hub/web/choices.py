"""Fields that are chosen from a few: large buttons, or a drop-down where there are many."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from wtforms import widgets
from wtforms.fields.choices import Choice as Drawn  # type: ignore[attr-defined]
from wtforms.fields.choices import SelectFieldBase

from hub.i18n import _
from hub.web.fields import HubField

Choices = Mapping[Any, Any] | Iterable[tuple[Any, Any]]
MANY = 7


class ChoiceField(HubField, SelectFieldBase):
    """One of several. `choices`: pairs of value and label, a mapping, or a function that gives them at the request.

    Values may be of any kind whose `str` tells them apart; `data` is the value itself. More than seven choices, or
    `select=True`, make a drop-down. `choices` may also be set afterwards, before the form is checked.
    """

    def __init__(
        self,
        label: Any = None,
        *,
        choices: Choices | Callable[[], Choices] = (),
        select: bool | None = None,
        **more: Any,
    ):
        super().__init__(label, **more)
        self._select = select
        self.choices = choices() if callable(choices) else choices

    @property
    def choices(self) -> list[tuple[Any, Any]]:
        return self._choices

    @choices.setter
    def choices(self, given: Choices) -> None:
        pairs = given.items() if isinstance(given, Mapping) else given
        self._choices = [(value, label) for value, label in pairs]
        self._choose_widget()

    def _choose_widget(self) -> None:
        drop_down = len(self._choices) > MANY if self._select is None else self._select
        self.option_widget: Any = None if drop_down else widgets.RadioInput()
        self.widget = widgets.Select() if drop_down else widgets.ListWidget(prefix_label=False)

    def parse(self, text: str) -> Any:
        return text  # understood when it is checked: the choices may come after the form was read

    def pre_validate(self, form: Any) -> None:
        if self.data not in (None, ""):
            self.data = next(
                (value for value, _label in self.choices if str(value) == str(self.data)), _WRONG
            )
        super().pre_validate(form)

    def complaint(self) -> str | None:
        return _("请从列出的里面选一个。") if self.data is _WRONG else None

    def missing(self) -> str:
        return _("请选一个。")

    def iter_choices(self) -> Iterator[Drawn]:
        chosen = self._value()
        if not self.required and all(value for value, _label in self.choices):
            yield Drawn("", _("不选"), chosen == "", {})
        elif self.required and self.option_widget is None and not chosen:
            yield Drawn("", _("请选择"), True, {})
        for value, label in self.choices:
            yield Drawn(str(value), str(label), str(value) == chosen, {})


class TicksField(ChoiceField):
    """Any number of several; `data` is the list of chosen values."""

    required_by_default = False

    def _choose_widget(self) -> None:
        self.option_widget = widgets.CheckboxInput()
        self.widget = widgets.ListWidget(prefix_label=False)

    def process_data(self, value: Any) -> None:
        self.data = list(value or ())

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = [str(text) for text in valuelist]

    def pre_validate(self, form: Any) -> None:
        wanted = {str(value) for value in self.data}
        self.data = [value for value, _label in self.choices if str(value) in wanted]
        self._strange = len(self.data) != len(wanted)
        HubField.pre_validate(self, form)

    def is_empty(self) -> bool:
        return not self.data and not self._strange

    def complaint(self) -> str | None:
        return _("请从列出的里面选。") if self._strange else None

    def missing(self) -> str:
        return _("请至少选一个。")

    def iter_choices(self) -> Iterator[Drawn]:
        chosen = {str(value) for value in self.data}
        for value, label in self.choices:
            yield Drawn(str(value), str(label), str(value) in chosen, {})


_WRONG = object()
