"""What a visit must keep to. Each rule says no in words that name the next step."""

from __future__ import annotations

from datetime import datetime, timedelta

from hub.centre.models import Room
from hub.i18n import _
from hub.kernel.declarations import VisitKind
from hub.kernel.here import here
from hub.kernel.refusals import Refused
from hub.kernel.state import the_hub

PLAIN = "visit"
LATE_AFTER = timedelta(minutes=15)
LONGEST = timedelta(hours=24)
OLDEST = timedelta(days=3653)  # before the village came to the hub
CLOCKS_DIFFER = timedelta(minutes=1)
MOST_HEADS = 10_000
PURPOSE_LENGTH = 100
REASON_LENGTH = 2


def kinds_of(room: Room) -> tuple[VisitKind, ...]:
    """The kinds of visit that the room tells apart, beside the plain one."""
    loaded = the_hub().rooms.get(room.key)
    return loaded.declared.visit_kinds if loaded else ()


def offered_kinds(room: Room) -> tuple[VisitKind, ...]:
    """The kinds that may be chosen when a visit is recorded; the others come of the room's own deeds."""
    return tuple(kind for kind in kinds_of(room) if kind.offered)


def confidential(room: Room) -> bool:
    """Whether nothing but heads may be known of the room's visits."""
    loaded = the_hub().rooms.get(room.key)
    return bool(loaded and loaded.manifest and loaded.manifest.confidential)


def check_room(room: Room) -> None:
    if not room.enabled:
        raise Refused(_("%(room)s没有开通，不能登记来访。", room=room.name), field="room")


def check_heads(heads: int) -> None:
    if heads < 1:
        raise Refused(_("至少登记 1 人。"), field="heads")
    if heads > MOST_HEADS:
        raise Refused(_("一次最多登记 %(most)s 人。", most=MOST_HEADS), field="heads")


def check_times(started_at: datetime, ended_at: datetime, now: datetime) -> None:
    if started_at > now + CLOCKS_DIFFER:
        raise Refused(_("来访时间不能晚于现在。"), field="started_at")
    if started_at < here.village.created_at - OLDEST:
        raise Refused(_("来访时间太早了，请核对年份。"), field="started_at")
    if ended_at < started_at:
        raise Refused(_("离开时间不能早于来访时间。"), field="ended_at")
    if ended_at - started_at > LONGEST:
        raise Refused(_("一次来访最长 24 小时，更长的请分次登记。"), field="ended_at")


def is_late(started_at: datetime, now: datetime) -> bool:
    """Whether the visit is entered afterwards (补录)."""
    return now - started_at > LATE_AFTER


def check_kind(room: Room, kind: str, *, named: bool) -> str:
    """The kind, if the room knows it and a name is given where it needs one."""
    if kind == PLAIN:
        return kind
    known = {declared.code: declared for declared in kinds_of(room)}
    if kind not in known:
        raise Refused(_("%(room)s没有这一类来访，请重新选择。", room=room.name), field="kind")
    if known[kind].named and not named:
        raise Refused(_("“%(kind)s”要登记到人，请选一位居民。", kind=known[kind].label), field="resident")
    return kind


def check_purpose(room: Room, purpose: str) -> str:
    """The purpose, trimmed; a confidential room keeps none."""
    purpose = purpose.strip()
    if purpose and confidential(room):
        raise Refused(_("%(room)s只登记人数，不登记事由。", room=room.name), field="purpose")
    if len(purpose) > PURPOSE_LENGTH:
        raise Refused(_("事由请写在 %(most)s 字以内。", most=PURPOSE_LENGTH), field="purpose")
    return purpose


def over_full(room: Room, inside: int, heads: int) -> bool:
    """Whether these heads would not fit any more."""
    return room.refuse_above is not None and inside + heads > room.refuse_above


def check_capacity(room: Room, inside: int, heads: int, reason: str) -> str:
    """A warning, or nothing. Refused when the room would be over-full and no reason is given."""
    total = inside + heads
    if over_full(room, inside, heads):
        facts = {"room": room.name, "inside": inside, "heads": heads, "most": room.refuse_above}
        if len(reason) < REASON_LENGTH:
            raise Refused(
                _(
                    "%(room)s现有 %(inside)s 人，再来 %(heads)s 人就超过上限 %(most)s 人。确要登记，请写明原因。",
                    **facts,
                ),
                field="override_reason",
            )
        return _("%(room)s已有 %(total)s 人，超过上限 %(most)s 人。", **facts, total=total)
    if room.warn_above is not None and total > room.warn_above:
        return _("%(room)s已有 %(total)s 人，接近上限，请留意。", room=room.name, total=total)
    return ""
