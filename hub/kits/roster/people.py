"""Who can be put on a roster, and telling them apart: by account, by resident, by the name where it is all there is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement

from hub.room import colleagues, here, mask_name


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with an account, a resident, or a name alone."""

    name: str
    user_id: int | None = None
    resident_id: int | None = None

    @property
    def key(self) -> str:
        """What tells them apart in a form: u7, r12, n张三."""
        if self.user_id is not None:
            return f"u{self.user_id}"
        return f"r{self.resident_id}" if self.resident_id is not None else f"n{self.name}"

    @property
    def is_volunteer(self) -> bool:
        """Whether their hours are given: whoever has an account is there for their work."""
        return self.user_id is None

    @property
    def columns(self) -> dict[str, Any]:
        """As a row keeps them."""
        return {"user_id": self.user_id, "resident_id": self.resident_id, "person": self.name}

    def is_in(self, model: type[Any]) -> ColumnElement[bool]:
        """The condition of rows that are theirs."""
        if self.user_id is not None:
            return model.user_id == self.user_id
        if self.resident_id is not None:
            return model.resident_id == self.resident_id
        return (model.person == self.name) & model.user_id.is_(None) & model.resident_id.is_(None)


def person_of(row: Any) -> Person:
    """Who stands in a row."""
    return Person(row.person, row.user_id, row.resident_id)


def workers(room: str) -> list[Person]:
    """Those who work in a room now."""
    return [Person(name, user_id=id) for id, name in colleagues(room)]


def shown_name(name: str) -> str:
    """A name on a rota, masked for those who may not see names."""
    return name if here.can("residents.names") else mask_name(name)
