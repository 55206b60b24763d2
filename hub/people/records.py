"""The list of residents."""

from __future__ import annotations

from hub.admin.actions import RowAction
from hub.admin.columns import Column
from hub.admin.filters import FlagFilter
from hub.admin.view import RecordsView
from hub.i18n import _l, _lp
from hub.people.models import Resident
from hub.people.search import is_kept


class ResidentsView(RecordsView):
    """Everybody who is kept, found by name, pinyin, initials or phone. It cannot be exported: what leaves the hub is
    counts."""

    model = Resident
    slug = "residents"
    title = _l("居民")
    singular = _lp("singular", "居民")
    subtitle = _l("只登记姓名、电话和小组")
    permission = "residents.view"
    columns = (
        Column("name", _l("姓名"), Resident.name, kind="main", sort=True, personal=True),
        Column("phone", _l("电话"), Resident.phone, kind="num", personal=True),
        Column("group", _l("村民小组"), Resident.group, sort=True, personal=True),
        Column("consent_on", _l("同意登记"), Resident.consent_on, kind="secondary"),
    )
    order = "name"  # never by last use: a list of who was here lately is nobody's business
    where = staticmethod(is_kept)
    filters = (FlagFilter("no_consent", _l("还没有同意登记"), Resident.consent_on.is_(None)),)
    search_resident = Resident.id
    search_hint = _l("姓名、拼音、首字母、手机后四位")
    open_page, open_arg = "people.resident", "resident_id"
    create_page, create_permission = "people.new", "residents.edit"
    create_label = _l("登记居民")
    import_sheet = "residents"
    can_export = False
    can_view_details = False
    row_actions = (
        RowAction(_l("修改"), page="people.edit", arg="resident_id", permission="residents.edit"),
        RowAction(_l("合并重复"), page="people.find_double", arg="resident_id", permission="residents.edit"),
    )
    empty_text = _l("还没有登记居民。借还等业务需要时再登记；平时来访不用登记姓名。")
