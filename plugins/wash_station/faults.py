"""What is wrong with a bay, and what follows: a keeper's grave fault puts it out of service, a stranger's only where it
may hurt somebody.

Why a stranger's word closes a bay at "danger" and at nothing else: water and current together can kill, and at night
nobody is there to ask, so the worst that a lie does, a bay closed until a keeper looks, is less than the worst that
disbelief does. So that nobody keeps the station closed for fun, a keeper who settled such a report as no fault is
believed for a day: until then strangers' reports of that bay are shown and close nothing.
"""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import func, select

from hub.kits.upkeep import Upkeep
from hub.room import Refused, _, db, here

from . import washing
from .models import Bay, Fault, Outage, Service, Serviced

upkeep = Upkeep(Bay, Fault, Outage, Service, Serviced, link="bay_id")
BELIEVED = timedelta(hours=24)
MOST_PUBLIC = 3  # open at one bay; more say nothing new


def report(bay_id: int, severity: str, what: str) -> Fault:
    """A keeper found something; what is grave takes the bay out of service. Raises Refused."""
    bay = washing.hold(bay_id)
    if not what.strip():
        raise Refused(_("请写一句：哪里坏了。"), "what")
    return upkeep.report(bay, severity, what, stop=severity in upkeep.grave)


def report_from_outside(bay_id: int, severity: str, what: str) -> Fault:
    """Somebody at the bay says so, through its code. Raises Refused when it was said often enough."""
    bay = washing.hold(bay_id)
    told = _public(Fault.bay_id == bay.id, Fault.state == "open")
    stop = severity == "danger" and bay.out_since is None and not _was_nothing(bay)
    if told >= MOST_PUBLIC and not stop:
        raise Refused(_("这个位已经有几个人报过了，管理员会来看。谢谢您。"))
    return upkeep.report(bay, severity, what, source="public", stop=stop)


def stop(bay_id: int, reason: str) -> Bay:
    """Stop an unsafe machine: out of service at once, and whoever uses it is taken to have ended. Raises Refused."""
    bay = washing.hold(bay_id)
    if bay.out_since is not None:
        raise Refused(_("这个位已经停用了。"))
    running = washing.calendar.in_use([bay.id]).get(bay.id)
    if running is not None:
        washing.finish(running.id)
    upkeep.take_out(bay, reason)
    return bay


def put_back(bay_id: int) -> Bay:
    """In service again. Raises Refused while a danger is not settled."""
    bay = washing.hold(bay_id)
    upkeep.put_back(bay)
    return bay


def _was_nothing(bay: Bay) -> bool:
    """Whether a keeper looked at a stranger's danger within a day and found nothing."""
    since = here.now - BELIEVED
    return bool(_public(
        Fault.bay_id == bay.id, Fault.severity == "danger", Fault.state == "dismissed", Fault.settled_at > since
    ))  # fmt: skip


def _public(*conditions: object) -> int:
    query = select(func.count(Fault.id)).where(Fault.source == "public", *conditions)  # type: ignore[arg-type]
    return db.session.scalar(query) or 0
