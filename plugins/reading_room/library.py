"""The pages behind the counter: reservations, cataloguing, what becomes of a copy, labels, the rules."""

from __future__ import annotations

from typing import Any

from flask import abort, request
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from hub.kits.labels import FORMATS, Label, lay_out
from hub.room import Done, Pages, Refused, Resident, _, _l, _n, db, imported, mask_name

from . import books, waiting
from .desk import ID
from .forms import (
    CardForm,
    CatalogueForm,
    CopiesForm,
    DamageForm,
    LabelsForm,
    PolicyForm,
    ReserveForm,
    TitleForm,
)
from .models import Copy, Title
from .shelf import reader_code
from .terms import own_policy, policy

library = Pages()
MOST_LABELS = 260


@library.action("reserve", form=ReserveForm, permission="lend", title=_l("预约"), submit=_l("预约"))
def reserve(form: ReserveForm) -> Done:
    wait = waiting.reserve(form.title.data.id, form.reader.data)
    facts = {"book": wait.title.quoted, "who": mask_name(form.reader.data.name)}
    if wait.copy_id is not None and wait.copy is not None:
        day = waiting.until(wait, policy().keep_days)
        return Done(_("在架，给 %(who)s 留着：%(book)s，请在%(day)s前来取", **facts, day=day))
    return Done(_("已预约：%(book)s，%(who)s；还回来就通知", **facts))


@library.post("cancel_wait", permission="lend", url=f"/wait/<{ID}:wait>/cancel")
def cancel_wait(wait: int) -> Done:
    return Done(_("已取消预约：%(book)s", book=waiting.cancel(wait).title.quoted))


@library.post("pass_on", permission="lend", url=f"/wait/<{ID}:wait>/pass-on")
def pass_on(wait: int) -> Done:
    return Done(_("过期没取，已给下一位：%(book)s", book=waiting.pass_on(wait).title.quoted))


# -------------------------------------------------------------------------------------------------- cataloguing


@library.action(
    "catalogue", form=CatalogueForm, permission="books", title=_l("编目"), submit=_l("下一步"),
    template="reading_room/catalogue.html",
)  # fmt: skip
def catalogue(form: CatalogueForm) -> Done:
    known = books.title_of_isbn(form.isbn.data)
    if known is not None:
        to = library.url("add_copies", title=known.id)
        return Done(_("已经编目：%(book)s，填加几册。", book=known.quoted), to=to)
    sentence = _("新书，请填书名。") if form.isbn.data else _("没有 ISBN，请填书名。")
    return Done(sentence, to=library.url("new_title", isbn=form.isbn.data or None))


@library.action("new_title", form=TitleForm, permission="books", title=_l("编目：新书"), submit=_l("入藏"))
def new_title(form: TitleForm) -> Done:
    title = books.add_title(
        Title(
            isbn=form.isbn.data, name=form.name.data, author=form.author.data, publisher=form.publisher.data,
            year=form.year.data, call_number=form.call_number.data, kind=form.kind.data,
            stays_in=form.stays_in.data,
        )
    )  # fmt: skip
    return _taken_in(title, books.add_copies(title, form.copies.data, form.number.data, form.price.data))


def facts_of(title: int) -> dict[str, Any]:
    """What stands above the form that adds copies."""
    row = find_title(title)
    facts = [
        (_("书名"), row.quoted),
        (_("作者"), row.author or "—"),
        (_("索书号"), row.call_number or "—"),
        (_("现有"), _n("%(n)s 册", books.copies_of(row.id))),
    ]
    return {"facts": facts}


@library.action(
    "add_copies", form=CopiesForm, permission="books", title=_l("加册"), submit=_l("入藏"),
    url=f"/title/<{ID}:title>/copies", context=facts_of,
)  # fmt: skip
def add_copies(form: CopiesForm, title: int) -> Done:
    row = find_title(title)
    return _taken_in(row, books.add_copies(row, form.copies.data, form.number.data, form.price.data))


def _taken_in(title: Title, copies: list[Copy]) -> Done:
    first, last = copies[0].number, copies[-1].number
    numbers = first if len(copies) == 1 else f"{first}—{last}"
    undo = library.url("undo_copies", title=title.id, first=copies[0].id, last=copies[-1].id)
    sentence = _("已入藏：%(book)s，册号 %(numbers)s", book=title.quoted, numbers=numbers)
    return Done(sentence, to=library.url("catalogue"), undo_url=undo)


@library.post("undo_copies", permission="books", url=f"/title/<{ID}:title>/undo/<{ID}:first>/<{ID}:last>")
def undo_copies(title: int, first: int, last: int) -> Done:
    ids = db.session.scalars(
        select(Copy.id).where(Copy.title_id == title, Copy.id.between(first, last)).limit(books.MOST_COPIES)
    ).all()
    removed = books.undo_copies(ids)
    return Done(
        _("已撤销入藏：%(book)s", book=removed.quoted if removed else ""), to=library.url("catalogue")
    )


@library.action("damage", form=DamageForm, permission="books", title=_l("送去修补"), submit=_l("登记"))
def damage(form: DamageForm) -> Done:
    return Done(_("已登记修补：%(book)s", book=books.damage(form.copy.data.id, form.damage.data).label))


@library.post("mend", permission="books", url=f"/copy/<{ID}:copy>/mend")
def mend(copy: int) -> Done:
    return Done(_("修好回架：%(book)s", book=books.mend(copy).label))


@library.post(
    "miss", permission="books", url=f"/copy/<{ID}:copy>/miss", confirm=_l("架上找不到，登记为丢失？")
)
def miss(copy: int) -> Done:
    return Done(_("已登记丢失：%(book)s", book=books.miss(copy).label))


@library.post("found", permission="books", url=f"/copy/<{ID}:copy>/found")
def found(copy: int) -> Done:
    return Done(_("找到了：%(book)s 已回架", book=books.find(copy).label))


@library.post(
    "retire", permission="books", url=f"/copy/<{ID}:copy>/retire", confirm=_l("注销以后不再出借，确定吗？")
)
def retire(copy: int) -> Done:
    return Done(_("已注销：%(book)s", book=books.retire(copy).label))


# ------------------------------------------------------------------------------------------------------- labels


@library.action("labels", form=LabelsForm, permission="books", title=_l("打印标签"), submit=_l("排版"))
def labels(form: LabelsForm) -> Done:
    first, last = form.first.data.upper(), (form.last.data or form.first.data).upper()
    found = _between(first, last)
    if not found:
        raise Refused(_("这两个册号之间没有书，请核对。"), "first")
    to = library.url(
        "label_sheet", first=first, last=last, shape=form.shape.data, skip=form.skip.data or None
    )
    return Done(_n("排好 %(n)s 枚标签", len(found)), to=to)


@library.get("label_sheet", permission="books", template="reading_room/labels.html")
def label_sheet() -> dict[str, Any]:
    """The labels asked for by the address: a span of numbers, a title, or an import."""
    shape = FORMATS.get(request.args.get("shape", ""), FORMATS["24"])
    skip = _number("skip", shape.number - 1)
    if title := _number("title"):
        copies = _copies(Copy.title_id == title)
    elif batch := _number("batch"):
        copies = _copies(Copy.id.in_(imported(batch, Copy)))
    else:
        first = _label("first")
        copies = _between(first, _label("last") or first)
    printed = [
        Label(copy.title.call_number or copy.number, (copy.number, copy.title.name), copy.number)
        for copy in copies
    ]
    return _sheets(printed, shape, skip, _("书标"))


@library.action("card", form=CardForm, permission="lend", title=_l("读者证"), submit=_l("排版"))
def card(form: CardForm) -> Done:
    who = mask_name(form.reader.data.name)
    return Done(_("排好 %(who)s 的读者证", who=who), to=library.url("card_sheet", reader=form.reader.data.id))


@library.get("card_sheet", permission="lend", url=f"/card/<{ID}:reader>", template="reading_room/labels.html")
def card_sheet(reader: int) -> dict[str, Any]:
    """One reader's card: a code and a masked name, nothing else."""
    person = db.session.get(Resident, reader)
    if person is None or not person.is_kept:
        abort(404)
    code = reader_code(person.id)
    return _sheets([Label(mask_name(person.name), (_("读者证"), code), code)], FORMATS["24"], 0, _("读者证"))


def _sheets(printed: list[Label], shape: Any, skip: int, title: str) -> dict[str, Any]:
    return {
        "sheets": lay_out(printed[:MOST_LABELS], shape, skip), "shape": shape, "title": title,
        "number": len(printed), "most": MOST_LABELS, "pages": library,
    }  # fmt: skip


def _between(first: str, last: str) -> list[Copy]:
    return _copies(Copy.number >= first, Copy.number <= last) if first else []


def _copies(*conditions: Any) -> list[Copy]:
    return list(
        db.session.scalars(
            select(Copy)
            .where(Copy.state != "retired", *conditions)
            .options(joinedload(Copy.title))
            .order_by(Copy.number)
            .limit(MOST_LABELS + 1)
        )
    )


def _label(name: str) -> str:
    """A copy number in the address; what cannot stand in one is left out."""
    typed = request.args.get(name, "")[:20].upper()
    return "".join(sign for sign in typed if sign.isascii() and (sign.isalnum() or sign in "-./"))


def _number(name: str, most: int = 2**31 - 1) -> int:
    typed = request.args.get(name, "")
    known = typed.isascii() and typed.isdecimal() and len(typed) <= 10
    return min(int(typed), most) if known else 0


def find_title(title_id: int) -> Title:
    """A title, to be looked at."""
    return db.session.get(Title, title_id) or abort(404)


# -------------------------------------------------------------------------------------------------------- rules


def _as_they_are(form: PolicyForm) -> None:
    if form.books.typed is None:  # not sent yet
        settings = policy()
        for field in form:
            field.data = getattr(settings, field.name)


@library.action(
    "rules", form=PolicyForm, permission="manage", title=_l("借阅规则"), submit=_l("保存"),
    prepare=_as_they_are,
)  # fmt: skip
def rules(form: PolicyForm) -> Done:
    settings = own_policy()
    for field in form:
        setattr(settings, field.name, field.data)
    return Done(_("借阅规则已保存，以后借的按新的算"))
