"""Lists that a demo village has brought: one taken in, and one whose errors wait to be looked at."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from sqlalchemy import select

from hub.demo.names import GROUPS, invented_names, invented_phone
from hub.imports import batches, staging, taking
from hub.kernel.database import db
from hub.people.models import Resident

HEADINGS = "姓名,电话,村民小组,身份证号"
NEWCOMERS = 12


def bring_lists(first_phone: int, rng: Random) -> None:
    """Two lists of residents, as a village's clerk would send them. `first_phone`: the last four digits of the first
    invented number."""
    here_already = set(db.session.scalars(select(Resident.name)))
    others = (name for name in invented_names(rng) if name not in here_already)
    names = list(islice(others, NEWCOMERS + 3))
    new = [
        f"{name},{invented_phone(first_phone + place)},{rng.choice(GROUPS)},"
        for place, name in enumerate(names[:NEWCOMERS])
    ]
    taking.decide(read_list("residents", "新迁入.csv", HEADINGS, new))
    first, second, third = names[NEWCOMERS:]
    phone = invented_phone(first_phone + NEWCOMERS)
    wrong = [f"{first},{phone},二组,", f"{second},1990000,三组,", f",{phone},一组,", f"{third},,五组,"]
    read_list("residents", "二季度核对.csv", HEADINGS, [new[0], *wrong])


def read_list(sheet: str, name: str, headings: str, rows: Sequence[str]) -> int:
    """Read a list as far as the preview; answers its number."""
    batch = batches.begin(sheet, name)
    with TemporaryDirectory() as folder:
        file = Path(folder) / "sent"
        file.write_text("\n".join([headings, *rows, ""]), "utf-8")
        staging.read_into(batch, file, alone=False)
    return batch.id
