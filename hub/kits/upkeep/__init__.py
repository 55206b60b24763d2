"""Keeping equipment in order, for rooms with things that wear, break and are looked after: what is wrong with each,
what is out of service and why, and which planned service is due.

The kit has no tables. A room mixes `KeptColumns` into its thing, and `FaultColumns`, `OutageColumns`, `ServiceColumns`
and `ServicedColumns` into models of its own, with `fault_keys` and the like in their `__table_args__`; what is done is
done through an `Upkeep` over the five::

    upkeep = Upkeep(Bay, Fault, Outage, Service, Serviced, link="bay_id")
    upkeep.hold_one(bay_id)
    upkeep.report(bay, "danger", "漏电", stop=True)      # a fault; stop takes the thing out of service at once
    upkeep.settle(fault_id, "fixed", "换了插座", back=True)
    upkeep.due(here.today)                               # planned service by days or by uses, whichever comes first

Whether a fault takes a thing out of service is the room's to say: a keeper's word weighs more than a stranger's. What
is out of service cannot be had: the room asks `out_words(thing)` before it gives it to anybody. Nothing here commits.
"""

from hub.kits.upkeep.columns import (
    FaultColumns,
    KeptColumns,
    OutageColumns,
    ServiceColumns,
    ServicedColumns,
    fault_keys,
    kept_checks,
    outage_keys,
    service_keys,
    serviced_keys,
)
from hub.kits.upkeep.figures import faults_between, out_days
from hub.kits.upkeep.forget import forget_words
from hub.kits.upkeep.plan import Due, due_of
from hub.kits.upkeep.upkeep import Upkeep
from hub.kits.upkeep.words import (
    CONDITION_TONES,
    CONDITIONS,
    FAULT_STATES,
    FAULT_TONES,
    SEVERITIES,
    SEVERITY_TONES,
    SOURCES,
    due_words,
    out_words,
    plan_words,
)

__all__ = [
    "CONDITIONS",
    "CONDITION_TONES",
    "FAULT_STATES",
    "FAULT_TONES",
    "SEVERITIES",
    "SEVERITY_TONES",
    "SOURCES",
    "Due",
    "FaultColumns",
    "KeptColumns",
    "OutageColumns",
    "ServiceColumns",
    "ServicedColumns",
    "Upkeep",
    "due_of",
    "due_words",
    "fault_keys",
    "faults_between",
    "forget_words",
    "kept_checks",
    "out_days",
    "out_words",
    "outage_keys",
    "plan_words",
    "service_keys",
    "serviced_keys",
]
