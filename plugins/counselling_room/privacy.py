"""What the room keeps of people: how somebody may be reached, sealed, and a code; both for thirty days."""

from __future__ import annotations

from sqlalchemy import update

from hub.room import PersonalData, Retention, _l, change_rows, here

from .models import Appointment


def forget_contacts() -> int:
    """Thirty days after its time nobody can be reached through an appointment, or look it up by its code."""
    kept = Appointment.contact_sealed.is_not(None) | Appointment.code_hash.is_not(None)  # type: ignore[attr-defined]
    return change_rows(
        update(Appointment)
        .where(Appointment.forget_at <= here.now, kept)
        .values(contact_sealed=None, code_hash=None, code_salt=None),
        "retention",
    )


PERSONAL_DATA = [
    PersonalData(
        Appointment, ("contact_sealed",), _l("只为改时间时联系；不记姓名、原因和情况，加密保存"), _l("30 天后删除"),
        words={"contact_sealed": _l("联系方式")},
    ),
]  # fmt: skip
RETENTION = [
    Retention(_l("删除咨询预约的联系方式和预约码"), _l("约定时间后 30 天"), forget_contacts),
]
