"""The pages of upkeep: something is faulty and put right, stopped and put back; service is planned, done, given up."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import abort

from hub.kits.upkeep.forms import FaultForm, ServeForm, ServiceForm, SettleForm, StopForm
from hub.kits.upkeep.upkeep import Upkeep
from hub.kits.upkeep.words import (
    SETTLEMENTS,
    SEVERITIES,
    SEVERITY_TONES,
    SOURCES,
    UpkeepWords,
    due_words,
    plan_words,
)
from hub.room import Done, Form, Pages, Todo, _, _l, db, here, short_moment

ID = "int(max=2147483647)"
MOST = 20  # things of one sort on the first screen


@dataclass(frozen=True, slots=True)
class Workshop:
    """What a room says of the things that it keeps in order: what one of them is called, which can be chosen, how the
    room speaks of them, and where one goes on afterwards; `cared` are the conditions for being reminded of service."""

    pages: Pages
    upkeep: Upkeep[Any, Any, Any]
    name: Callable[[Any], str]
    offered: Callable[[], Sequence[Any]]
    words: UpkeepWords
    next_page: Callable[[], str] | None = None
    permission: str = "upkeep"
    plan_permission: str = "manage"
    cared: Sequence[Any] = ()

    def done(self, sentence: Any, **facts: Any) -> Done:
        """A sentence about a thing, and where to go on."""
        return Done(str(sentence) % facts, to=self.next_page() if self.next_page else None)

    def choose(self, form: Any, **_values: Any) -> None:
        """Offer the things; one that is alone is chosen."""
        form.thing.label.text = self.words.which
        form.thing.choices = [(row.id, self.name(row)) for row in self.offered()]
        if len(form.thing.choices) == 1 and form.thing.typed is None and form.thing.data is None:
            form.thing.data = form.thing.choices[0][0]

    def choose_faulty(self, form: Any, **_values: Any) -> None:
        """The same of a form that asks what is wrong."""
        self.choose(form)
        form.severity.description, form.what.description = self.words.grave, self.words.mind

    def about_fault(self, fault: int) -> dict[str, Any]:
        """What is known of a fault, to stand above a form."""
        row = db.session.get(self.upkeep.fault, fault) or abort(404)
        facts = [
            (self.words.thing, self.name(getattr(row, self.upkeep.one))),
            (_("有多严重"), SEVERITIES[row.severity]), (_("哪里坏了"), row.what),
            (_("谁报的"), SOURCES[row.source]), (_("什么时候"), short_moment(row.reported_at)),
        ]  # fmt: skip
        return {"facts": facts}

    def about_service(self, service: int) -> dict[str, Any]:
        """The same of a planned service."""
        row = db.session.get(self.upkeep.service, service) or abort(404)
        thing = self.name(getattr(row, self.upkeep.one))
        return {"facts": [(self.words.thing, thing), (_("做什么"), row.name), (_("计划"), plan_words(row))]}

    def said_of_fault(self, fault: Any) -> Done:
        """That a fault was written down, and what followed."""
        thing = getattr(fault, self.upkeep.one)
        sentence = self.words.reported if thing.out_since is None else self.words.reported_out
        return self.done(sentence, thing=self.name(thing))


def add_fault_page(
    shop: Workshop,
    *,
    report: Callable[..., Any] | None = None,
) -> None:
    """Add the page `fault`: a keeper found something. `report` is done instead of `Upkeep.found`."""
    report = report or shop.upkeep.found

    @shop.pages.action(
        "fault", form=FaultForm, permission=shop.permission, title=shop.words.report, submit=_l("登记"),
        prepare=shop.choose_faulty,
    )  # fmt: skip
    def fault(form: FaultForm) -> Done:
        return shop.said_of_fault(report(form.thing.data, form.severity.data, form.what.data))


def add_settle_page(
    shop: Workshop,
    *,
    form: type[Form] = SettleForm,
    settle: Callable[..., Any] | None = None,
    about: Callable[[int], dict[str, Any]] | None = None,
) -> None:
    """Add the page `mended`: a fault is settled. `settle` is done instead of `Upkeep.settle`, with `cost` where the
    form asks for it; `about` tells more of a fault."""
    do = settle or shop.upkeep.settle

    def prepare(form: Any, fault: int) -> None:
        row = db.session.get(shop.upkeep.fault, fault) or abort(404)
        form.state.choices = list((shop.words.settlements or SETTLEMENTS).items())
        if "back" in form:
            form.back.label.text = shop.words.back
            if form.back.typed is None and form.outcome.typed is None:
                form.back.data = getattr(row, shop.upkeep.one).out_since is not None

    @shop.pages.action(
        "mended", form=form, permission=shop.permission, title=shop.words.settle, submit=_l("登记处理结果"),
        url=f"/fault/<{ID}:fault>/settle", prepare=prepare, context=about or shop.about_fault,
    )  # fmt: skip
    def settle_fault(form: Any, fault: int) -> Done:
        more = {name: form[name].data for name in ("back", "cost") if name in form}
        thing = getattr(do(fault, form.state.data, form.outcome.data, **more), shop.upkeep.one)
        sentence = shop.words.settled if thing.out_since is None else shop.words.settled_out
        return shop.done(sentence, thing=shop.name(thing))


def add_stop_pages(
    shop: Workshop,
    *,
    stop: Callable[..., Any] | None = None,
    resume: Callable[..., Any] | None = None,
) -> None:
    """Add the page `stop` and the deed `put_back`. `stop` and `resume` are done instead of those of `Upkeep`."""
    stop, resume = stop or shop.upkeep.stop, resume or shop.upkeep.resume

    def choose(form: Any) -> None:
        shop.choose(form)
        form.reason.label.text = shop.words.why_stop

    @shop.pages.action(
        "stop", form=StopForm, permission=shop.permission, title=shop.words.stop, submit=shop.words.stop,
        prepare=choose,
    )  # fmt: skip
    def stop_thing(form: StopForm) -> Done:
        return shop.done(shop.words.stopped, thing=shop.name(stop(form.thing.data, form.reason.data)))

    @shop.pages.post(
        "put_back", permission=shop.permission, url=f"/thing/<{ID}:thing>/back", confirm=shop.words.sure
    )
    def put_back(thing: int) -> Done:
        return shop.done(shop.words.resumed, thing=shop.name(resume(thing)))


def add_plan_page(shop: Workshop, *, form: type[Form] = ServiceForm) -> None:
    """Add the page `new_service`: what is to be done again and again."""

    def choose(form: Any) -> None:
        shop.choose(form)
        form.name.description = shop.words.example

    @shop.pages.action(
        "new_service", form=form, permission=shop.plan_permission, title=_l("新的保养计划"), submit=_l("保存"),
        prepare=choose,
    )  # fmt: skip
    def new_service(form: Any) -> Done:
        every = {name: form[name].data for name in ("every_days", "every_uses") if name in form}
        row = shop.upkeep.plan(form.thing.data, form.name.data, **every)
        return Done(_("已保存：%(name)s，%(plan)s", name=row.name, plan=plan_words(row)))


def add_serve_page(
    shop: Workshop, *, form: type[Form] = ServeForm, serve: Callable[..., Any] | None = None
) -> None:
    """Add the page `serve` of a planned service: it was done. `serve` is done instead of `Upkeep.serve`, with `cost`
    where the form asks for it."""
    do = serve or shop.upkeep.serve

    @shop.pages.action(
        "serve", form=form, permission=shop.permission, title=_l("登记保养"), submit=_l("做好了"),
        url=f"/service/<{ID}:service>/done", context=shop.about_service,
    )  # fmt: skip
    def serve_one(form: Any, service: int) -> Done:
        more = {"cost": form.cost.data} if "cost" in form else {}
        return Done(_("已登记保养：%(name)s", name=do(service, form.note.data, **more).name))


def add_end_page(shop: Workshop) -> None:
    """Add the deed `end_service`: nobody is reminded of it any more."""

    @shop.pages.post(
        "end_service", permission=shop.plan_permission, url=f"/service/<{ID}:service>/end",
        confirm=_l("以后不再提醒，确定吗？"),
    )  # fmt: skip
    def end_service(service: int) -> Done:
        return Done(_("已停止提醒：%(name)s", name=shop.upkeep.end(service).name))


def add_upkeep_pages(
    shop: Workshop,
    *,
    plan: type[Form] = ServiceForm,
    report: Callable[..., Any] | None = None,
    stop: Callable[..., Any] | None = None,
    resume: Callable[..., Any] | None = None,
    about: Callable[[int], dict[str, Any]] | None = None,
) -> None:
    """All the pages of a room whose things are kept in order as the kit does it; what is given is the room's own."""
    add_fault_page(shop, report=report)
    add_settle_page(shop, about=about)
    add_stop_pages(shop, stop=stop, resume=resume)
    add_plan_page(shop, form=plan)
    add_serve_page(shop)
    add_end_page(shop)


def fault_todos(shop: Workshop) -> Iterable[Todo]:
    """Faults that nobody has settled, the gravest first, as things to do."""
    upkeep = shop.upkeep
    faults = upkeep.open_faults()[:MOST]
    ids = {getattr(fault, upkeep.link) for fault in faults}
    found = db.session.query(upkeep.thing).where(upkeep.thing.id.in_(ids)) if ids else ()
    names = {row.id: shop.name(row) for row in found}
    for fault in faults:
        title = _(
            "%(thing)s：%(what)s",
            thing=names[getattr(fault, upkeep.link)],
            what=fault.what or SEVERITIES[fault.severity],
        )
        sub = f"{SOURCES[fault.source]} · {short_moment(fault.reported_at)}"
        url = shop.pages.url("mended", fault=fault.id)
        yield Todo(shop.words.fault, title, sub, url, _l("处理"), tone=SEVERITY_TONES[fault.severity])


def service_todos(shop: Workshop) -> Iterable[Todo]:
    """Planned service that it is time for, as things to do."""
    for service, thing, due in shop.upkeep.due(here.today, *shop.cared)[:MOST]:
        title = _("%(thing)s：%(what)s", thing=shop.name(thing), what=service.name)
        url = shop.pages.url("serve", service=service.id)
        yield Todo(_l("该保养"), title, due_words(due, here.today), url, _l("登记"), due=due.day)
