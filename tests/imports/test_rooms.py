"""The sheets that rooms declare: what is in them becomes records, and goes again."""

from __future__ import annotations

import contextlib
import io
from decimal import Decimal

import openpyxl
import pytest
from sqlalchemy import func, select

from hub.centre.situation import in_village
from hub.imports import batches, beside, taking, undoing
from hub.imports.models import ImportBatch
from hub.imports.pointing import model_of
from hub.kernel.database import db
from hub.kernel.refusals import Refused
from hub.kernel.tenancy import TenancyError
from hub.people.models import Resident
from hub.sheets.columns import places_of
from hub.sheets.declared import all_sheets
from tests.imports.test_residents import many, wait

pytestmark = pytest.mark.state("imports_place")
SHEETS = {
    "tool_station.tools": (
        "编号,名称,类别,部件,护具,安全提示\nt-01,扳手,,,,\nT-02,电钻,电动,\"钻头盒，钥匙\",护目镜,先拔电源\nT-03,切割机,C,,,\nT-01,又一把,,,,\n",
        "tool_station__tool", {"kind": "电钻", "grade": "B", "parts": "钻头盒、钥匙"}, {"number": "T-02"}, [4, 5],
    ),
    "farm_machinery.machines": (
        "编号,名称,一天（元）,一天（分）,要看驾驶证,哪天起出租\nn-1,深耕机,￥80,40,是,2026年3月1日\nN-2,打药机,免费,,,\n",
        "farm_machinery__machine", {"day_rate": Decimal(80), "licence": True, "kind": "深耕机"}, {"number": "N-1"}, [3],
    ),
    "points_shop.goods": (
        "商品名称,单位,所需积分,数量\n洗衣粉,袋,20,30\n牙膏,支,0,5\n牙刷,支,5,\n",
        "points_shop__goods", {"stock": 30, "unit": "袋", "on_sale": True}, {"name": "洗衣粉"}, [3],
    ),
    "party_history_hall.exhibits": (
        "展品编号,展品名称,展位,是否展出\nZ-1,老式纺车,一号展柜,是\nZ-2,展板,东墙,也许\nZ-1,又一件,,\nZ-3,锄头,,否\n",
        "party_history_hall__exhibit", {"place": "一号展柜", "offered": True, "condition": "good"},
        {"name": "老式纺车"}, [3, 4],
    ),
    "service_hall.items": (
        "事项名称,分类,申请材料,承诺时限\n医保登记,社保,户口簿原件；申请表,5\n老年证,民政,照片,300\n",
        "service_hall__item", {"category": "social", "materials": "户口簿原件\n申请表"}, {"name": "医保登记"}, [3],
    ),
}  # fmt: skip


@pytest.mark.parametrize("sheet", SHEETS)
def test_a_list_is_taken_in_and_undone(app, village, read, sheet):
    content, table, expected, which, wrong = SHEETS[sheet]
    number = read(sheet, content)
    with in_village(app, village):
        batch = db.session.get_one(ImportBatch, number)
        problems, _notes = batches.findings(batch)
        assert sorted({problem.row for problem in problems}) == wrong
        taking.decide(number)
        good = batch.good
    with in_village(app, village):
        model = model_of(table)
        row = db.session.query(model).filter_by(**which).one()
        assert {name: getattr(row, name) for name in expected} == expected
        assert db.session.scalar(select(func.count(model.id))) == good
    again = read(sheet, content)
    with in_village(app, village):
        assert db.session.get_one(ImportBatch, again).known == good
        undoing.undo(number)
    with in_village(app, village):
        assert db.session.scalar(select(func.count(model_of(table).id))) == 0


def test_every_sheet_reads_its_own_template(app, village):
    """Each heading stands over its own column, and what a template gives as an example would be taken in."""
    with in_village(app, village):
        declared = list(all_sheets())
        for _room, sheet in declared:
            titles = [f"{one.title}*" if one.required else str(one.title) for one in sheet.columns]
            assert list(places_of(sheet.columns, titles).values()) == list(sheet.columns), sheet.key
            for column in sheet.columns:
                if column.example:
                    assert column.parse(column.example) is not None
    assert len(declared) >= 8


def test_a_template_comes_back_with_all_of_its_columns(app, village, read, secretary):
    book = openpyxl.load_workbook(io.BytesIO(secretary.get("/imports/template/farm_machinery.machines").data))
    page = book.worksheets[0]
    given = dict.fromkeys([str(cell.value) for cell in page[1]], None) | {
        "编号*": "N-7", "名称*": "深耕机", "一天（元）*": "80", "一天（分）": "40",
    }  # fmt: skip
    page.append(list(given.values()))
    file = io.BytesIO()
    book.save(file)
    number = read("farm_machinery.machines", file.getvalue(), "农机.xlsx")
    with in_village(app, village):
        assert batches.findings(db.session.get_one(ImportBatch, number)) == ([], [])
        (row,) = batches.waiting_rows(number)
        assert (row.values["day_rate"], row.values["points_rate"]) == ("80.00", 40)


def test_goods_that_were_moved_since_stay(app, village, read):
    from plugins.points_shop.models import Goods
    from plugins.points_shop.stock import shelf

    number = read("points_shop.goods", SHEETS["points_shop.goods"][0])
    with in_village(app, village):
        taking.decide(number)
    with in_village(app, village):
        shelf.receive(db.session.scalars(select(Goods.id)).first(), 3)
    with in_village(app, village), pytest.raises(Refused, match="有 1 条导入以后已经用过"):
        undoing.undo(number)


@pytest.mark.parametrize("more", [0, 1, 600])
def test_a_tool_somebody_else_numbered_so_meanwhile_is_left_out(app, village, read, secretary, more):
    from plugins.tool_station.models import Tool

    rows = "".join(f"T-1{n:03d},扳手\n" for n in range(more))
    number = read("tool_station.tools", f"编号,名称\nT-01,扳手\n{rows}")
    with in_village(app, village):
        db.session.add(Tool(number="T-01", name="锤子", kind="锤子"))
    said = secretary.post(f"/imports/{number}/take", follow_redirects=True).text
    wait()
    with in_village(app, village):
        batch = db.session.get_one(ImportBatch, number)
        told = (batch.state, batch.good, batch.known)
        assert told == (("done", more, 1) if more else ("checked", 1, 0))
        names = db.session.scalars(select(Tool.name).order_by(Tool.id)).all()
        assert names == ["锤子"] + ["扳手"] * more
    assert more or "系统里都已经有了" in said


@pytest.mark.parametrize("rows", [3, 700])
def test_the_same_list_sent_twice_comes_once(app, village, read, rows):
    """Two at once, each looked at before the other was taken in."""
    first, second = (read("residents", many(rows), alone=True) for _time in range(2))
    with in_village(app, village):
        taking.decide(first)
    with in_village(app, village):
        if db.session.get_one(ImportBatch, first).state == "taking":
            with pytest.raises(Refused, match="正在导入一份"):
                taking.decide(second)
    beside.work_on(app, village, first)
    with contextlib.suppress(Refused), in_village(app, village):
        taking.decide(second)
    beside.work_on(app, village, second)
    with in_village(app, village):
        told = db.session.execute(
            select(ImportBatch.state, ImportBatch.good, ImportBatch.known).order_by(ImportBatch.id)
        ).all()
        assert told[0] == ("done", rows, 0)
        assert told[1] == (("checked", 3, 0) if rows == 3 else ("failed", rows, 0))
        assert db.session.scalar(select(func.count(Resident.id))) == rows


def test_a_room_that_was_switched_off_meanwhile_gets_nothing(app, village, read, secretary):
    number = read("tool_station.tools", "编号,名称\nT-01,扳手\n")
    secretary.post("/settings/rooms/tool_station/off", data={"confirmed": "1"})
    assert secretary.post(f"/imports/{number}/take").status_code == 404


def test_records_are_made_so_in_imports_only(app, village):
    """Below the session they would stand in no audit."""
    from hub.room import make_records
    from plugins.tool_station.models import Tool

    with in_village(app, village), pytest.raises(TenancyError, match="in imports only"):
        make_records(Tool, [{"number": "T-1", "name": "扳手", "kind": "扳手"}])
