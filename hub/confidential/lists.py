"""Who was shown what: the readings of the rooms one is of. Never what was read."""

from __future__ import annotations

from sqlalchemy import ColumnElement, select

from hub.accounts.models import Membership, User
from hub.admin.columns import Column, pill
from hub.admin.filters import ChoiceFilter, DateFilter, ReferenceFilter
from hub.admin.view import RecordsView
from hub.audit.words import table_words
from hub.confidential.models import SealedRead
from hub.confidential.rooms import confidential_here, name_of
from hub.i18n import _, _l
from hub.kernel.database import db
from hub.kernel.here import here


def readers() -> list[tuple[int, str]]:
    """Those who work or worked in this village."""
    query = select(User.id, User.name).join(Membership, Membership.user_id == User.id)
    rows = db.session.execute(query.where(Membership.village_id == here.village_id).order_by(User.name)).all()
    return [(row.id, row.name) for row in rows]


def _how(broken: bool) -> str:
    return pill(_("紧急查看"), "warn") if broken else ""


class Readings(RecordsView):
    """Readings stand above villages, so no session scopes them: every query here carries the village itself."""

    model = SealedRead
    slug = "confidential-reads"
    title = _l("谁看过")
    singular = _l("查看")
    subtitle = _l("保密的记录，谁在什么时候看过哪一条；看到了什么不记。")
    permission = "confidential.reads"
    can_export = False
    joins = (SealedRead.user,)
    order = "-at"
    empty_text = _l("还没有人看过；谁看了都会自动记在这里。")
    columns = (
        Column("at", _l("时间"), SealedRead.at, kind="num", sort=True),
        Column("who", _l("谁"), User.name, kind="main", show=lambda name: name or _("命令")),
        Column("room", _l("功能室"), SealedRead.room, show=name_of),
        Column("table", _l("记录"), SealedRead.table, show=table_words),
        Column("row_id", _l("编号"), SealedRead.row_id, kind="num"),
        Column("broken", "", SealedRead.broken, show=_how),
    )
    filters = (
        ReferenceFilter("user", _l("谁"), SealedRead.user_id, choices=readers),
        ChoiceFilter("broken", _l("方式"), choices={True: _l("紧急查看"), False: _l("室管员")}),
        DateFilter("at", _l("时间")),
    )

    @staticmethod
    def where() -> ColumnElement[bool]:
        mine = [
            key for key in confidential_here() if here.can(f"{key}.view") and not here.can(f"{key}.glass")
        ]
        return (SealedRead.village_id == here.village_id) & SealedRead.room.in_(mine)
