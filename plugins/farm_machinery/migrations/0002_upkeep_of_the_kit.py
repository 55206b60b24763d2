"""Faults, outages and planned service as the upkeep kit keeps them. What was in the one table of services and repairs
before is kept: repairs become faults and outages, services planned and done ones."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

OUT = "故障停用，等人来修"
RETIRED = "报废"
STATES = {"": "open", "done": "fixed", "dropped": "dismissed", "retired": "retired"}
OUTCOMES = {state: outcome for outcome, state in STATES.items()}
MACHINE, FAULT, OUTAGE, SERVICE, SERVICED = (
    f"farm_machinery__{name}" for name in ("machine", "fault", "outage", "service", "serviced")
)
Row = dict[str, Any]


def upgrade() -> None:
    old = _rows(SERVICE)
    _drop_old_table()
    _make_tables()
    _add_to_machines()
    days = _days()
    hours = {row["id"]: row["serviced_at"] for row in _rows(MACHINE)}
    repairs = [row for row in old if row["kind"] == "repair"]
    services = [row for row in old if row["kind"] == "service"]
    _write(FAULT, (_fault(row) for row in repairs))
    outages = list(_outages(repairs))
    _write(OUTAGE, outages)
    _write(SERVICE, (_service(row, days, hours[row["machine_id"]]) for row in services))
    _write(
        SERVICED, (_done(row, days, hours[row["machine_id"]]) for row in services if row["outcome"] == "done")
    )
    machine = _table(MACHINE)
    for row in outages:
        if row["ended_at"] is None:
            op.execute(
                machine.update()
                .where(machine.c.id == row["machine_id"])
                .values(condition="broken", out_since=row["began_at"], out_reason=OUT)
            )


def downgrade() -> None:
    faults, services, done = _rows(FAULT), _rows(SERVICE), _rows(SERVICED)
    out = [row["id"] for row in _rows(MACHINE) if row["out_since"] is not None and row["state"] == "in"]
    _drop_tables()
    _make_old_table()
    _take_from_machines()
    if out:
        machine = _table(MACHINE)
        op.execute(machine.update().where(machine.c.id.in_(out)).values(state="repair"))
    old = [_repair(row) for row in faults]
    for row in services:
        mine = [one for one in done if one["service_id"] == row["id"]]
        old.extend(_served(row, one) for one in mine)
        if row["due_on"] is None or not mine:
            old.append(_unserved(row))
    _write(SERVICE, ({"id": place, **row} for place, row in enumerate(old, start=1)))


def _fault(row: Row) -> Row:
    return {
        "id": row["id"], "village_id": row["village_id"], "machine_id": row["machine_id"], "cost": row["cost"],
        "severity": "major", "what": row["what"], "source": "keeper", "state": STATES[row["outcome"]], "stopped": True,
        "reported_at": row["opened_at"], "settled_at": row["closed_at"], "outcome": row["result"],
    }  # fmt: skip


def _outages(repairs: Iterable[Row]) -> Iterable[Row]:
    """The times during which something of a machine was not mended; what overlaps is one."""
    times: dict[int, list[Row]] = {}
    for row in sorted(repairs, key=lambda row: row["opened_at"]):
        mine = times.setdefault(row["machine_id"], [])
        last = mine[-1] if mine else None
        if last is not None and (last["ended_at"] is None or row["opened_at"] <= last["ended_at"]):
            ends = (last["ended_at"], row["closed_at"])
            last["ended_at"] = None if None in ends else max(ends)
            continue
        mine.append({
            "village_id": row["village_id"], "machine_id": row["machine_id"], "reason": OUT,
            "began_at": row["opened_at"], "ended_at": row["closed_at"],
        })  # fmt: skip
    return [row for mine in times.values() for row in mine]


def _service(row: Row, days: "_LocalDays", hours: int) -> Row:
    closed = days.of(row, "closed_at")
    why = row["result"]
    if row["outcome"] == "retired":
        why = why or RETIRED
    if row["cost"] is not None:
        why = f"{why[:170]}（{row['cost']} 元）"
    return {
        "id": row["id"], "village_id": row["village_id"], "machine_id": row["machine_id"], "name": row["what"],
        "due_on": row["due_on"], "days": 1, "ended_on": closed,
        "ended_why": why if row["outcome"] in ("dropped", "retired") else "",
        "last_on": (closed if row["outcome"] == "done" else None) or days.of(row, "opened_at"), "last_uses": hours,
        "planned": closed is None,
    }  # fmt: skip


def _done(row: Row, days: "_LocalDays", hours: int) -> Row:
    return {
        "village_id": row["village_id"], "service_id": row["id"], "done_on": days.of(row, "closed_at"), "uses": hours,
        "note": row["result"], "cost": row["cost"],
    }  # fmt: skip


def _repair(row: Row) -> Row:
    return {
        "village_id": row["village_id"], "machine_id": row["machine_id"], "kind": "repair", "what": row["what"][:200],
        "opened_at": row["reported_at"], "closed_at": row["settled_at"], "outcome": OUTCOMES[row["state"]],
        "result": row["outcome"][:200], "cost": row["cost"], "due_on": None,
    }  # fmt: skip


def _served(row: Row, done: Row) -> Row:
    at = _noon(done["done_on"])
    return {
        **_planned(row), "opened_at": at, "closed_at": at, "outcome": "done", "result": done["note"],
        "cost": done["cost"], "due_on": row["due_on"] or done["done_on"],
    }  # fmt: skip


def _unserved(row: Row) -> Row:
    over = not row["planned"]
    return {
        **_planned(row), "opened_at": _noon(row["last_on"]),
        "closed_at": _noon(row["ended_on"] or row["last_on"]) if over else None,
        "outcome": ("retired" if row["ended_why"] == RETIRED else "dropped") if over else "",
        "result": row["ended_why"], "cost": None,
        "due_on": row["due_on"] or row["last_on"] + timedelta(days=row["every_days"] or 0),
    }  # fmt: skip


def _planned(row: Row) -> Row:
    return {
        "village_id": row["village_id"], "machine_id": row["machine_id"], "kind": "service", "what": row["name"],
    }  # fmt: skip


class _LocalDays:
    """Moments as days of their village."""

    def __init__(self, zones: dict[int, ZoneInfo]) -> None:
        self.zones = zones

    def of(self, row: Row, name: str) -> date | None:
        at: datetime | None = row[name]
        if at is None:
            return None
        known = at if at.tzinfo is not None else at.replace(tzinfo=UTC)
        return known.astimezone(self.zones[row["village_id"]]).date()


def _days() -> _LocalDays:
    return _LocalDays({row["id"]: ZoneInfo(row["time_zone"]) for row in _rows("village")})


def _noon(day: date) -> datetime:
    at = datetime.combine(day, time(4), UTC)
    return at if op.get_bind().dialect.name == "postgresql" else at.replace(tzinfo=None)


def _table(name: str) -> sa.Table:
    return sa.Table(name, sa.MetaData(), autoload_with=op.get_bind(), resolve_fks=False)


def _rows(name: str) -> list[Row]:
    table = _table(name)
    return [dict(row) for row in op.get_bind().execute(sa.select(table).order_by(table.c.id)).mappings()]


def _write(name: str, rows: Iterable[Row]) -> None:
    """Write rows; where they bring their numbers, PostgreSQL goes on counting after them."""
    table, bind, numbered = _table(name), op.get_bind(), False
    for row in rows:
        bind.execute(table.insert().values(row))
        numbered = numbered or "id" in row
    if numbered and bind.dialect.name == "postgresql":
        bind.execute(
            sa.text(f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), (SELECT max(id) FROM {name}))")  # noqa: S608
        )


ADDED = ("condition", "out_since", "out_reason")
CHECKS = {
    "condition": "condition IN ('good', 'worn', 'broken')",
    "out": "(out_since IS NULL) = (out_reason = '')",
}


def _add_to_machines() -> None:
    """Machines know what is out of service by its reason, no longer by their state."""
    op.execute(f"UPDATE {MACHINE} SET state = 'in' WHERE state = 'repair'")  # noqa: S608 - a name of our own
    with _rebuilding(MACHINE):
        with op.batch_alter_table(MACHINE, schema=None) as batch_op:
            batch_op.add_column(
                sa.Column("condition", sa.String(length=8), server_default="good", nullable=False)
            )
            batch_op.add_column(sa.Column("out_since", sa.DateTime(timezone=True), nullable=True))
            batch_op.add_column(
                sa.Column("out_reason", sa.String(length=120), server_default="", nullable=False)
            )
        with op.batch_alter_table(MACHINE, schema=None) as batch_op:
            for check, condition in CHECKS.items():
                batch_op.create_check_constraint(batch_op.f(f"ck_{MACHINE}_{check}"), condition)
            _allow(batch_op, "'in', 'out', 'check', 'retired'")


def _take_from_machines() -> None:
    with _rebuilding(MACHINE), op.batch_alter_table(MACHINE, schema=None) as batch_op:
        for check in CHECKS:
            batch_op.drop_constraint(batch_op.f(f"ck_{MACHINE}_{check}"), type_="check")
        for column in ADDED:
            batch_op.drop_column(column)
        _allow(batch_op, "'in', 'out', 'check', 'repair', 'retired'")


def _allow(batch_op: Any, states: str) -> None:
    name = batch_op.f(f"ck_{MACHINE}_state")
    batch_op.drop_constraint(name, type_="check")
    batch_op.create_check_constraint(name, f"state IN ({states})")


@contextmanager
def _rebuilding(name: str) -> Iterator[None]:
    """On SQLite a table that others point at is rebuilt while it is empty: its rows are put aside, for dropping the old
    table would leave what points at them broken until the end of the transaction."""
    if op.get_bind().dialect.name != "sqlite":
        yield
        return
    op.execute(f"CREATE TABLE {name}_aside AS SELECT * FROM {name}")  # noqa: S608 - names of our own
    op.execute(f"DELETE FROM {name}")  # noqa: S608
    yield
    kept = {column.name for column in _table(f"{name}_aside").columns}
    both = ", ".join(column.name for column in _table(name).columns if column.name in kept)
    op.execute(f"INSERT INTO {name} ({both}) SELECT {both} FROM {name}_aside")  # noqa: S608
    op.drop_table(f"{name}_aside")


def _make_tables() -> None:
    op.create_table(
        "farm_machinery__fault",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("machine_id", sa.Integer(), nullable=False),
        sa.Column("cost", sa.Numeric(precision=10, scale=2), nullable=True),
        sa.Column("severity", sa.String(length=8), nullable=False),
        sa.Column("what", sa.String(length=300), nullable=False),
        sa.Column("source", sa.String(length=8), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("stopped", sa.Boolean(), nullable=False),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(length=300), nullable=False),
        sa.CheckConstraint(
            "(settled_at IS NULL) = (state = 'open')", name=op.f("ck_farm_machinery__fault_settled")
        ),
        sa.CheckConstraint(
            "severity IN ('minor', 'major', 'danger')", name=op.f("ck_farm_machinery__fault_severity")
        ),
        sa.CheckConstraint("source IN ('keeper', 'public')", name=op.f("ck_farm_machinery__fault_source")),
        sa.CheckConstraint(
            "state IN ('open', 'fixed', 'dismissed', 'retired')", name=op.f("ck_farm_machinery__fault_state")
        ),
        sa.ForeignKeyConstraint(
            ["village_id", "machine_id"],
            ["farm_machinery__machine.village_id", "farm_machinery__machine.id"],
            name=op.f("fk_farm_machinery__fault_village_id_machine_id"),
        ),
        sa.ForeignKeyConstraint(
            ["village_id"], ["village.id"], name=op.f("fk_farm_machinery__fault_village_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_farm_machinery__fault")),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_farm_machinery__fault_village_id_id")),
    )
    with op.batch_alter_table("farm_machinery__fault", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_farm_machinery__fault_village_id_machine_id_state"),
            ["village_id", "machine_id", "state"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_farm_machinery__fault_village_id_reported_at_id"),
            ["village_id", "reported_at", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_farm_machinery__fault_village_id_settled_at"),
            ["village_id", "settled_at"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_farm_machinery__fault_village_id_state_reported_at_id"),
            ["village_id", "state", "reported_at", "id"],
            unique=False,
        )

    op.create_table(
        "farm_machinery__outage",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("machine_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=120), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "ended_at IS NULL OR ended_at >= began_at", name=op.f("ck_farm_machinery__outage_order")
        ),
        sa.ForeignKeyConstraint(
            ["village_id", "machine_id"],
            ["farm_machinery__machine.village_id", "farm_machinery__machine.id"],
            name=op.f("fk_farm_machinery__outage_village_id_machine_id"),
        ),
        sa.ForeignKeyConstraint(
            ["village_id"], ["village.id"], name=op.f("fk_farm_machinery__outage_village_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_farm_machinery__outage")),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_farm_machinery__outage_village_id_id")),
    )
    with op.batch_alter_table("farm_machinery__outage", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_farm_machinery__outage_village_id_began_at_id"),
            ["village_id", "began_at", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_farm_machinery__outage_village_id_ended_at"),
            ["village_id", "ended_at"],
            unique=False,
        )
        batch_op.create_index(
            "uq_farm_machinery__outage_open",
            ["village_id", "machine_id"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.create_table(
        "farm_machinery__service",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("machine_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("ended_why", sa.String(length=200), nullable=False),
        sa.Column("every_days", sa.Integer(), nullable=True),
        sa.Column("every_uses", sa.Integer(), nullable=True),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("last_uses", sa.Integer(), nullable=False),
        sa.Column("planned", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "(due_on IS NULL) = (every_days IS NOT NULL OR every_uses IS NOT NULL)",
            name=op.f("ck_farm_machinery__service_plan"),
        ),
        sa.CheckConstraint("days BETWEEN 1 AND 60", name=op.f("ck_farm_machinery__service_takes")),
        sa.CheckConstraint("ended_on IS NULL OR NOT planned", name=op.f("ck_farm_machinery__service_ended")),
        sa.CheckConstraint(
            "every_days IS NULL OR every_days BETWEEN 1 AND 3660",
            name=op.f("ck_farm_machinery__service_days"),
        ),
        sa.CheckConstraint(
            "every_uses IS NULL OR every_uses BETWEEN 1 AND 100000",
            name=op.f("ck_farm_machinery__service_uses"),
        ),
        sa.ForeignKeyConstraint(
            ["village_id", "machine_id"],
            ["farm_machinery__machine.village_id", "farm_machinery__machine.id"],
            name=op.f("fk_farm_machinery__service_village_id_machine_id"),
        ),
        sa.ForeignKeyConstraint(
            ["village_id"], ["village.id"], name=op.f("fk_farm_machinery__service_village_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_farm_machinery__service")),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_farm_machinery__service_village_id_id")),
    )
    with op.batch_alter_table("farm_machinery__service", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_farm_machinery__service_village_id_machine_id"),
            ["village_id", "machine_id"],
            unique=False,
        )

    op.create_table(
        "farm_machinery__serviced",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("cost", sa.Numeric(precision=10, scale=2), nullable=True),
        sa.Column("service_id", sa.Integer(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=False),
        sa.Column("uses", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["village_id", "service_id"],
            ["farm_machinery__service.village_id", "farm_machinery__service.id"],
            name=op.f("fk_farm_machinery__serviced_village_id_service_id"),
        ),
        sa.ForeignKeyConstraint(
            ["village_id"], ["village.id"], name=op.f("fk_farm_machinery__serviced_village_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_farm_machinery__serviced")),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_farm_machinery__serviced_village_id_id")),
    )
    with op.batch_alter_table("farm_machinery__serviced", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_farm_machinery__serviced_village_id_done_on_id"),
            ["village_id", "done_on", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_farm_machinery__serviced_village_id_service_id_done_on"),
            ["village_id", "service_id", "done_on"],
            unique=False,
        )


def _drop_old_table() -> None:
    with op.batch_alter_table("farm_machinery__service", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_farm_machinery__service_village_id_closed_at_due_on"))
        batch_op.drop_index(batch_op.f("ix_farm_machinery__service_village_id_machine_id"))
        batch_op.drop_index(batch_op.f("ix_farm_machinery__service_village_id_opened_at_id"))

    op.drop_table("farm_machinery__service")


def _make_old_table() -> None:
    op.create_table(
        "farm_machinery__service",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("machine_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("what", sa.String(length=200), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(length=10), nullable=False),
        sa.Column("result", sa.String(length=200), nullable=False),
        sa.Column("cost", sa.Numeric(precision=10, scale=2), nullable=True),
        sa.CheckConstraint(
            "(closed_at IS NULL) = (outcome = '')", name=op.f("ck_farm_machinery__service_closed")
        ),
        sa.CheckConstraint(
            "kind = 'repair' OR due_on IS NOT NULL", name=op.f("ck_farm_machinery__service_due")
        ),
        sa.CheckConstraint("kind IN ('service', 'repair')", name=op.f("ck_farm_machinery__service_kind")),
        sa.ForeignKeyConstraint(
            ["village_id", "machine_id"],
            ["farm_machinery__machine.village_id", "farm_machinery__machine.id"],
            name=op.f("fk_farm_machinery__service_village_id_machine_id"),
        ),
        sa.ForeignKeyConstraint(
            ["village_id"], ["village.id"], name=op.f("fk_farm_machinery__service_village_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_farm_machinery__service")),
        sa.UniqueConstraint("village_id", "id", name=op.f("uq_farm_machinery__service_village_id_id")),
    )
    with op.batch_alter_table("farm_machinery__service", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_farm_machinery__service_village_id_opened_at_id"),
            ["village_id", "opened_at", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_farm_machinery__service_village_id_machine_id"),
            ["village_id", "machine_id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_farm_machinery__service_village_id_closed_at_due_on"),
            ["village_id", "closed_at", "due_on"],
            unique=False,
        )


def _drop_tables() -> None:
    with op.batch_alter_table("farm_machinery__serviced", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_farm_machinery__serviced_village_id_service_id_done_on"))
        batch_op.drop_index(batch_op.f("ix_farm_machinery__serviced_village_id_done_on_id"))

    op.drop_table("farm_machinery__serviced")
    with op.batch_alter_table("farm_machinery__service", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_farm_machinery__service_village_id_machine_id"))

    op.drop_table("farm_machinery__service")
    with op.batch_alter_table("farm_machinery__outage", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_farm_machinery__outage_open",
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_farm_machinery__outage_village_id_ended_at"))
        batch_op.drop_index(batch_op.f("ix_farm_machinery__outage_village_id_began_at_id"))

    op.drop_table("farm_machinery__outage")
    with op.batch_alter_table("farm_machinery__fault", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_farm_machinery__fault_village_id_state_reported_at_id"))
        batch_op.drop_index(batch_op.f("ix_farm_machinery__fault_village_id_settled_at"))
        batch_op.drop_index(batch_op.f("ix_farm_machinery__fault_village_id_reported_at_id"))
        batch_op.drop_index(batch_op.f("ix_farm_machinery__fault_village_id_machine_id_state"))

    op.drop_table("farm_machinery__fault")
