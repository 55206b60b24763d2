"""A small whole room, which keeps every rule; a test changes one of its files and so breaks one of them."""

# ruff: noqa: E501 - a room's files as they are written

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

CATALOGUE = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"""
ENGLISH = {
    "蜂箱": "Hives", "名称": "Name", "照看的人": "Keeper", "记一笔": "Note", "记下": "Keep", "已记下": "Noted",
    "看": "Look", "买蜜": "Buying honey", "箱": "hives", "蜂箱数": "Hives", "待看": "To look after", "打开": "Open",
    "知道谁在照看": "To know who looks after it", "一年": "One year", "照看满一年脱开": "Unlinked after a year",
    "第 %(n)s 箱": "Hive %(n)s", "现有 %(n)s 箱": "%(n)s hives",
}  # fmt: skip

FILES = {
    "room.toml": '''
        id = "bee_room"
        name = {zh = "养蜂室", en = "Bee room"}
        icon = "蜂"
        version = "1.0"
        hub = ">=0.1,<1"
        [facts]
        purpose = "养蜂"
        used_for = "看蜂箱"
        ''',
    "conformance.toml": 'level = "gold"',
    "__init__.py": '"""Bees."""',
    "tests/test_bees.py": "",
    "models.py": '''
        from datetime import date
        from sqlalchemy import String, UniqueConstraint
        from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship
        from hub.room import PERSONAL, Resident, RoomTables, reference

        class Base(RoomTables, DeclarativeBase):
            room = "bee_room"

        class Hive(Base):
            name: Mapped[str] = mapped_column(String(20))
            since: Mapped[date | None] = mapped_column()
            keeper_id: Mapped[int | None] = mapped_column()
            keeper: Mapped[Resident | None] = relationship(foreign_keys=[keeper_id])
            __table_args__ = (reference("keeper_id", to=Resident), UniqueConstraint("village_id", "name"))
        ''',
    "migrations/0001_first.py": '''
        from alembic import op
        from PACKAGE.models import Base

        revision, down_revision, branch_labels, depends_on = "0001", None, None, None

        def upgrade():
            Base.metadata.create_all(op.get_bind(), checkfirst=False)
        ''',
    "views.py": '''
        from sqlalchemy import select
        from hub.room import *
        from hub.room import _, _l
        from .models import Hive

        class HiveView(RecordsView):
            model = Hive
            slug = "hives"
            title = singular = _l("蜂箱")
            permission, edit_permission = "view", "record"
            joins = (Hive.keeper,)
            columns = (
                Column("name", _l("名称"), Hive.name, kind="main"),
                Column("keeper", _l("照看的人"), Resident.name, personal=True, show=mask_name),
            )
            order = "name"
            can_create = can_edit = True
            form_columns = ("name", "keeper")
            row_actions = (RowAction(_l("看"), page="look", arg="hive", permission="view"),)

        class NoteForm(Form):
            hive = LookupField(_l("蜂箱"), lookup="hives")
            note = TextField(_l("名称"), max=20)

        desk = Pages()
        desk.lookup(Lookup(
            "hives", find=lambda words, most: [Choice(hive.id, hive.name) for hive in
                db.session.scalars(select(Hive).where(Hive.name.startswith(words)).limit(most))],
            get=lambda id: db.session.scalars(select(Hive).where(Hive.id == id)).one_or_none(),
            text=lambda hive: hive.name, model=Hive,
        ))

        @desk.get("look", permission="view", url="/hive/<int(max=2147483647):hive>")
        def look(hive):
            row = db.session.scalars(select(Hive).where(Hive.id == hive)).one_or_none()
            return (row.name, 200) if row else ("", 404)

        @desk.get("board", permission="view")
        def board():
            return "·"

        @desk.action("note", form=NoteForm, permission="record", title=_l("记一笔"), submit=_l("记下"))
        def note(form):
            form.hive.data.name = form.note.data
            return Done(_("已记下"))

        @desk.post("tick", permission="record", url="/hive/<int(max=2147483647):hive>/tick")
        def tick(hive):
            if db.session.scalars(select(Hive).where(Hive.id == hive)).one_or_none() is None:
                raise Refused(_("第 %(n)s 箱", n=hive))
            return Done(_("已记下"))
        ''',
    "hooks.py": '''
        from datetime import timedelta
        from sqlalchemy import func, select, update
        from hub.room import *
        from hub.room import _, _l, hookimpl
        from .models import Base, Hive
        from .views import HiveView, desk

        @hookimpl
        def models():
            return Base

        @hookimpl
        def admin_views():
            return [HiveView]

        @hookimpl
        def pages():
            return [desk]

        @hookimpl
        def quick_actions():
            return [QuickAction(_l("记一笔"), "note", "record")]

        @hookimpl
        def visit_kinds():
            return [VisitKind("buy", _l("买蜜"))]

        @hookimpl
        def report_rows():
            return [ReportRow("hives", _l("蜂箱数"), _l("箱"), lambda month: db.session.scalar(select(func.count(Hive.id))))]

        def due():
            hives = db.session.scalars(select(Hive).limit(3)).all()
            return [Todo(_l("待看"), hive.name, "", desk.url("look", hive=hive.id), _l("打开")) for hive in hives]

        @hookimpl
        def todo_items():
            return [TodoSource("view", due)]

        @hookimpl
        def card_line():
            return CardLine(lambda: _("现有 %(n)s 箱", n=db.session.scalar(select(func.count(Hive.id)))))

        @hookimpl
        def visit_recorded(visit):
            pass

        def forget(resident_id):
            return db.session.execute(update(Hive).where(Hive.keeper_id == resident_id).values(keeper_id=None),
                execution_options={"hub_audit": "erasure"}).rowcount

        def unlink():
            old = Hive.since < here.today - timedelta(days=365)
            return db.session.execute(update(Hive).where(old).values(keeper_id=None),
                execution_options={"hub_audit": "retention", "synchronize_session": "fetch"}).rowcount

        @hookimpl
        def personal_data():
            return [PersonalData(Hive, ("keeper_id",), _l("知道谁在照看"), _l("一年"),
                lambda id: [(_("蜂箱"), hive.name) for hive in db.session.scalars(select(Hive).where(Hive.keeper_id == id))],
                forget, nothing_unsettled)]

        @hookimpl
        def retention():
            return [Retention(_l("照看满一年脱开"), _l("一年"), unlink)]

        def fill(demo):
            for number in range(12):
                demo.add(Hive(name=f"H-{number}", since=demo.first_day, keeper_id=demo.residents[number % 5]))
            demo.flush()

        @hookimpl
        def demo_data():
            return fill
        ''',
}  # fmt: skip


def write_room(parent: Path, *changes: tuple[str, str, str], **files: str) -> Path:
    """The room with changes, (file, old, new), in its files, and whole files by name.

    A change from nothing to nothing takes the file away.
    """
    texts = {name: dedent(text).lstrip("\n") for name, text in FILES.items()}
    po = "translations/en/LC_MESSAGES/messages.po"
    texts[po] = CATALOGUE.lstrip() + "".join(f'\nmsgid "{zh}"\nmsgstr "{en}"\n' for zh, en in ENGLISH.items())
    for file, old, new in changes:
        if not (old or new):
            del texts[file]
            continue
        assert old in texts[file], (file, old)
        texts[file] = texts[file].replace(old, new)
    texts |= files
    folder = parent / "bee_room"
    for name, text in texts.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text.replace("PACKAGE", f"{parent.name}.bee_room"), "utf-8")
    return folder
