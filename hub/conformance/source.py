"""Rules of the code as it is written."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from hub.conformance.rules import rule
from hub.conformance.subject import Source, Subject
from hub.kernel import hookspecs
from hub.speech import N_, _

FACE = ("hub.room", "hub.kits")
RAW = frozenset({
    "literal_column", "TextClause", "create_engine", "sessionmaker", "scoped_session", "Session",
    "MetaData", "Connection", "Engine",
})  # fmt: skip
RAW_ATTRIBUTES = frozenset({"engine", "engines", "get_engine", "create_scoped_session"})  # of db
PAST_THE_SESSION = frozenset({"exec_driver_sql", "raw_connection", "get_bind", "connection", "bind_village"})
TRUSTED = "hub_trusted"
HOOKS = frozenset(
    name
    for family in (hookspecs.Declarations, hookspecs.Events)
    for name in vars(family)
    if not name.startswith("_")
)


def modules_of(tree: ast.AST, package: str) -> Iterator[str]:
    """Full names of all that a module of `package` imports; `from a import b` counts as `a.b`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            parents = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            origin = ".".join([*parents, *filter(None, [node.module])])
            yield from (f"{origin}.{name.name}" for name in node.names)


def within(module: str, *packages: str) -> bool:
    """Whether a module is one of these packages or inside one."""
    return any(module == package or module.startswith(package + ".") for package in packages)


def imported_by(source: Source) -> Iterator[str]:
    """What one of the room's files imports."""
    return modules_of(source.tree, source.package)


def trespasses(tree: ast.AST, package: str, room: str) -> list[str]:
    """What a module of the room whose package is `room` imports although it must not: more of the hub than its public
    face, or another room."""
    parent = room.rpartition(".")[0]
    return [
        module
        for module in modules_of(tree, package)
        if (within(module, "hub") and not within(module, *FACE))
        or (parent and within(module, parent) and not within(module, room))
    ]


@rule(
    "imports", "bronze",
    N_("代码只用 hub.room 和 hub.kits，不用系统的其他部分，也不用别的功能室。"),
    N_("改从 hub.room 引用；那里没有的，请提出来，不要绕过去。"),
)  # fmt: skip
def imports(subject: Subject) -> Iterator[str]:
    for source in subject.sources:
        for module in trespasses(source.tree, source.package, subject.found.package):
            yield f"{source.name}: {module}"


@rule(
    "no-raw-sql", "bronze",
    N_("数据只经过 db.session 的 ORM 语句，没有手写 SQL，也没有自己的连接。"),
    N_("改用 select、update、delete 和模型；系统会自动限定在本村。"),
)  # fmt: skip
def no_raw_sql(subject: Subject) -> Iterator[str]:
    for source in subject.sources:
        of_tables = set(_descriptions_of_tables(source.tree))
        for node in ast.walk(source.tree):
            if (found := _raw(node)) and node not in of_tables:
                yield f"{source.name}:{node.lineno}: {found}"  # type: ignore[attr-defined]


def _descriptions_of_tables(tree: ast.AST) -> Iterator[ast.AST]:
    """Which rows an index holds, or what a column begins with, is said in SQL and reads no row."""
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword) and (node.arg or "").endswith(("_where", "server_default")):
            yield from ast.walk(node)


def _raw(node: ast.AST) -> str:
    if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) == "text":
        return "text"
    if isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] == "sqlalchemy":
        return ", ".join(name.name for name in node.names if name.name in RAW)
    if isinstance(node, ast.Attribute):
        owner = node.value
        of_db = isinstance(owner, ast.Name) and owner.id == "db"
        of_session = isinstance(owner, ast.Attribute) and owner.attr == "session"
        of_library = isinstance(owner, ast.Name) and owner.id in ("sa", "sqlalchemy", "orm")
        if (
            (of_db and node.attr in RAW_ATTRIBUTES)
            or (of_session and node.attr in PAST_THE_SESSION)
            or (of_library and node.attr in RAW)
        ):
            return node.attr
    if isinstance(node, ast.Constant) and node.value == TRUSTED:
        return TRUSTED
    if isinstance(node, ast.keyword) and node.arg == TRUSTED:
        return TRUSTED
    return ""


@rule(
    "hookimpl", "bronze",
    N_("hooks.py 里与接口同名的函数都标了 @hookimpl。"),
    N_("在函数前加上 @hookimpl，否则系统不会调用它；若不是接口，请改名。"),
)  # fmt: skip
def hookimpl(subject: Subject) -> Iterator[str]:
    for source in subject.sources:
        if source.name != "hooks.py":
            continue
        for node in source.tree.body:
            if (
                isinstance(node, ast.FunctionDef)
                and node.name in HOOKS
                and not any(map(_is_mark, node.decorator_list))
            ):
                yield _("%(name)s（第 %(line)s 行）没有标 @hookimpl。", name=node.name, line=node.lineno)


def _is_mark(decorator: ast.expr) -> bool:
    called = decorator.func if isinstance(decorator, ast.Call) else decorator
    name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
    return name == "hookimpl"
