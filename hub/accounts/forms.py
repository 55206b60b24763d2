"""Forms of accounts."""

from __future__ import annotations

from typing import Any

from wtforms import ValidationError, widgets

from hub.accounts.names import LENGTH
from hub.accounts.passwords import LONGEST
from hub.accounts.services import KEEPER, READER, SECRETARY
from hub.i18n import _, _l
from hub.people.names import NAME_LENGTH
from hub.web.forms import ChoiceField, Form, TextField, TicksField

ROLE_LABELS = {SECRETARY: _l("村书记"), KEEPER: _l("室管员"), READER: _l("查阅人员")}


class PasswordField(TextField):
    """A password: taken as it is, spaces included, and never written back into the page."""

    widget: Any = widgets.PasswordInput()

    def __init__(self, label: Any, *, autocomplete: str, **more: Any):
        super().__init__(label, max=LONGEST, required=True, render_kw={"autocomplete": autocomplete}, **more)

    def process_formdata(self, valuelist: list[Any]) -> None:
        if valuelist:
            self.data = str(valuelist[0])

    def missing(self) -> str:
        return _("请填写密码。")


# Fields of more than one form; a form shows its fields in the order in which they stand here.
_current = PasswordField(_l("现在的密码"), autocomplete="current-password")
_password = PasswordField(
    _l("新密码"),
    autocomplete="new-password",
    description=_l("至少 8 位。可以用几个不相干的词加数字，自己好记、别人难猜。"),
)
_again = PasswordField(_l("再输一次新密码"), autocomplete="new-password")
_name = TextField(_l("姓名"), max=NAME_LENGTH, required=True)
_username = TextField(
    _l("用户名"),
    max=LENGTH,
    required=True,
    description=_l("登录时输入，例如姓名拼音。以后不能改。"),
    render_kw={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"},
)
_role = ChoiceField(
    _l("角色"),
    choices=ROLE_LABELS,
    description=_l("村书记管全村；室管员管自己的功能室；查阅人员只看统计和记录，看不到居民姓名。"),
)
_rooms = TicksField(
    _l("管哪些功能室"), marked=False, description=_l("室管员必选，至少一个；别的角色不用选。")
)


class SignInForm(Form):
    """Who, and the proof of it."""

    username = TextField(
        _l("用户名"),
        max=LENGTH,
        required=True,
        render_kw={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"},
    )
    password = PasswordField(_l("密码"), autocomplete="current-password")


class FirstPasswordForm(Form):
    """A password of one's own instead of the first one, twice."""

    password, again = _password, _again

    def validate_again(self, field: PasswordField) -> None:
        if field.data != self.password.data:
            raise ValidationError(_("两次输入的不一样，请重新输入。"))


class PasswordForm(FirstPasswordForm):
    """The same for somebody who has a password of their own."""

    current = _current


class MemberForm(Form):
    """A new account of the village."""

    name, username, role, rooms = _name, _username, _role, _rooms


class RoleForm(Form):
    """What somebody is in the village, and how they are called."""

    name, role, rooms = _name, _role, _rooms


class TownMemberForm(Form):
    """Somebody for a village, by the town administrator: its secretary, or one whose rooms the secretary will name."""

    name, username = _name, _username
    village = ChoiceField(_l("村"), select=True)
    role = ChoiceField(
        _l("角色"),
        choices={SECRETARY: ROLE_LABELS[SECRETARY], READER: ROLE_LABELS[READER]},
        description=_l("室管员请先以“查阅人员”加入，再由村书记指定功能室。"),
    )
