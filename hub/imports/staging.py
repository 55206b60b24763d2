"""Reading a file into a batch: what is good waits row by row, what is wrong is kept in words."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from hub.i18n import _, _n
from hub.imports import batches
from hub.imports.batches import CHUNK
from hub.imports.models import ImportBatch, ImportRow
from hub.kernel.database import db
from hub.kernel.declarations import AddsTo, AlreadyThere, ImportSheet
from hub.kernel.here import here
from hub.kernel.refusals import Refused
from hub.sheets.checking import Checked, Checking, Problem, heads, rows_in_words
from hub.sheets.reading import Source, open_sheet

MOST_PROBLEMS = 200  # that are told of one by one
BREATH = 0.01  # seconds after each transaction; most of the time nothing is held anyway


def read_into(batch: ImportBatch, file: Path, *, alone: bool) -> None:
    """Read a file that was sent. A file that cannot be read makes the batch fail with its sentence.

    `alone`: nobody waits for the page, so each part is a transaction of its own; else all of it belongs to the present
    one.
    """
    sheet = batches.sheet_for(batch)
    try:
        source = open_sheet(file, batch.name, heads(sheet.columns))
        batch.total = max(source.total, 1)
        _Reader(batch, sheet, source, alone).read()
    except Refused as refusal:
        db.session.rollback() if alone else None
        batches.fail(batch, refusal.sentence)
    _end(alone)


class _Reader:
    """Goes through one file."""

    def __init__(self, batch: ImportBatch, sheet: ImportSheet, source: Source, alone: bool) -> None:
        self._batch, self._sheet, self._alone = batch, sheet, alone
        self._checking = Checking(source, sheet.columns, sheet.check() if sheet.check else None)
        self._problems: list[Problem] = []
        self._gone: set[str] = set()
        self._known: list[int] = []
        self._added: dict[str, list[int]] = {}

    def read(self) -> None:
        rows = iter(self._checking)
        while part := tuple(islice(rows, CHUNK)):
            self._keep(part)
            _end(self._alone)
        if self._checking.dropped - self._gone:
            self._take_out(self._checking.dropped)
        batch = self._batch
        notes = self._checking.notes
        if batch.known:
            which = rows_in_words(self._known)
            notes.append(_n("%(n)s 行系统里已经有了，不用导入：%(which)s。", batch.known, which=which))
        notes += [
            _("%(which)s：%(what)s", which=rows_in_words(rows), what=said)
            for said, rows in self._added.items()
        ]
        batches.keep_findings(batch, sorted(self._problems, key=lambda one: one.row), notes)
        batches.move_on(batch, "checked")

    def _keep(self, part: tuple[Checked, ...]) -> None:
        batch = self._batch
        good = [row for row in part if not row.problems]
        bad = {row.number for row in part if row.problems}
        self._note(problem for row in part for problem in row.problems)
        kept, known = [], 0
        for row, said in zip(good, self._look(good), strict=True):
            if said is None or isinstance(said, AddsTo):
                kept.append(row)
                if said is not None:
                    self._added.setdefault(str(said), []).append(row.number)
            elif isinstance(said, AlreadyThere):
                known += 1
                self._known.append(row.number)
            else:
                bad.add(row.number)
                self._note([Problem(row.number, said)])
        batches.add_rows(ImportRow, [
            {"batch_id": batch.id, "number": row.number, "content": json.dumps(row.values, ensure_ascii=False)}
            for row in kept
        ])  # fmt: skip
        batch.good += len(kept)
        batch.bad += len(bad)
        batch.known += known
        batch.at = min(batch.at + len(part), batch.total)
        batch.beat_at = here.now

    def _look(self, good: list[Checked]) -> Iterator[str | None]:
        if self._sheet.look is None or not good:
            return iter([None] * len(good))
        return iter(self._sheet.look([row.values for row in good]))

    def _note(self, problems: Iterator[Problem] | list[Problem]) -> None:
        for problem in problems:
            if len(self._problems) < MOST_PROBLEMS:
                self._problems.append(problem)

    def _take_out(self, columns: set[str]) -> None:
        """What stood in a column before an ID number was found in it goes too."""
        empty = {column.name: column.empty for column in self._sheet.columns if column.name in columns}
        last = 0
        while rows := batches.waiting_rows(self._batch.id, after=last):
            for row in rows:
                row.values.update(empty)
            batches.keep_values(rows)
            last = rows[-1].id
            _end(self._alone)


def _end(alone: bool) -> None:
    if alone:
        db.session.commit()
        time.sleep(BREATH)


def lost(batch: ImportBatch) -> None:
    """Whoever read the file is gone, and the file with them."""
    batches.fail(batch, _("读到一半中断了，请重新上传这个文件。"))
