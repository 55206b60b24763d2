"""Labels on their sheets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from hub.room import _l


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of sheet: `code` names its measures in the style sheet."""

    code: str
    label: Any
    number: int


@dataclass(frozen=True, slots=True)
class Label:
    """What stands on one label: a large line, smaller ones under it, and what its code says."""

    large: str
    small: tuple[str, ...]
    code: str

    @property
    def drawing(self) -> Markup:
        """The code as a QR code."""
        return qr_code(self.code)


FORMATS = {
    "24": Format("24", _l("每张 24 枚（70×37 毫米）"), 24),
    "40": Format("40", _l("每张 40 枚（52.5×29.7 毫米）"), 40),
    "65": Format("65", _l("每张 65 枚（38×21 毫米）"), 65),
}


def lay_out(labels: Sequence[Label], shape: Format, skip: int = 0) -> list[list[Label | None]]:
    """The labels sheet by sheet. `skip`: places of the first sheet that were used before."""
    places: list[Label | None] = [None] * (skip % shape.number) + list(labels)
    return [places[at : at + shape.number] for at in range(0, len(places), shape.number)]


def qr_code(text: str) -> Markup:
    """A QR code as a drawing within the page: no file, no style of its own, sharp at any size."""
    import segno

    code = segno.make_qr(text, error="m")
    return Markup(code.svg_inline(omitsize=True, border=2, svgclass="qr", lineclass=None, unit=None))  # noqa: S704
