"""Forms of the village: its facts, seasons, calendar; and what a town needs to found one."""

from __future__ import annotations

from typing import Any
from zoneinfo import available_timezones

from flask import request

from hub.accounts.names import LENGTH as USERNAME_LENGTH
from hub.i18n import _, _l, _lp
from hub.people.names import NAME_LENGTH
from hub.villages.calendar import HOLIDAY, WORKDAY
from hub.web.forms import (
    ChoiceField,
    ClockField,
    CountField,
    DayField,
    Form,
    LongTextField,
    PhoneField,
    TextField,
    TickField,
)

OTHER_ZONE = "other"
ZONES = {
    "Asia/Shanghai": _l("北京时间"),
    "Asia/Urumqi": _l("新疆时间（比北京时间晚两小时）"),
    OTHER_ZONE: _l("其他"),
}


class VillageForm(Form):
    """All that a village may set about itself."""

    name = TextField(_l("村名"), max=50, required=True)
    town = TextField(_l("乡镇"), max=50)
    centre_name = TextField(_l("中心名称"), max=60, required=True)
    address = TextField(_l("地址"), max=200)
    phone = PhoneField(_l("中心电话"), description=_l("中心的电话，不要填个人手机。"))
    route = LongTextField(_l("怎么走"), max=500)
    floor_area = CountField(_l("面积（平方米）"), min=1, max=1_000_000, required=False)
    population = CountField(
        _l("人口"),
        min=1,
        max=10_000_000,
        required=False,
        description=_l("“群众常来”按每百人的人次计算，要用到它。"),
    )
    time_zone = ChoiceField(
        _l("用什么时间"),
        choices=ZONES,
        description=_l("开门时间、每天从几点算起，都按这个时间。已有的记录不会改动。"),
    )
    other_zone = TextField(_l("其他时区"), max=40, description=_l("只在上面选“其他”时填，例如 Asia/Almaty。"))
    aims = TextField(_l("工作目标"), max=200)
    principle = TextField(_l("建设原则"), max=200)

    def validate(self, *more: Any) -> bool:
        """An empty field is not looked at by WTForms, so this one is looked at here."""
        right = super().validate(*more)
        if self.time_zone.data == OTHER_ZONE and self.other_zone.data not in available_timezones():
            sentence = _("没有叫“%(zone)s”的时区，例如可以填 Asia/Almaty。", zone=self.other_zone.data)
            self.other_zone.errors = [*self.other_zone.errors, sentence]
            return False
        return bool(right)

    def show(self, village: Any) -> None:
        """Fill in what is known; a zone that is not among the two stands in its own field."""
        known = village.time_zone in ZONES
        self.process(
            request.form if request.method == "POST" else None,
            obj=village,
            data=None if known else {"other_zone": village.time_zone},
        )
        if not known and request.method != "POST":
            self.time_zone.data = OTHER_ZONE

    @property
    def facts(self) -> dict[str, Any]:
        """The columns of Village, as they were given."""
        facts = {name: value for name, value in self.data.items() if name != "other_zone"}
        if self.time_zone.data == OTHER_ZONE:
            facts["time_zone"] = self.other_zone.data
        return facts


class SeasonForm(Form):
    """Hours from a day of the year on."""

    name = TextField(_l("季节名称"), max=20, required=True, description=_l("例如：夏季。"))
    starts_month = CountField(_l("从几月"), min=1, max=12)
    starts_day = CountField(_l("几日开始"), min=1, max=31)
    opens = ClockField(_lp("hours", "开门"))
    closes = ClockField(_lp("hours", "关门"), description=_l("不晚于开门时间的，算第二天凌晨。"))


class CalendarDayForm(Form):
    """A day that differs from its weekday."""

    day = DayField(_l("日期"))
    kind = ChoiceField(_l("这一天"), choices={HOLIDAY: _l("放假"), WORKDAY: _l("上班（调休）")})
    name = TextField(_l("名称"), max=30, description=_l("例如：春节。"))
    closed = TickField(_l("中心整天不开门"), description=_l("全天开放的功能室不受影响。"))


class NewVillageForm(Form):
    """A village and its first secretary."""

    village = TextField(_l("村名"), max=50, required=True)
    town = TextField(_l("乡镇"), max=50)
    name = TextField(_l("村书记姓名"), max=NAME_LENGTH, required=True)
    username = TextField(
        _l("村书记用户名"),
        max=USERNAME_LENGTH,
        required=True,
        description=_l("登录时输入，例如姓名拼音。已有账号的填原来的用户名和姓名。"),
        render_kw={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"},
    )


class TownVillageForm(Form):
    """What a town may change about a village; all else is the village's own."""

    name = TextField(_l("村名"), max=50, required=True)
    town = TextField(_l("乡镇"), max=50)
