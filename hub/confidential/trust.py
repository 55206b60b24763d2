"""Who may read what a confidential room keeps is never decided by one person.

A secretary names a keeper and resets a forgotten password; by either they could make themselves the reader. So what
they do takes effect in a confidential room only once a second person agreed, and those of the room are told:

* the first keeper a room ever has is in force at once, for there is nothing to read yet;
* after that another of the room's role agrees;
* where there is no other, the town's administrator; where it was the town's administrator who asked, or the operator
  by a command, the village's secretary too; and the operator at the machine by `hub user trust`, who has the key.

Nobody agrees to what they asked for, or to what is about themselves. Nothing here commits.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import select

from hub.accounts.models import Membership, User
from hub.confidential.models import GlassBreak, RoleNotice, TrustRequest
from hub.confidential.rooms import holders, is_confidential, name_of
from hub.i18n import _
from hub.kernel.clock import now
from hub.kernel.database import db
from hub.kernel.here import here
from hub.kernel.refusals import Refused

FIRST, NAMED, RESET, REMOVED = "first", "named", "reset", "removed"


def rooms_changed(membership: Membership, before: Iterable[str]) -> None:
    """Somebody's rooms are others now: what was taken ends at once, what was given waits for a second person."""
    mine, had = set(membership.rooms.split()), set(before)
    for room in sorted(mine - had):
        if is_confidential(room):
            _give(membership, room)
    for room in sorted(set(membership.trusted.split()) - mine):
        _take(membership, room)
        if is_confidential(room):
            end = _ask(
                membership, room, REMOVED
            )  # so that nobody becomes the room's first reader a second time
            end.answered_at, end.agreed = end.asked_at, False
            tell(membership.village_id, room, "removed", membership.user_id)
    for request in _open(
        TrustRequest.user_id == membership.user_id, TrustRequest.village_id == membership.village_id
    ):
        if request.room not in mine:
            request.answered_at, request.agreed = now(), False


def password_was_reset(user: User) -> None:
    """Somebody else knows the password now, so it opens no confidential room until a second person agreed."""
    for membership in db.session.scalars(select(Membership).where(Membership.user_id == user.id)):
        for room in filter(is_confidential, membership.trusted.split()):
            _take(membership, room)
            _ask(membership, room, RESET)
            tell(membership.village_id, room, "reset", user.id)


def reads_somewhere(user: User) -> bool:
    """Whether somebody is of the role of a confidential room in any village."""
    trusted = db.session.scalars(select(Membership.trusted).where(Membership.user_id == user.id))
    return any(is_confidential(room) for rooms in trusted for room in rooms.split())


def requests_in(village_id: int) -> Sequence[TrustRequest]:
    """What waits for a second person in a village, the oldest first."""
    return _open(TrustRequest.village_id == village_id)


def all_requests() -> Sequence[TrustRequest]:
    """The same of all villages, for the town's administrator."""
    return _open()


def may_answer(request: TrustRequest) -> bool:
    """Whether the one who acts is a second person for this."""
    me = here.user
    if me is None:
        return not here.public  # the operator, at the machine
    if me.id in (request.asked_by_id, request.user_id):
        return False
    others = [user.id for user in holders(request.village_id, request.room) if user.id != request.user_id]
    if others:
        return me.id in others
    if me.town_admin:
        return True
    by_outsider = request.asked_by is None or request.asked_by.town_admin
    return (
        by_outsider
        and here.in_village
        and here.village_id == request.village_id
        and here.can("accounts.manage")
    )


def answer(request_id: int, *, agree: bool) -> TrustRequest:
    """Agree, or refuse. Raises Refused for who is no second person, and when it is answered already."""
    request = db.session.scalars(
        select(TrustRequest)
        .where(TrustRequest.id == request_id)
        .with_for_update(of=TrustRequest)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if request is None or not may_answer(request):
        raise Refused(_("这件事要由这个室的另一位室管员确认；没有另一位的，由镇管理员确认。"))
    if request.answered_at is not None:
        raise Refused(_("这件事已经有人确认过了。"))
    membership = db.session.scalars(
        select(Membership).where(
            Membership.user_id == request.user_id, Membership.village_id == request.village_id
        )
    ).one_or_none()
    if agree and (
        membership is None or not membership.active or request.room not in membership.rooms.split()
    ):
        raise Refused(
            _("%(name)s 现在不管%(room)s了，不用再确认。", name=request.user.name, room=name_of(request.room))
        )
    request.answered_at, request.agreed = now(), agree
    request.answered_by_id = here.user.id if here.user else None
    if agree and membership is not None:
        _put(membership, request.room)
    db.session.flush()
    tell(request.village_id, request.room, "agreed" if agree else "refused", request.user_id)
    return request


def waiting_rooms(membership: Membership) -> list[str]:
    """Somebody's confidential rooms that still wait for a second person."""
    trusted = membership.trusted.split()
    return [room for room in membership.rooms.split() if is_confidential(room) and room not in trusted]


def tell(village_id: int, room: str, kind: str, about: int, glass: GlassBreak | None = None) -> None:
    """Tell everybody of the room's role but the one who did it."""
    me = here.user.id if here.user else None
    for user in holders(village_id, room):
        if user.id != me:
            db.session.add(
                RoleNotice(
                    village_id=village_id, user_id=user.id, room=room, kind=kind, about_id=about, by_id=me, at=now(),
                    glass_id=glass.id if glass else None,
                )
            )  # fmt: skip


def _give(membership: Membership, room: str) -> None:
    if _had_somebody(membership.village_id, room):
        _ask(membership, room, NAMED)
        tell(membership.village_id, room, "asked", membership.user_id)
        return
    request = _ask(membership, room, FIRST)
    request.answered_at, request.agreed = request.asked_at, True
    _put(membership, room)


def _had_somebody(village_id: int, room: str) -> bool:
    asked = select(TrustRequest.id).where(TrustRequest.village_id == village_id, TrustRequest.room == room)
    if db.session.scalar(asked.limit(1)) is not None:
        return True
    trusted = db.session.scalars(select(Membership.trusted).where(Membership.village_id == village_id))
    return any(room in rooms.split() for rooms in trusted)


def _ask(membership: Membership, room: str, why: str) -> TrustRequest:
    request = TrustRequest(
        village_id=membership.village_id, room=room, user_id=membership.user_id, why=why,
        asked_by_id=here.user.id if here.user else None, asked_at=now(),
    )  # fmt: skip
    db.session.add(request)
    return request


def _open(*conditions: object) -> Sequence[TrustRequest]:
    query = select(TrustRequest).where(TrustRequest.answered_at.is_(None), *conditions)  # type: ignore[arg-type]
    return db.session.scalars(query.order_by(TrustRequest.id)).all()


def _put(membership: Membership, room: str) -> None:
    membership.trusted = " ".join(sorted({*membership.trusted.split(), room}))


def _take(membership: Membership, room: str) -> None:
    membership.trusted = " ".join(sorted({*membership.trusted.split()} - {room}))
    db.session.flush()
