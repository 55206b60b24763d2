"""`room.toml`: what a room says of itself, read and checked before any of its code runs."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Annotated, Literal

from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.version import InvalidVersion, Version
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

FILE = "room.toml"
ROOM_ID = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")


class ManifestError(Exception):
    """The manifest is missing, unreadable or wrong; the message says where."""


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Words(_Part):
    """A text in both languages."""

    zh: Annotated[str, Field(min_length=1, max_length=300)]
    en: Annotated[str, Field(min_length=1, max_length=300)]

    def __call__(self, lang: str) -> str:
        return self.en if lang == "en" else self.zh


class Permission(Words):
    """Something that may be done in the room, and the roles that may do it unless the village says otherwise.

    `own`: the room's own keepers alone, not the secretary, such as reading what a room knows of children."""

    roles: tuple[Literal["secretary", "keeper", "reader"], ...] = ("keeper",)
    own: bool = False


class Facts(_Part):
    """What a new room of this kind starts with; every figure is the village's to change."""

    purpose: str = ""
    used_for: str = ""
    warn_above: Annotated[int, Field(ge=1, le=10_000)] | None = None
    refuse_above: Annotated[int, Field(ge=1, le=10_000)] | None = None
    stay_minutes: Annotated[int, Field(ge=1, le=1440)] = 60
    hours: Literal["centre", "always"] = "centre"
    equipment: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _in_order(self) -> Facts:
        if self.warn_above and self.refuse_above and self.warn_above > self.refuse_above:
            raise ValueError("warn_above is greater than refuse_above")
        return self


class Manifest(_Part):
    """A whole `room.toml`."""

    id: Annotated[str, Field(max_length=40)]
    name: Words
    icon: Annotated[str, Field(min_length=1, max_length=4)]
    version: str
    hub: str = Field(description="versions of the hub it works with, such as >=0.1,<1")
    place: int = 100
    requires: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    kits: tuple[str, ...] = ()
    confidential: bool = False
    permissions: dict[str, Permission] = {}
    facts: Facts = Facts()

    @field_validator("id")
    @classmethod
    def _id(cls, value: str) -> str:
        if not ROOM_ID.fullmatch(value) or "__" in value:
            raise ValueError("must be lower-case words joined by single underscores")
        return value

    @field_validator("version")
    @classmethod
    def _version(cls, value: str) -> str:
        try:
            Version(value)
        except InvalidVersion as error:
            raise ValueError(f"is not a version: {value}") from error
        return value

    @field_validator("hub")
    @classmethod
    def _hub(cls, value: str) -> str:
        try:
            SpecifierSet(value)
        except InvalidSpecifier as error:
            raise ValueError(f"is not a range of versions: {value}") from error
        return value

    def works_with(self, hub_version: str) -> bool:
        """Whether this hub's version lies in the declared range."""
        return SpecifierSet(self.hub).contains(hub_version, prereleases=True)


def read_manifest(folder: Path) -> Manifest:
    """Read the manifest in a room's folder. Raises ManifestError."""
    file = folder / FILE
    try:
        return Manifest.model_validate(tomllib.loads(file.read_text("utf-8")))
    except OSError as error:
        raise ManifestError(f"{FILE}: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ManifestError(f"{FILE}: {error}") from error
    except ValidationError as error:
        problems = "; ".join(f"{'.'.join(map(str, p['loc']))}: {p['msg']}" for p in error.errors())
        raise ManifestError(f"{FILE}: {problems}") from error
