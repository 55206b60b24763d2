"""What is wrong with the bays, and what is done to keep them in order."""

from __future__ import annotations

from hub.kits.upkeep import FaultsView, ServicesView
from hub.room import Column, RowAction, _l

from .. import bays
from ..faults import upkeep
from ..models import Bay


class _OfBays:
    _upkeep = upkeep
    _thing = Column("bay", _l("位"), Bay.number, kind="main", show=bays.number_name)


class Faults(_OfBays, FaultsView):
    """故障"""

    _public = True
    links = (
        RowAction(_l("报故障"), page="fault", permission="upkeep"),
        RowAction(_l("停用"), page="stop", permission="upkeep"),
    )


class Services(_OfBays, ServicesView):
    """保养计划"""

    empty_text = _l("还没有保养计划，例如每 30 天查一次漏电开关。")
