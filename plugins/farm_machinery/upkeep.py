"""保养 and 维修: what keeps a machine in the yard until it is done."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sqlalchemy import select

from hub.room import Refused, _, db, here

from .models import Machine, Service
from .yard import lock_machine


def report(machine_id: int, what: str) -> Service:
    """A machine is damaged: it is not rented until that is mended. Raises Refused."""
    machine = _kept(machine_id)
    if machine.state == "out":
        raise Refused(_("%(machine)s 租在外面，收机验机时再登记损坏。", machine=machine.title), "machine")
    machine.state = "repair" if machine.state == "in" else machine.state
    return _open(machine, "repair", what)


def plan(machine_id: int, what: str, due_on: date) -> Service:
    """Plan a service for a day. Raises Refused."""
    machine = _kept(machine_id)
    if due_on < here.today:
        raise Refused(_("安排的日子不能早于今天。"), "due_on")
    return _open(machine, "service", what, due_on)


def close(service_id: int, outcome: str, result: str = "", cost: Decimal | None = None) -> Service:
    """It is done, given up, or the end of the machine. Raises Refused."""
    row = db.session.get(Service, service_id)
    if row is None:
        raise Refused(_("没有找到这条保养或维修。"))
    machine = lock_machine(row.machine_id)
    db.session.refresh(row)
    if row.closed_at is not None:
        raise Refused(_("这条保养或维修已经办完了。"))
    if outcome == "retired":
        _check_home(machine)
    row.closed_at, row.outcome, row.result, row.cost = here.now, outcome, result.strip(), cost
    db.session.flush()
    if outcome == "retired":
        retire(machine.id)
    elif machine.state == "repair":
        home(machine)
    if outcome == "done" and row.kind == "service":
        machine.serviced_at = machine.hours
    return row


def serviced(machine_id: int) -> Machine:
    """A service that the hour meter asked for is done. Raises Refused."""
    machine = _kept(machine_id)
    row = _open(machine, "service", _("按小时数保养"), here.today)
    row.closed_at, row.outcome = here.now, "done"
    machine.serviced_at = machine.hours
    return machine


def retire(machine_id: int) -> Machine:
    """Take a machine out of use for good. Raises Refused."""
    machine = _kept(machine_id)
    _check_home(machine)
    machine.state, machine.retired_on = "retired", here.today
    left = select(Service).where(Service.machine_id == machine.id, Service.closed_at.is_(None))
    for row in db.session.scalars(left):
        row.closed_at, row.outcome = here.now, "retired"
    return machine


def home(machine: Machine) -> None:
    """A machine that is in the yard can be rented, unless something of it is still to be mended."""
    still = select(Service.id).where(
        Service.machine_id == machine.id, Service.kind == "repair", Service.closed_at.is_(None)
    )
    machine.state = "in" if db.session.scalars(still).first() is None else "repair"


def _open(machine: Machine, kind: str, what: str, due_on: date | None = None) -> Service:
    row = Service(
        machine_id=machine.id, machine=machine, kind=kind, what=what.strip()[:200], opened_at=here.now, due_on=due_on
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    return row


def _check_home(machine: Machine) -> None:
    if machine.state in ("out", "check"):
        raise Refused(_("%(machine)s 还没有收机验机，办完才能报废。", machine=machine.title))


def _kept(machine_id: int) -> Machine:
    machine = lock_machine(machine_id)
    if machine.state == "retired":
        raise Refused(_("%(machine)s 已经报废了。", machine=machine.title), "machine")
    return machine
