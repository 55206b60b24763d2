"""What the village sets for its halls."""

from __future__ import annotations

from hub.room import Done, Pages, _, _l

from .forms import PolicyForm
from .terms import own_policy, policy

office = Pages()


def _as_set(form: PolicyForm) -> None:
    if form.set_up.typed is None:  # not sent yet
        form.process(obj=policy())


@office.action(
    "policy",
    form=PolicyForm,
    permission="manage",
    title=_l("预约和打扫的规则"),
    submit=_l("保存"),
    prepare=_as_set,
)
def set_policy(form: PolicyForm) -> Done:
    form.populate_obj(own_policy())
    return Done(_("已保存，新登记的预约按新规则"))
