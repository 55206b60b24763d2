"""For every rule one or more changes to the bees' room that break it."""

# ruff: noqa: E501 - a room's files as they are written

from __future__ import annotations

from typing import NamedTuple

PO = "translations/en/LC_MESSAGES/messages.po"


class Break(NamedTuple):
    """What is changed, as (file, old, new), and the rule that it breaks."""

    rule: str
    changes: tuple[tuple[str, str, str], ...]


def one(rule: str, file: str, old: str, new: str, *more: tuple[str, str, str]) -> Break:
    return Break(rule, ((file, old, new), *more))


def mounted(rule: str, *lines: str) -> Break:
    """The room's pages do something of their own when they are mounted."""
    body = "".join(f"        {line}\n" for line in lines)
    kind = (
        "class OwnPages(Pages):\n    def mount(self, blueprint, room):\n"
        f"        super().mount(blueprint, room)\n{body}\n\ndesk = OwnPages()\n"
    )
    return one(rule, "views.py", "desk = Pages()\n", kind)


CLASS = "class Hive(Base):\n"
MIGRATED = "    Base.metadata.create_all(op.get_bind(), checkfirst=False)\n"
PUBLIC = """
@desk.public("ask", form=NoteForm, village=lambda form: None, title=_l("看"), submit=_l("看"), limit="9999 per minute")
def ask(form):
    return None

@desk.get("board", """

NICK = '    nick: Mapped[str] = mapped_column(String(40), default="", info=PERSONAL)\n'

BREAKS = {
    "a manifest that is none": one("loads", "room.toml", "version =", "verse ="),
    "an exception while importing": one("loads", "hooks.py", "def due():", "1 / 0\n\ndef due():"),
    "two kinds with one code": one(
        "declarations", "hooks.py",
        'VisitKind("buy", _l("买蜜"))', 'VisitKind("buy", _l("买蜜")), VisitKind("buy", _l("看"))',
    ),
    "a permission that is nowhere": one("permissions-known", "hooks.py", '"note", "record"', '"note", "fly"'),
    "no upper limit of versions": one("hub-versions", "room.toml", ">=0.1,<1", ">=0.1"),
    "an English name in Chinese": one("names", "room.toml", 'en = "Bee room"', 'en = "养蜂室"'),
    "a kit that is not used": one("kits", "room.toml", "[facts]", 'kits = ["stock"]\n[facts]'),
    "a kit that is not named": one("kits", "models.py", "from datetime", "import hub.kits.stock\nfrom datetime"),
    "no purpose": one("facts", "room.toml", 'purpose = "养蜂"', 'purpose = ""'),
    "equipment that is there twice": one("facts", "room.toml", "[facts]", '[facts]\nequipment = ["箱", "箱"]'),
    "a package that says nothing": one("explained", "__init__.py", '"""Bees."""', ""),
    "no tests": one("tested", "tests/test_bees.py", "", ""),
    "an import past the face": one("imports", "hooks.py", "from datetime", "import hub.kernel.clock\nfrom datetime"),
    "a connection": one("no-raw-sql", "views.py", "desk = Pages()", "def raw():\n    db.session.connection()\ndesk = Pages()"),
    "a text in a statement": one(
        "no-raw-sql", "views.py", "desk = Pages()",
        "import sqlalchemy\ndef raw():\n    return sqlalchemy.text('SELECT 1')\ndesk = Pages()",
    ),
    "a hook without its mark": one("hookimpl", "hooks.py", "@hookimpl\ndef quick_actions", "def quick_actions"),
    "a table under another name": one(
        "table-prefix", "migrations/0001_first.py", MIGRATED,
        MIGRATED + '    import sqlalchemy as sa\n    op.create_table("bees", sa.Column("id", sa.Integer, primary_key=True))\n',
    ),
    "a table of the hub that is changed": one(
        "table-prefix", "migrations/0001_first.py", MIGRATED,
        MIGRATED + '    import sqlalchemy as sa\n    op.add_column("room", sa.Column("bees", sa.Integer))\n',
    ),
    "models under another name": one("table-prefix", "models.py", 'room = "bee_room"', 'room = "ant_room"'),
    "a column that no revision makes": one(
        "migrations", "migrations/0001_first.py", MIGRATED, MIGRATED + '    op.drop_column("bee_room__hive", "since")\n',
    ),
    "a revision that fails": one("migrations", "migrations/0001_first.py", MIGRATED, MIGRATED + "    1 / 0\n"),
    "a table without a village": one(
        "village-scope", "models.py", CLASS,
        "from sqlalchemy import Column, Integer, Table\n"
        'Table("bee_room__tag", Base.metadata, Column("id", Integer, primary_key=True))\n\n' + CLASS,
    ),
    "a key that leaves the village": one(
        "composite-keys", "models.py", CLASS,
        "from sqlalchemy import ForeignKey\n\n" + CLASS
        + '    next_id: Mapped[int | None] = mapped_column(ForeignKey("bee_room__hive.id"))\n',
    ),
    "a name that only one village may have": one(
        "unique-in-village", "models.py", CLASS, CLASS + "    tag: Mapped[str | None] = mapped_column(unique=True)\n"
    ),
    "a list without its form": one("form-columns", "views.py", '    form_columns = ("name", "keeper")\n', ""),
    "a personal column that is not said": one(
        "personal-data", "models.py", CLASS, CLASS + '    phone: Mapped[str] = mapped_column(default="", info=PERSONAL)\n'
    ),
    "a column that no file holds": one("exported", "views.py", 'Hive.name, kind="main")', 'Hive.name, kind="main", export=False)'),
    "a column that looks at the request": one(
        "exported", "views.py", 'Hive.name, kind="main")', 'Hive.name, kind="main", show=lambda name: name + flask.request.method[:0])',
        ("views.py", "from sqlalchemy import select\n", "import flask\nfrom sqlalchemy import select\n"),
    ),
    "a person that is not said": one("personal-data", "hooks.py", "@hookimpl\ndef personal_data", "def _personal_data"),
    "a column that is not there": one("personal-data", "hooks.py", '("keeper_id",)', '("keeper_id", "nick")'),
    "a column that nobody can name": one(
        "personal-data", "models.py", CLASS, CLASS + NICK, ("hooks.py", '("keeper_id",)', '("keeper_id", "nick")'),
    ),
    "a text that the audit would keep": one("personal-data", "hooks.py", '("keeper_id",)', '("keeper_id", "name")'),
    "nothing said of what is open": one("personal-data", "hooks.py", "forget, nothing_unsettled)", "forget)"),
    "words that stay when a person is erased": one(
        "erased", "models.py", CLASS, CLASS + NICK,
        ("hooks.py", '("keeper_id",)', '("keeper_id", "nick")'),
        ("hooks.py", "forget, nothing_unsettled)", 'forget, nothing_unsettled, {"nick": _l("名称")})'),
        ("hooks.py", "where(old).values(keeper_id=None)", 'where(old).values(keeper_id=None, nick="")'),
        ("hooks.py", 'Hive(name=f"H-{number}",', 'Hive(name=f"H-{number}", nick="总在傍晚来",'),
    ),
    "a person of whom nothing is told": one("erased", "hooks.py", "lambda id: [(", "lambda id: [] and [("),
    "something sealed in an open room": one(
        "sealed", "models.py", CLASS, CLASS + "    words = Sealed()\n", ("models.py", "PERSONAL,", "PERSONAL, Sealed,")
    ),
    "a retention that ends nothing": one("retention", "hooks.py", "old = Hive.since <", "old = Hive.since >"),
    "a table without retention": one("retention", "hooks.py", "@hookimpl\ndef retention", "def _retention"),
    "a message without English": one("english", PO, 'msgstr "Keeper"', 'msgstr ""'),
    "English with another variable": one("english", PO, 'msgstr "Hive %(n)s"', 'msgstr "Hive"'),
    "a button to no page": one("links", "views.py", 'page="look"', 'page="fly"'),
    "a large button to no page": one("links", "hooks.py", '"note", "record"', '"fly", "record"'),
    "a button that is pressed but only opens": one("links", "views.py", 'arg="hive",', 'arg="hive", post=True,'),
    "a field that looks up nothing": one("lookups", "views.py", 'lookup="hives"', 'lookup="combs"'),
    "a page for strangers": mounted(
        "sign-in", 'show = lambda: "·"', "show.hub_public = True", 'blueprint.add_url_rule("/open", "open", show)'
    ),
    "no token of forms": mounted(
        "form-token", 'blueprint.record(lambda state: state.app.extensions["csrf"].exempt(blueprint))'
    ),
    "a page without permission": mounted("permissions", 'blueprint.add_url_rule("/loose", "loose", lambda: "·")'),
    "a deed for readers": one(
        "permissions", "views.py", '"tick", permission="record"', '"tick", permission="tidy"',
        ("room.toml", "[facts]", '[permissions.tidy]\nzh = "收拾"\nen = "Tidy"\nroles = ["reader", "keeper"]\n[facts]'),
    ),
    "a public page without limit": one("open-pages", "views.py", '\n@desk.get("board", ', PUBLIC),
    "a page that fails": one("pages", "views.py", 'return "·"', "return 1 / 0"),
    "names that are kept in memory": one(
        "other-village", "views.py", "return (row.name, 200) if row else", "return desk.seen[hive] if hive in desk.seen else",
        ("hooks.py", "    demo.flush()\n",
         "    demo.flush()\n    desk.seen = getattr(desk, 'seen', {}) | {h.id: h.name for h in db.session.scalars(select(Hive))}\n"),
    ),
    "a card that fails": one("answers", "hooks.py", 'CardLine(lambda: _("现有', 'CardLine(lambda: 1 / 0 and _("现有'),
    "a question that looks at the present village": one(
        "answers", "hooks.py", "lambda month: db.session.scalar(select(func.count(Hive.id)))",
        "asked(lambda month: how_many(Hive, Hive.village_id == here.village_id))",
    ),
    "a question that looks at the clock": one(
        "answers", "hooks.py", "lambda month: db.session.scalar(select(func.count(Hive.id)))",
        "asked(lambda month: how_many(Hive, Hive.since < here.today))",
    ),
    "a thing to do that opens nothing": one("answers", "hooks.py", 'desk.url("look", hive=hive.id)', '"/fly"'),
    "an event that takes back what goes on": one(
        "contained", "hooks.py", "def visit_recorded(visit):\n    pass", "def visit_recorded(visit):\n    db.session.rollback()"
    ),
    "an event that always fails": one(
        "contained", "hooks.py", "def visit_recorded(visit):\n    pass", "def visit_recorded(visit):\n    1 / 0"
    ),
    "data that is gone once the room is off": one(
        "round-trip", "hooks.py", "def visit_recorded(visit):\n    pass",
        "def room_disabled(room):\n    for hive in db.session.scalars(select(Hive)):\n        db.session.delete(hive)",
    ),
    "a demo without rows": one("demo-data", "hooks.py", "range(12)", "range(0)"),
    "a demo that fails": one("demo-data", "hooks.py", "range(12)", "range(1 / 0)"),
    "a query for each row": one(
        "queries", "views.py", '    order = "name"\n', '    order = "name"\n',
        ("views.py", "from sqlalchemy import select", "from sqlalchemy import func, select"),
        ("views.py", 'Hive.name, kind="main"),',
         'Hive.name, kind="main"),\n        Column("many", _l("箱"), Hive.since, show=lambda value, row: str(db.session.scalar(select(func.count(Hive.id))))),'),
    ),
}  # fmt: skip
