"""How long it is kept who has read, who was told, and why a room was opened in need: three years."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete

from hub.confidential.models import GlassBreak, RoleNotice, SealedRead
from hub.kernel.clock import now
from hub.kernel.here import here
from hub.kernel.rows import change_rows

KEPT = timedelta(days=3 * 365)


def forget_old() -> int:
    """Remove what is older, notices before the openings they tell of."""
    before = now() - KEPT
    ends = ((SealedRead, before), (RoleNotice, before), (GlassBreak, before - timedelta(days=1)))
    return sum(
        change_rows(delete(model).where(model.village_id == here.village_id, model.at < end), "retention")
        for model, end in ends
    )
