"""保养 and 维修: what keeps a machine in the yard until it is done."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sqlalchemy import select

from hub.kits.upkeep import Upkeep
from hub.room import Refused, _, db, here

from .models import Fault, Machine, Outage, Service, Serviced
from .yard import lock_machine

kept = Upkeep(Machine, Fault, Outage, Service, Serviced, link="machine_id", meter="hours")


def report(machine_id: int, what: str, severity: str = "major") -> Fault:
    """Something is wrong with a machine; unless it is minor, it is not rented until that is mended. Raises Refused."""
    machine = _in_use(machine_id)
    if machine.state == "out":
        raise Refused(_("%(machine)s 租在外面，收机验机时再登记损坏。", machine=machine.title), "machine")
    return kept.report(machine, severity, what, stop=severity in kept.grave)


def settle(fault_id: int, state: str, outcome: str, cost: Decimal | None = None) -> Fault:
    """A fault is mended, was none, or is the end of the machine. It can be rented again when nothing grave is left.
    Raises Refused."""
    machine = lock_machine(kept.open_fault(fault_id).machine_id)
    if state == "retired":
        _check_home(machine)
    fault = kept.settle(fault_id, state, outcome, cost=cost)
    if state == "retired":
        retire(machine.id)
    elif machine.out_since is not None and not _grave_faults(machine):
        kept.put_back(machine)
    return fault


def plan(machine_id: int, name: str, due_on: date, days: int = 1) -> Service:
    """Plan a service for a day, or for some days from then on. Raises Refused."""
    return kept.plan(_in_use(machine_id).id, name, due_on=due_on, days=days)


def repeat(machine_id: int, name: str, every_days: int) -> Service:
    """Plan a service again and again. What the hour meter asks for is set with the machine. Raises Refused."""
    return kept.plan(_in_use(machine_id).id, name, every_days=every_days)


def serve(service_id: int, note: str = "", cost: Decimal | None = None) -> Service:
    """A service is done; the hour meter asks for the next one from now on. Raises Refused."""
    service = kept.serve(service_id, note, cost=cost)
    service.machine.serviced_at = service.machine.hours
    return service


def drop(service_id: int, why: str) -> Service:
    """A planned service is given up. Raises Refused."""
    return kept.end(service_id, ended_on=here.today, ended_why=why.strip())


def serviced(machine_id: int) -> Machine:
    """A service that the hour meter asked for is done. Raises Refused."""
    return serve(plan(machine_id, _("按小时数保养"), here.today).id).machine


def retire(machine_id: int) -> Machine:
    """Take a machine out of use for good, with what was still to be done to it. Raises Refused."""
    machine = _in_use(machine_id)
    _check_home(machine)
    for fault in kept.open_faults(Fault.machine_id == machine.id):
        kept.settle(fault.id, "retired", _("报废"))
    for service in db.session.scalars(
        select(Service).where(Service.machine_id == machine.id, Service.planned)
    ):
        service.planned, service.ended_on, service.ended_why = False, here.today, _("报废")
    if machine.out_since is not None:
        kept.put_back(machine)
    machine.state, machine.retired_on = "retired", here.today
    db.session.flush()
    return machine


def _grave_faults(machine: Machine) -> list[Fault]:
    return kept.open_faults(Fault.machine_id == machine.id, Fault.severity.in_(kept.grave))


def _check_home(machine: Machine) -> None:
    if machine.state in ("out", "check"):
        raise Refused(_("%(machine)s 还没有收机验机，办完才能报废。", machine=machine.title))


def _in_use(machine_id: int) -> Machine:
    machine = lock_machine(machine_id)
    if machine.state == "retired":
        raise Refused(_("%(machine)s 已经报废了。", machine=machine.title), "machine")
    return machine
