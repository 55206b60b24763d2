"""Receipt codes: whoever has one sees how far the matter is, on a page that needs no account.

A code is 16 signs, 7K4M-2PXX-9QRT-H3WD, twelve of which nobody can guess (60 bits); see hub/kernel/codes.py.
"""

from __future__ import annotations

from typing import Any, TypeVar

from hub.room import Codes, Form, TextField, _, _l

Case = TypeVar("Case", bound=Any)
CODES = Codes("receipt")


def give_code(case: Any) -> str:
    """Give a case a code; one that it had before is void. Answers the code, which is not kept."""
    return CODES.give(case)


def code_of(case: Any) -> str | None:
    """The code of a case, to be printed again; None when it has none, or when this hub's key was changed since."""
    return CODES.of(case)


def forget_code(case: Any) -> None:
    """From now on nobody sees the case from outside."""
    CODES.forget(case)


def read_code(text: str) -> str | None:
    """A code as somebody typed it, in its proper form; None when it can be none."""
    return CODES.read(text)


def village_of(code: str) -> int | None:
    """The number of the village that a code belongs to, if it is a good one; no village may have it."""
    return CODES.village_of(code)


def find_by_code(model: type[Case], text: str) -> Case | None:
    """The case of a code in the present village, or None."""
    return CODES.find(model, text)


class CodeForm(Form):
    """查进度: what is asked of whoever comes with a code. (On the page itself; what it finds stands below.)"""

    code = TextField(_l("回执码"), max=40, required=True, description=_l("回执上的十六位，横线可以不输"))

    def validate(self, extra_validators: Any = None) -> bool:
        sound = super().validate(extra_validators)
        if sound and read_code(self.code.data) is None:
            self.code.errors = [_("回执码是十六位字母和数字，请对着回执核对。")]
            return False
        return sound

    def village(self) -> int | None:
        """The number of the village that the code names."""
        return village_of(self.code.data)
