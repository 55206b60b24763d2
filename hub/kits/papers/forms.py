"""What a form is made of, from top to bottom. `mark` is the name under which its value is given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Line:
    """A box with its label and a short value."""

    label: Any
    mark: str
    look = "line"


@dataclass(frozen=True, slots=True)
class Blank:
    """Boxes that stay empty: they are filled in by hand, and nothing of them is kept."""

    labels: tuple[Any, ...]
    look = "blank"


@dataclass(frozen=True, slots=True)
class Rows:
    """A table with a row for each of a list; a column without a mark stays empty for handwriting."""

    mark: str
    columns: tuple[tuple[Any, str], ...]
    look = "rows"


@dataclass(frozen=True, slots=True)
class Passage:
    """A heading and a longer text."""

    label: Any
    mark: str
    look = "passage"


@dataclass(frozen=True, slots=True)
class Said:
    """Sentences that always stand there."""

    sentences: tuple[Any, ...]
    look = "said"


@dataclass(frozen=True, slots=True)
class Signed:
    """Where is signed by hand."""

    labels: tuple[Any, ...]
    look = "signed"


Part = Line | Blank | Rows | Passage | Said | Signed


@dataclass(frozen=True, slots=True)
class Paper:
    """One official form. `sample` has a value for each name that its template may use, with one row in each list."""

    code: str
    title: Any
    parts: Sequence[Part]
    sample: Mapping[str, Any]

    @property
    def names(self) -> list[tuple[str, str]]:
        """What a template may name, and for lists the names within each row."""
        return [
            (name, " ".join(value[0]) if isinstance(value, list) else "")
            for name, value in self.sample.items()
        ]
