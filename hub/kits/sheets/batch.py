"""A list that was sent and is looked at before it is taken in; afterwards the mark of what it brought."""

import json
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.schema import SchemaItem

from hub.kits.sheets.tables import Checked
from hub.room import PERSONAL, UTCDateTime, here
from hub.sheets.checking import Problem, Values


class BatchColumns:
    """One file. What it says is kept only until it was decided about."""

    name: Mapped[str] = mapped_column(String(120), doc="of the file")
    state: Mapped[str] = mapped_column(String(10), default="checked", doc="checked | done | undone | dropped")
    made_at: Mapped[datetime] = mapped_column(UTCDateTime)
    done_at: Mapped[datetime | None] = mapped_column(UTCDateTime, doc="taken in, undone or thrown away")
    good: Mapped[int] = mapped_column(doc="rows that can be taken in")
    bad: Mapped[int] = mapped_column(doc="rows that cannot")
    content: Mapped[str] = mapped_column(
        Text, default="", info=PERSONAL, doc="JSON; empty once decided about"
    )


def batch_checks() -> tuple[SchemaItem, ...]:
    """The checks and the index of a table of batches."""
    return (
        CheckConstraint("state IN ('checked', 'done', 'undone', 'dropped')", name="state"),
        CheckConstraint("state = 'checked' OR content = ''", name="content"),
        CheckConstraint("good >= 0 AND bad >= 0", name="numbers"),
        Index(None, "village_id", "made_at", "id"),
    )


def fresh_batch(model: type[Any], name: str, checked: Checked, most_problems: int = 200) -> Any:
    """A row that keeps what was checked; of what is wrong, the first so many."""
    problems = [
        [one.row, one.sentence, one.column, one.title, one.text] for one in checked.problems[:most_problems]
    ]
    content = {"rows": checked.rows, "problems": problems, "notes": checked.notes}
    return model(
        name=name[-120:], state="checked", made_at=here.now, good=len(checked.rows), bad=checked.bad_rows,
        content=json.dumps(content, ensure_ascii=False),
    )  # fmt: skip


def rows_of(batch: Any) -> Checked:
    """What a batch that is still looked at keeps."""
    content = json.loads(batch.content) if batch.content else {"rows": [], "problems": [], "notes": []}
    rows: list[tuple[int, Values]] = [(number, values) for number, values in content["rows"]]
    return Checked(rows, [Problem(*one) for one in content["problems"]], content["notes"])


def throw_away(batch: Any, state: str = "dropped") -> None:
    """The batch was decided about: nothing of its content is kept."""
    batch.state, batch.content, batch.done_at = state, "", here.now
