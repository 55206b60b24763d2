"""The search at the top of every page: rooms by name, and whatever rooms and features offer to find."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import partial
from itertools import islice

from flask import url_for

from hub.i18n import _
from hub.kernel.declarations import Hit, SearchSource
from hub.kernel.here import here
from hub.kernel.sources import Owner, ask, owners

WORDS = 5
LONGEST = 60
HITS = 10
_CODE = re.compile(r"(?=.*\d)[A-Z0-9][A-Z0-9-]{2,29}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Group:
    """What one source found; `hits` is None when it could not be asked."""

    label: str
    hits: list[Hit] | None
    is_room: bool = False


def clean(typed: str) -> str:
    """At most five words of what was typed, without what nobody can type."""
    text = unicodedata.normalize("NFKC", typed[: LONGEST * 4])
    text = "".join(" " if unicodedata.category(sign)[0] == "C" else sign for sign in text)
    return " ".join(text[:LONGEST].split()[:WORDS])


def search(words: str) -> list[Group]:
    """The groups in which something was found, or which could not be asked."""
    if not words:
        return []
    groups = [Group(_("功能室"), _rooms(words))]
    for owner in owners():
        groups += [_ask(owner, source, words) for source in owner.declared.search if _may(owner, source)]
    return [group for group in groups if group.hits != []]


def jump(words: str, groups: list[Group]) -> str | None:
    """Where a scanner wants to go: what was typed is a code, and one thing alone in a room carries it."""
    if len(groups) != 1 or not groups[0].is_room or not _CODE.fullmatch(words):
        return None
    hits = groups[0].hits or []
    return hits[0].url if len(hits) == 1 else None


def _may(owner: Owner, source: SearchSource) -> bool:
    return not owner.confidential and owner.may(source.permission)


def _ask(owner: Owner, source: SearchSource, words: str) -> Group:
    label = (
        _("%(room)s · %(label)s", room=owner.name, label=source.label) if owner.name else str(source.label)
    )
    hits = ask(owner, "search", partial(_hits, source, words))
    return Group(label, hits, owner.is_room)


def _hits(source: SearchSource, words: str) -> list[Hit]:
    return [Hit(str(hit.title), str(hit.sub), str(hit.url)) for hit in islice(source.find(words, HITS), HITS)]


def _rooms(words: str) -> list[Hit]:
    return [
        Hit(room.name, room.purpose, url_for("home.room_page", room=key))
        for key, room in here.enabled_rooms.items()
        if words.casefold() in room.name.casefold() and (here.can(f"{key}.view") or here.can(f"{key}.record"))
    ]
