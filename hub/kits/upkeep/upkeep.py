"""What is done to keep things in order. Each deed is done on a thing that is held, so that no two cross."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

from sqlalchemy import select

from hub.kits.upkeep.plan import Due, due_of
from hub.room import Refused, _, db, here, hold

Thing = TypeVar("Thing", bound=Any)
Fault = TypeVar("Fault", bound=Any)
Service = TypeVar("Service", bound=Any)

CONDITION_OF = {"minor": "worn", "major": "broken", "danger": "broken"}


@dataclass(frozen=True, slots=True)
class Upkeep(Generic[Thing, Fault, Service]):
    """Things and what happened to them. `link` is the column of the other four that names the thing, `meter` the column
    of the thing that planned service counts from; `grave` are the faults at which a keeper's word takes it out of
    service."""

    thing: type[Thing]
    fault: type[Fault]
    outage: type[Any]
    service: type[Service]
    serviced: type[Any]
    link: str
    meter: str = "uses"
    grave: Sequence[str] = ("major", "danger")

    @property
    def one(self) -> str:
        """The relationship to the thing: `bay` for `bay_id`."""
        return self.link.removesuffix("_id")

    def hold_one(self, thing_id: int) -> Thing:
        """One thing, held until the transaction ends. Raises Refused."""
        found = hold(self.thing, thing_id)
        if found is None:
            raise Refused(_("没有找到这一台，请重新选择。"), "thing")
        return found

    def found(self, thing_id: int, severity: str, what: str, **more: Any) -> Fault:
        """A keeper found something; what is grave takes the thing out of service. Raises Refused."""
        thing = self.hold_one(thing_id)
        if not what.strip():
            raise Refused(_("请写一句：哪里坏了。"), "what")
        return self.report(thing, severity, what, stop=severity in self.grave, **more)

    def report(
        self,
        thing: Thing,
        severity: str,
        what: str,
        *,
        source: str = "keeper",
        stop: bool = False,
        **more: Any,
    ) -> Fault:
        """Something is wrong with a thing that is held; `stop` takes it out of service. `more` are the room's own
        columns of the fault."""
        fault = self.fault(
            **{self.link: thing.id}, severity=severity, what=what.strip(), source=source, state="open",
            stopped=stop and thing.out_since is None, reported_at=here.now, outcome="", **more,
        )  # fmt: skip
        db.session.add(fault)
        if stop:
            self.take_out(thing, _("故障停用，等人来修") if severity != "danger" else _("有危险，停用检查"))
        db.session.flush()
        self._look_over(thing)
        return fault

    def settle(self, fault_id: int, state: str, outcome: str, *, back: bool = False, **more: Any) -> Fault:
        """A fault is put right (`fixed`), or was none (`dismissed`); `back` puts the thing into service again. `more`
        are further columns of the fault, such as its cost. Raises Refused."""
        fault = self.open_fault(fault_id)
        thing = self.hold_one(getattr(fault, self.link))
        db.session.refresh(fault)
        if fault.state != "open":
            raise Refused(_("这个故障刚才已经有人处理了，请刷新后再看。"))
        if not outcome.strip():
            raise Refused(_("请写一句：怎么修的，或者为什么不算故障。"), "outcome")
        fault.state, fault.settled_at, fault.outcome = state, here.now, outcome.strip()
        for name, value in more.items():
            setattr(fault, name, value)
        db.session.flush()
        self._look_over(thing)
        if back and thing.out_since is not None:
            self.put_back(thing)
        return fault

    def open_fault(self, fault_id: int) -> Fault:
        """A fault that nobody has settled. Raises Refused."""
        fault = db.session.get(self.fault, fault_id)
        if fault is None or fault.state != "open":
            raise Refused(_("没有这个故障，或者已经处理了。"))
        return fault

    def open_faults(self, *conditions: Any) -> list[Fault]:
        """Faults that nobody has settled, the gravest first, then the oldest."""
        query = select(self.fault).where(self.fault.state == "open", *conditions)
        rows = list(db.session.scalars(query.order_by(self.fault.reported_at, self.fault.id).limit(500)))
        return sorted(rows, key=lambda fault: ("danger", "major", "minor").index(fault.severity))

    def stop(self, thing_id: int, reason: str) -> Thing:
        """Out of service without a fault. Raises Refused, also when it is out already."""
        thing = self.hold_one(thing_id)
        if thing.out_since is not None:
            raise Refused(_("已经停用了。"), "thing")
        self.take_out(thing, reason)
        return thing

    def resume(self, thing_id: int) -> Thing:
        """In service again. Raises Refused while something dangerous is not settled."""
        thing = self.hold_one(thing_id)
        self.put_back(thing)
        return thing

    def take_out(self, thing: Thing, reason: str) -> None:
        """Out of service from now on, for a reason that is shown. One that is out already stays out for its own."""
        if thing.out_since is not None:
            return
        if not reason.strip():
            raise Refused(_("停用要写一句原因，好让大家看见。"), "reason")
        thing.out_since, thing.out_reason = here.now, reason.strip()
        db.session.add(
            self.outage(**{self.link: thing.id}, reason=thing.out_reason, began_at=thing.out_since)
        )
        db.session.flush()

    def put_back(self, thing: Thing) -> None:
        """In service again. Raises Refused while something dangerous is not settled."""
        if thing.out_since is None:
            raise Refused(_("没有停用，不用恢复。"))
        mine = getattr(self.fault, self.link) == thing.id
        if self.open_faults(mine, self.fault.severity == "danger"):
            raise Refused(_("还有“有危险”的故障没有处理，处理完才能恢复使用。"))
        running = db.session.scalars(
            select(self.outage).where(
                getattr(self.outage, self.link) == thing.id, self.outage.ended_at.is_(None)
            )
        ).one_or_none()
        if running is not None:
            running.ended_at = here.now
        thing.out_since, thing.out_reason = None, ""
        db.session.flush()

    def due(self, today: date, *conditions: Any) -> list[tuple[Service, Thing, Due]]:
        """Planned service that it is time for, what is overdue longest first."""
        found = [row for row in self.planned(*conditions) if row[2].is_due(today)]
        return sorted(found, key=lambda row: row[2].order())

    def planned(self, *conditions: Any) -> list[tuple[Service, Thing, Due]]:
        """All planned service, with when it is due; in one query."""
        link = getattr(self.service, self.link)
        rows = db.session.execute(
            select(self.service, self.thing)
            .join(self.thing, self.thing.id == link)
            .where(self.service.planned, *conditions)
            .order_by(self.service.id)
        )
        return [(service, thing, due_of(service, self._meter(thing))) for service, thing in rows]

    def plan(self, thing_id: int, name: str, **when: Any) -> Service:
        """Plan a service, again and again by `every_days` and `every_uses`, or once by `due_on` and `days`. Raises
        Refused."""
        thing = self.hold_one(thing_id)
        if when.get("due_on") is not None and when["due_on"] < here.today:
            raise Refused(_("安排的日子不能早于今天。"), "due_on")
        service = self.service(
            **{self.link: thing.id, self.one: thing}, name=name.strip(), last_on=here.today,
            last_uses=self._meter(thing), planned=True, **when,
        )  # fmt: skip
        db.session.add(service)
        db.session.flush()
        return service

    def serve(self, service_id: int, note: str = "", **more: Any) -> Service:
        """A planned service was done today; one that is done once is then over. `more` are further columns of what was
        done, such as its cost. Raises Refused."""
        service, thing = self._planned_one(service_id)
        uses = self._meter(thing)
        service.last_on, service.last_uses = here.today, uses
        if getattr(service, "due_on", None) is not None:
            service.planned, service.ended_on = False, here.today
        done = self.serviced(service_id=service.id, done_on=here.today, uses=uses, note=note.strip(), **more)
        db.session.add(done)
        db.session.flush()
        return service

    def end(self, service_id: int, **why: Any) -> Service:
        """Nobody plans a service any more; `why` are further columns of it. Raises Refused."""
        service, _thing = self._planned_one(service_id)
        service.planned = False
        for name, value in why.items():
            setattr(service, name, value)
        db.session.flush()
        return service

    def _planned_one(self, service_id: int) -> tuple[Service, Thing]:
        service = db.session.get(self.service, service_id)
        if service is None or not service.planned:
            raise Refused(_("没有这项保养，或者已经不做了。"))
        thing = self.hold_one(getattr(service, self.link))
        db.session.refresh(service)
        if not service.planned:
            raise Refused(_("没有这项保养，或者已经不做了。"))
        return service, thing

    def _meter(self, thing: Thing) -> int:
        return int(getattr(thing, self.meter))

    def _look_over(self, thing: Thing) -> None:
        """The condition is that of the gravest fault nobody has settled."""
        open_now = self.open_faults(getattr(self.fault, self.link) == thing.id)
        thing.condition = CONDITION_OF[open_now[0].severity] if open_now else "good"
        db.session.flush()
