"""The invented residents of a demo village, with the keys they are found by."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import islice
from random import Random

from sqlalchemy import select

from hub.demo.bulk import put
from hub.demo.names import GROUPS, invented_names, invented_phone
from hub.kernel.database import db
from hub.kernel.here import here
from hub.people.keys import keys_of
from hub.people.models import Resident, ResidentKey


def make_residents(number: int, first_phone: int, first_day: date, rng: Random) -> list[int]:
    """So many residents; answers their ids."""
    span = (here.today - first_day).days
    put(
        Resident,
        (
            {
                "name": name,
                "phone": invented_phone(first_phone + place) if rng.random() < 0.85 else "",
                "group": rng.choice(GROUPS),
                "consent_on": first_day + timedelta(days=rng.randrange(span // 2 + 1)),
                "last_used_on": here.today - timedelta(days=rng.randrange(120)),
            }
            for place, name in enumerate(islice(invented_names(rng), number))
        ),
    )
    residents = db.session.scalars(select(Resident).order_by(Resident.id)).all()
    put(
        ResidentKey,
        (
            {"resident_id": resident.id, "key": key}
            for resident in residents
            for key in sorted(keys_of(resident.name, resident.phone))
        ),
    )
    return [resident.id for resident in residents]
