"""The pages of game sets and of what is used up."""

from __future__ import annotations

from typing import Any

from hub.kits.stock import add_stock_pages
from hub.room import Done, Pages, Refused, _, _l, db

from . import games, sessions
from .desk import ID, desk
from .forms import FaultForm, LendForm, ReturnForm
from .models import GameSet
from .stock import shelf as consumables

shelf = Pages()
add_stock_pages(shelf, consumables, title=_l("耗材进出"), count_title=_l("盘点耗材"))


def _choose_session(form: LendForm) -> None:
    running = sessions.open_now()
    form.session.choices = [(row.id, row.zone.name) for row in running]
    if form.session.data is not None or form.session.typed is not None:
        return
    game = form.game.data
    home = next((row.id for row in running if game is not None and row.zone_id == game.zone_id), None)
    form.session.data = home or (running[0].id if len(running) == 1 else None)


@shelf.action(
    "lend", form=LendForm, permission="lend", title=_l("借棋具"), submit=_l("借出"), prepare=_choose_session,
    template="youth_room/lend.html",
)  # fmt: skip
def lend(form: LendForm) -> Done:
    row = games.lend(form.session.data, form.game.data.id)
    said = _("已借出：%(game)s，%(zone)s用", game=row.game.title, zone=row.session.zone.name)
    return Done(said, to=desk.url("board"), undo_url=shelf.url("undo_lend", lending=row.id))


@shelf.post("undo_lend", permission="lend", url=f"/lending/<{ID}:lending>/undo")
def undo_lend(lending: int) -> Done:
    return Done(_("已撤销：%(game)s", game=games.undo_lend(lending).title), to=desk.url("board"))


@shelf.get("sets_out", permission="lend", template="youth_room/sets_out.html")
def sets_out() -> dict[str, Any]:
    """What is not on its shelf."""
    return {"rows": games.all_out(), "pages": shelf}


def _fit_return(form: ReturnForm, lending: int) -> None:
    row = games.look(lending)
    form.line = _("%(game)s · %(zone)s", game=row.game.title, zone=row.session.zone.name)
    parts = [part for part in row.game.part_names if part not in row.game.missing_names]
    form.present.choices = [(part, part) for part in parts]
    if form.condition.typed is None:
        form.present.data = parts
    if not parts:
        del form.present


@shelf.action(
    "give_back", form=ReturnForm, permission="lend", title=_l("归还棋具"), submit=_l("归还"),
    url=f"/lending/<{ID}:lending>/back", prepare=_fit_return, template="youth_room/back.html",
)  # fmt: skip
def give_back(form: ReturnForm, lending: int) -> Done:
    present = form.present.data if "present" in form else None
    row = games.give_back(lending, present, form.condition.data, form.fault.data)
    said = _("已归还：%(game)s", game=row.game.title)
    if row.missing:
        said += _("，缺 %(parts)s", parts=row.missing)
    if row.condition == "repair":
        said += _("，修好以前不再借出")
    return Done(said, to=desk.url("board"))


@shelf.post(
    "lose", permission="lend", url=f"/lending/<{ID}:lending>/lose", confirm=_l("整副都找不到了，登记为丢失？")
)
def lose(lending: int) -> Done:
    return Done(_("已登记丢失：%(game)s", game=games.lose(lending).game.title), to=desk.url("board"))


def _about_set(game: int) -> dict[str, Any]:
    row = db.session.get(GameSet, game)
    if row is None:
        raise Refused(_("没有找到这副棋具，请重新选择。"))
    return {"subtitle": row.title}


@shelf.action(
    "report", form=FaultForm, permission="lend", title=_l("报修"), submit=_l("报修"),
    url=f"/set/<{ID}:game>/report", context=_about_set,
)  # fmt: skip
def report(form: FaultForm, game: int) -> Done:
    return Done(_("已报修：%(game)s，修好以前不再借出", game=games.report(game, form.fault.data).title))


@shelf.post("mended", permission="lend", url=f"/set/<{ID}:game>/mended")
def mended(game: int) -> Done:
    return Done(_("修好了：%(game)s", game=games.mended(game).title))


@shelf.post("complete", permission="lend", url=f"/set/<{ID}:game>/complete")
def complete(game: int) -> Done:
    return Done(_("补齐了：%(game)s", game=games.complete(game).title))


@shelf.post("found", permission="lend", url=f"/set/<{ID}:game>/found")
def found(game: int) -> Done:
    return Done(_("找到了：%(game)s", game=games.found(game).title))


@shelf.post(
    "retire", permission="lend", url=f"/set/<{ID}:game>/retire", confirm=_l("报废以后不再借出，确定吗？")
)
def retire(game: int) -> Done:
    return Done(_("已报废：%(game)s", game=games.retire(game).title))
