"""Keeping equipment in order, for rooms with things that wear, break and are looked after: what is wrong with each,
what is out of service and why, and which planned service is due.

The kit has no tables. A room mixes `KeptColumns` into its thing (or `ConditionColumns`, where it counts its uses in a
column of its own, such as an hour meter), and `FaultColumns`, `OutageColumns`, `ServiceColumns`
and `ServicedColumns` into models of its own, with `fault_keys` and the like in their `__table_args__`; what is done is
done through an `Upkeep` over the five::

    upkeep = Upkeep(Bay, Fault, Outage, Service, Serviced, link="bay_id")
    upkeep.hold_one(bay_id)
    upkeep.report(bay, "danger", "漏电", stop=True)      # a fault; stop takes the thing out of service at once
    upkeep.settle(fault_id, "fixed", "换了插座", back=True)
    upkeep.plan(bay_id, "换滤芯", every_days=90)          # again and again; with `OnceColumns` also on days of its own
    upkeep.due(here.today)                               # planned service by days or by uses, whichever comes first
    upkeep.serve(service_id, "换了")                     # with `CostColumns` also what it cost

The pages on which a keeper does it are added with `add_upkeep_pages` over a `Workshop`, or one by one; `FaultsView`,
`ServicesView` and `ServicedView` are the lists; `fault_todos` and `service_todos` what is to be done. A room that is
walked over once a day, point by point, has a `DailyCheck` (hub/kits/upkeep/checking.py).

Whether a fault takes a thing out of service is the room's to say: a keeper's word weighs more than a stranger's. What
is out of service cannot be had: the room asks `out_words(thing)` before it gives it to anybody. Nothing here commits.
"""

from hub.kits.upkeep.checking import (
    CheckColumns,
    CheckForm,
    ChecksView,
    DailyCheck,
    add_check_page,
    check_keys,
)
from hub.kits.upkeep.columns import (
    ConditionColumns,
    CostColumns,
    FaultColumns,
    KeptColumns,
    OnceColumns,
    OutageColumns,
    ServiceColumns,
    ServicedColumns,
    condition_checks,
    fault_keys,
    kept_checks,
    outage_keys,
    service_keys,
    serviced_keys,
)
from hub.kits.upkeep.figures import faults_between, out_days
from hub.kits.upkeep.forget import fault_data, forget_words
from hub.kits.upkeep.forms import FaultForm, ServeForm, ServiceForm, SettleForm, StopForm, UsesServiceForm
from hub.kits.upkeep.lists import FaultsView, ServicedView, ServicesView, out_pill
from hub.kits.upkeep.pages import (
    Workshop,
    add_end_page,
    add_fault_page,
    add_plan_page,
    add_serve_page,
    add_settle_page,
    add_stop_pages,
    add_upkeep_pages,
    fault_todos,
    service_todos,
)
from hub.kits.upkeep.plan import Due, due_of
from hub.kits.upkeep.upkeep import Upkeep
from hub.kits.upkeep.words import (
    CONDITION_TONES,
    CONDITIONS,
    FAULT_STATES,
    FAULT_TONES,
    SETTLEMENTS,
    SEVERITIES,
    SEVERITY_TONES,
    SOURCES,
    UpkeepWords,
    due_words,
    out_words,
    plan_words,
)

__all__ = [
    "CONDITIONS",
    "CONDITION_TONES",
    "FAULT_STATES",
    "FAULT_TONES",
    "SETTLEMENTS",
    "SEVERITIES",
    "SEVERITY_TONES",
    "SOURCES",
    "CheckColumns",
    "CheckForm",
    "ChecksView",
    "ConditionColumns",
    "CostColumns",
    "DailyCheck",
    "Due",
    "FaultColumns",
    "FaultForm",
    "FaultsView",
    "KeptColumns",
    "OnceColumns",
    "OutageColumns",
    "ServeForm",
    "ServiceColumns",
    "ServiceForm",
    "ServicedColumns",
    "ServicedView",
    "ServicesView",
    "SettleForm",
    "StopForm",
    "Upkeep",
    "UpkeepWords",
    "UsesServiceForm",
    "Workshop",
    "add_check_page",
    "add_end_page",
    "add_fault_page",
    "add_plan_page",
    "add_serve_page",
    "add_settle_page",
    "add_stop_pages",
    "add_upkeep_pages",
    "check_keys",
    "condition_checks",
    "due_of",
    "due_words",
    "fault_data",
    "fault_keys",
    "fault_todos",
    "faults_between",
    "forget_words",
    "kept_checks",
    "out_days",
    "out_pill",
    "out_words",
    "outage_keys",
    "plan_words",
    "service_keys",
    "service_todos",
    "serviced_keys",
]
