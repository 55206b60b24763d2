"""The forms of the rota and of volunteer hours."""

from __future__ import annotations

from typing import Any

from hub.kits.roster.people import Person
from hub.room import (
    ChoiceField,
    ClockField,
    CountField,
    DayField,
    Form,
    LongTextField,
    Refused,
    ResidentField,
    TextField,
    TickField,
    _,
    _l,
)


class PersonForm(Form):
    """Who: one of those on offer, a resident, or a name."""

    who = ChoiceField(_l("谁"), required=False, select=True, marked=False)
    resident = ResidentField(_l("志愿者（登记过的居民）"), required=False, description=_l("上面没有的人才填"))
    volunteer = TextField(_l("志愿者姓名"), max=50, description=_l("没有登记过的志愿者，只记一个名字"))

    def offer(self, people: list[Person], *, only: bool = False) -> None:
        """Set who can be chosen; `only`: nobody else."""
        self._people = {person.key: person for person in people}
        self.who.choices = [(person.key, person.name) for person in people]
        if only:
            del self.resident, self.volunteer

    def person(self) -> Person:
        """Who was chosen. Raises Refused when it is nobody, or more than one."""
        chosen: list[Person] = [self._people[self.who.data]] if self.who.data else []
        resident: Any = self.resident.data if "resident" in self else None
        if resident is not None:
            chosen.append(Person(resident.name, resident_id=resident.id))
        if "volunteer" in self and self.volunteer.data:
            chosen.append(Person(self.volunteer.data))
        if len(chosen) != 1:
            raise Refused(_("请选一位。") if not chosen else _("只能填一位，请把另外的清空。"), "who")
        return chosen[0]


class ShiftForm(PersonForm):
    """排班"""

    day = DayField(_l("哪一天"))
    begins = ClockField(_l("从"))
    ends = ClockField(_l("到"))
    duty = TextField(_l("做什么"), max=40, description=_l("例如 前台、辅导、讲解"))
    weeks = CountField(
        _l("连排几周"), min=1, max=53, default=1, description=_l("每周同一天、同一时间；1 就是只排这一次")
    )
    skip = TickField(_l("已经有班的那几天跳过"))


class HandForm(PersonForm):
    """换班"""


class EnterForm(Form):
    """补录到岗、离岗"""

    on = ClockField(_l("到岗"))
    off = ClockField(_l("离岗"))


class HoursForm(PersonForm):
    """登记志愿时数"""

    day = DayField(_l("哪一天"))
    minutes = CountField(_l("多少分钟"), min=1, max=720)
    what = TextField(_l("做了什么"), max=60, required=True, description=_l("不要写人名"))


class WhyForm(Form):
    """为什么不算"""

    why = LongTextField(_l("为什么"), max=200, required=True)
