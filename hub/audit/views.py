"""The audit as the secretary reads it: who did what and when, from what to what; of this village only."""

from __future__ import annotations

from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, select

from hub.accounts.models import Membership, User
from hub.admin.columns import Column
from hub.admin.filters import ChoiceFilter, DateFilter, ReferenceFilter
from hub.admin.view import RecordsView
from hub.audit.glossary import ACTIONS
from hub.audit.models import AuditEntry
from hub.audit.words import NOTHING, action_words, changes_in_words, known_tables, table_words
from hub.audit.writer import PUBLIC
from hub.i18n import _, _l, _lp
from hub.kernel.database import db
from hub.kernel.here import here

SHOWN = 3  # changes of one entry in the list; the details show all


def people() -> list[tuple[int, str]]:
    """Those who work or worked in this village."""
    query = select(User.id, User.name).join(Membership, Membership.user_id == User.id)
    rows = db.session.execute(query.where(Membership.village_id == here.village_id).order_by(User.name)).all()
    return [(row.id, row.name) for row in rows]


def who(name: str | None, row: Any) -> str:
    """The one who did it: an account, somebody without one, or the hub itself."""
    return name or (_("公众") if row.address == PUBLIC else _("系统"))


def address(value: str) -> str:
    """Where it was done from; of somebody without an account that is not kept."""
    return "" if value == PUBLIC else value


def summary(changes: dict[str, Any], row: Any) -> str:
    """The first changes of an entry, in one line."""
    lines = [
        _("%(what)s：%(after)s", what=column, after=after)
        if before == NOTHING
        else _("%(what)s：%(before)s → %(after)s", what=column, before=before, after=after)
        for column, before, after in islice(changes_in_words(row.table, changes), SHOWN)
    ]
    return _("；").join(lines) + ("……" if len(changes) > SHOWN else "")


class AuditView(RecordsView):
    """Entries stand above villages, so no session scopes them: every query here carries the village itself."""

    model = AuditEntry
    slug = "audit"
    title = _l("操作记录")
    singular = _lp("singular", "操作记录")
    permission = "audit.view"
    can_export = False  # it is read here, where what may not be seen stays unseen
    joins = (AuditEntry.user,)
    order = "-at"
    empty_text = _l("还没有操作记录；谁改了什么，都会自动记在这里。")
    columns = (
        Column("at", _l("时间"), AuditEntry.at, kind="num", sort=True),
        Column("who", _l("谁"), User.name, show=who),
        Column("action", _l("做了什么"), AuditEntry.action, show=action_words),
        Column("table", _l("对象"), AuditEntry.table, kind="main", show=table_words),
        Column("changes", _l("改动"), AuditEntry.changes, kind="secondary", show=summary),
        Column("address", _l("电脑的网络地址"), AuditEntry.address, kind="hidden", show=address),
    )
    details_columns = (Column("row_id", _l("编号"), AuditEntry.row_id),)
    filters = (
        ReferenceFilter("user", _l("谁"), AuditEntry.user_id, choices=people),
        ChoiceFilter("deed", _l("做了什么"), AuditEntry.action, choices=ACTIONS),
        ChoiceFilter("table", _l("对象"), AuditEntry.table, choices=known_tables),
        DateFilter("at", _l("时间")),
    )

    @staticmethod
    def where() -> ColumnElement[bool]:
        return AuditEntry.village_id == here.village_id

    def sections(self, row: Any) -> list[tuple[Any, list[tuple[str, str]]]]:
        pairs = [
            (column, _("%(before)s → %(after)s", before=before, after=after))
            for column, before, after in changes_in_words(row.table, row.changes)
        ]
        return [(_("改动"), pairs)] if pairs else []
