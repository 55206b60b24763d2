"""What a template may say: fields, loops over what it is given, and conditions. Nothing is called and nothing computed.

Templates come from people's own computers. Jinja is a language of its own, so here it is taken down to what a form
needs: a loop cannot be written that does not end, and nothing beyond the given values can be reached.
"""

from __future__ import annotations

from typing import Any

from jinja2 import StrictUndefined, TemplateSyntaxError, nodes
from jinja2.runtime import LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment

MOST_NODES = 3_000
DEEPEST = 2  # loops within loops: rooms, and in each its figures
_ALLOWED = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Const, nodes.Getattr, nodes.For, nodes.If,
    nodes.CondExpr, nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not, nodes.Filter,
)  # fmt: skip
_FILTERS = ("default", "length")
_OF_LOOPS = ("index", "first", "last", "length")


class PaperEnvironment(ImmutableSandboxedEnvironment):
    """Reads templates of papers. Raises TemplateSyntaxError for what is not allowed in them."""

    def __init__(self) -> None:
        super().__init__(undefined=StrictUndefined, autoescape=True)
        self.globals.clear()
        self.filters = {name: self.filters[name] for name in _FILTERS}
        self.tests.clear()

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        _check(tree)
        return tree

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Values are dictionaries, whose entries are no attributes; of a loop one may ask where it is."""
        return isinstance(obj, LoopContext) and attr in _OF_LOOPS


def _check(tree: nodes.Template) -> None:
    count = 0
    for node in tree.find_all(nodes.Node):
        count += 1
        allowed = isinstance(node, _ALLOWED) and getattr(node, "recursive", False) is False
        if not allowed or (isinstance(node, nodes.Filter) and node.name not in _FILTERS):
            raise TemplateSyntaxError(f"{type(node).__name__} is not allowed", getattr(node, "lineno", 1))
    if count > MOST_NODES:
        raise TemplateSyntaxError("too long", 1)
    if _depth(tree) > DEEPEST:
        raise TemplateSyntaxError("loops too deep", 1)


def _depth(node: nodes.Node) -> int:
    own = 1 if isinstance(node, nodes.For) else 0
    return own + max(map(_depth, node.iter_child_nodes()), default=0)
