"""A rule says no. It is an answer to the user, not a fault of the program."""

from __future__ import annotations

from typing import Any


class Refused(Exception):
    """A sentence for the user, in their language, that says what is not possible and what to do next.

    `field` names the form's field it belongs to. `link`, a label and an address, leads to where the next step is
    taken; it stands beside the sentence. The transaction is rolled back and what was typed stays.
    """

    def __init__(self, sentence: Any, field: str | None = None, link: tuple[Any, str] | None = None) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence
        self.field = field
        self.link = link
