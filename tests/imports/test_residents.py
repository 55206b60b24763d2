"""The list of residents: checked, taken in whole or not at all, undone as a whole."""

from __future__ import annotations

import io
import json
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError

from hub.audit.models import AuditEntry
from hub.centre.situation import in_village
from hub.imports import batches, beside, progress, taking, undoing
from hub.imports.models import ImportBatch, ImportMade, ImportRow
from hub.kernel.clock import now
from hub.kernel.database import db
from hub.kernel.here import here
from hub.kernel.refusals import Refused
from hub.people.models import Resident, ResidentKey
from hub.people.search import find_residents, is_kept
from hub.people.services import create_resident
from hub.visits.services import record
from tests.harness.people import signed_in

pytestmark = pytest.mark.state("imports_place")
GOOD = "姓名,电话,村民小组,同意登记日期\n王小明,19900001111,三组,2026年11月25日\n艾力.买买提,,一组,\n"


def many(number: int) -> str:
    return "姓名,电话\n" + "".join(
        f"张{chr(0x4E00 + n % 500)}{chr(0x5000 + n)},1990{n:07d}\n" for n in range(number)
    )


def count(model=Resident) -> int:
    """How many there are, of residents those who can be seen."""
    seen = (is_kept(),) if model is Resident else ()
    return db.session.scalar(select(func.count(model.id)).where(*seen))


def made() -> int:
    """How many residents there are, those included whom nobody sees."""
    return db.session.scalar(select(func.count(Resident.id)))


class Lost(BaseException):
    """The process is gone."""


def lost(*_given):
    raise Lost


def state_of(batch_id: int) -> str:
    db.session.expire_all()
    return db.session.get_one(ImportBatch, batch_id).state


class TestTakingIn:
    def test_it_works(self, app, village, read):
        number = read("residents", GOOD)
        with in_village(app, village):
            taking.decide(number)
        with in_village(app, village):
            ming = db.session.scalars(select(Resident).where(Resident.name == "王小明")).one()
            assert (ming.phone, ming.group, ming.consent_on.isoformat()) == (
                "19900001111",
                "三组",
                "2026-11-25",
            )
            assert [found.name for found in find_residents("alm")] == ["艾力·买买提"]
            assert (state_of(number), count(ImportRow), count(ImportMade)) == ("done", 0, 2)

    def test_who_is_known_is_left_out_and_said(self, app, village, read):
        with in_village(app, village):
            create_resident("王小明", "19900001111")
        number = read("residents", GOOD)
        with in_village(app, village):
            batch = db.session.get_one(ImportBatch, number)
            assert (batch.good, batch.known, batch.bad) == (1, 1, 0)
            assert batches.findings(batch)[1] == ["1 行系统里已经有了，不用导入：第 2 行。"]

    def test_what_is_wrong_is_named(self, app, village, read):
        number = read("residents", "姓名,电话\n王2,\n李芳,123\n李芳,19900002222\n李芳,19900002222\n,1\n")
        with in_village(app, village):
            problems, _notes = batches.findings(db.session.get_one(ImportBatch, number))
            assert [(one.row, one.column) for one in problems] == [
                (2, "A"),
                (3, "B"),
                (5, "A"),
                (6, "A"),
                (6, "B"),
            ]

    def test_the_same_person_with_and_without_a_phone(self, app, village, read):
        """One list says nothing else of them than two lists would, one after the other."""
        rows = "王芳,19900002222\n王芳,\n李芳,\n李芳,19900003333\n张芳,19900004444\n张芳,19900005555\n"
        number = read("residents", f"姓名,电话\n{rows}")
        with in_village(app, village):
            problems, _notes = batches.findings(db.session.get_one(ImportBatch, number))
            assert [(one.row, one.sentence[:6]) for one in problems] == [
                (3, "上面有同名的"),
                (5, "上面有同名的"),
            ]

    def test_nobody_agrees_tomorrow(self, app, village, read):
        with in_village(app, village):
            tomorrow = (here.today + timedelta(days=1)).isoformat()
        number = read("residents", f"姓名,同意登记日期\n王芳,{tomorrow}\n")
        with in_village(app, village):
            problems, _notes = batches.findings(db.session.get_one(ImportBatch, number))
            assert [(one.column, one.sentence) for one in problems] == [("B", "同意的日子不能在将来。")]

    @pytest.mark.parametrize("said", ["无", "没有", "/", "—", "'"])
    def test_a_cell_may_say_that_there_is_no_phone(self, app, village, read, said):
        number = read("residents", f"姓名,电话\n王芳,{said}\n")
        with in_village(app, village):
            batch = db.session.get_one(ImportBatch, number)
            assert (batch.good, batch.bad) == ((1, 0) if said != "'" else (0, 1))

    def test_two_phones_in_a_cell(self, app, village, read):
        number = read("residents", "姓名,电话\n王芳,19900002222/0991-1234567\n")
        with in_village(app, village):
            problems, _notes = batches.findings(db.session.get_one(ImportBatch, number))
            assert [one.sentence for one in problems] == ["这一格里有两个号码，请只留一个。"]

    def test_in_many_parts_as_in_one(self, app, village, read):
        number = read("residents", many(1203), alone=True)
        with in_village(app, village):
            taking.decide(number)
        with in_village(app, village):
            assert (count(), state_of(number)) == (0, "taking")
        beside.work_on(app, village, number)
        with in_village(app, village):
            assert (count(), state_of(number), count(ImportMade)) == (1203, "done", 1203)

    def test_the_audit_says_it_once_and_names_nobody(self, app, village, read):
        number = read("residents", GOOD)
        with in_village(app, village):
            taking.decide(number)
        with in_village(app, village):
            entries = db.session.scalars(select(AuditEntry), execution_options={"hub_trusted": True}).all()
            mine = [entry for entry in entries if entry.action.startswith("import")]
            assert [(entry.action, entry.changes["rows"]) for entry in mine] == [("import", [None, 2])]
            assert "王小明" not in str([entry.changes for entry in entries])

    def test_it_is_taken_in_once(self, app, village, read):
        number = read("residents", GOOD)
        with in_village(app, village):
            taking.decide(number)
        with in_village(app, village), pytest.raises(Refused, match="已经办过"):
            taking.decide(number)


class TestAllOrNone:
    @pytest.fixture
    def broken_off(self, app, village, read, monkeypatch):
        """An import whose worker was lost after two parts."""
        number = read("residents", many(1203), alone=True)
        with in_village(app, village):
            taking.decide(number)
        with monkeypatch.context() as patched:
            patched.setattr(taking, "_whole", lost)
            patched.setattr(taking, "take_back", lambda *_given, **_more: None)
            with pytest.raises(Lost):
                beside.work_on(app, village, number)
        with in_village(app, village):
            assert (made(), db.session.get_one(ImportBatch, number).at) == (1203, 1203)
        return number

    def test_nobody_sees_a_part_of_it(self, app, village, broken_off):
        from hub.people.services import residents_alike
        from hub.visits.services import record

        with in_village(app, village):
            assert (count(), state_of(broken_off)) == (0, "taking")
            first = db.session.scalars(select(Resident)).first()
            assert (first.is_kept, find_residents(first.name), residents_alike(first.name, "")) == (
                False,
                [],
                [],
            )
            with pytest.raises(Refused, match="没有找到这位居民"):
                record(here.room("service_hall"), 1, resident_id=first.id)

    def test_what_was_left_is_taken_back_and_can_be_begun_again(self, app, village, secretary, broken_off):
        assert beside.finish_left(app) == 0  # somebody may still be at it
        with time_machine.travel(now() + timedelta(minutes=1), tick=True):
            assert beside.finish_left(app) == 1
        with in_village(app, village):
            assert (made(), count(ResidentKey), count(ImportMade), count(ImportRow)) == (0, 0, 0, 1203)
            assert state_of(broken_off) == "checked"
        assert "一行也没有导入。可以再导入一次" in secretary.get(f"/imports/{broken_off}").text
        assert "正在导入" in secretary.post(f"/imports/{broken_off}/take", follow_redirects=True).text
        wait()
        with in_village(app, village):
            assert (count(), state_of(broken_off), count(ImportRow)) == (1203, "done", 0)

    def test_only_one_of_two_who_notice_goes_on(self, app, village, broken_off):
        with in_village(app, village):
            batch = db.session.get_one(ImportBatch, broken_off)
            db.session.expunge(batch)
            assert batches.claim(batch)
            assert not batches.claim(batch)

    def test_who_was_silent_for_too_long_leaves_it_to_others(self, app, village, read, monkeypatch):
        """Its part is taken back by somebody else while it sleeps; it must not show the rest as the whole."""
        number = read("residents", many(1203), alone=True)
        with in_village(app, village):
            taking.decide(number)
        take_part, parts = taking._take_part, []

        def slow(batch, sheet, part):
            take_part(batch, sheet, part)
            parts.append(len(part.rows))
            batch.beat_at += timedelta(seconds=1) if len(parts) == 2 else timedelta()

        breathe = progress.breathe

        def claimed():
            breathe()
            if len(parts) == 1:
                batch = db.session.get_one(ImportBatch, number)
                batch.beat_at += timedelta(minutes=1)
                db.session.commit()

        monkeypatch.setattr(taking, "_take_part", slow)
        monkeypatch.setattr(progress, "breathe", claimed)
        beside.work_on(app, village, number)
        with in_village(app, village):
            assert (parts, count(), made(), state_of(number)) == ([500], 0, 500, "taking")

    def test_who_looks_at_the_page_has_it_taken_back(self, app, village, secretary, broken_off):
        with time_machine.travel(now() + timedelta(minutes=1), tick=True):
            assert "<progress" in secretary.get(f"/imports/{broken_off}").text
            wait()
        with in_village(app, village):
            assert (made(), state_of(broken_off)) == (0, "checked")

    @pytest.mark.parametrize("way", ["parts", "once"])
    def test_what_a_rule_refuses_on_the_way_refuses_all_of_it(self, app, village, read, monkeypatch, way):
        from dataclasses import replace

        from hub.people.sheet import SHEET

        calls = []

        def refuse(rows):
            calls.append(len(rows))
            if len(calls) == 3:
                raise Refused("刚才有人用了")
            return SHEET.take(rows)

        number = read("residents", many(1203), alone=True)
        with in_village(app, village):
            taking.decide(number)
        reveal = SHEET.reveal if way == "parts" else None
        monkeypatch.setattr(batches, "sheet_for", lambda _batch: replace(SHEET, take=refuse, reveal=reveal))
        beside.work_on(app, village, number)
        with in_village(app, village):
            assert (calls, made(), count(ResidentKey), count(ImportRow)) == ([500, 500, 203], 0, 0, 0)
            assert state_of(number) == "failed"
            assert db.session.get_one(ImportBatch, number).reason == "刚才有人用了"

    def test_what_the_database_cannot_do_now_can_be_begun_again(self, app, village, read, monkeypatch):
        number = read("residents", many(1203), alone=True)
        with in_village(app, village):
            taking.decide(number)

        def full(*_given):
            raise OperationalError("INSERT", {}, Exception("disk full"))

        with in_village(app, village):  # one of them comes to the hub meanwhile
            create_resident(f"张{chr(0x4E00)}{chr(0x5000)}", "19900000000")
        with monkeypatch.context() as patched:
            patched.setattr(taking, "_whole", full)
            beside.work_on(app, village, number)
        with in_village(app, village):
            batch = db.session.get_one(ImportBatch, number)
            assert (made(), count(ImportRow), batch.state, batch.good, batch.known) == (
                1,
                1203,
                "checked",
                1203,
                0,
            )
            taking.decide(number)
        beside.work_on(app, village, number)
        with in_village(app, village):
            batch = db.session.get_one(ImportBatch, number)
            assert (made(), count(ImportRow), batch.state, batch.good, batch.known) == (
                1203,
                0,
                "done",
                1202,
                1,
            )

    def test_a_file_whose_reader_is_lost_is_given_up(self, app, village):
        with in_village(app, village):
            number = batches.begin("residents", "名单.csv").id
        with time_machine.travel(now() + timedelta(minutes=1), tick=True):
            beside.finish_left(app)
        with in_village(app, village):
            assert (state_of(number), "重新上传" in db.session.get_one(ImportBatch, number).reason) == (
                "failed",
                True,
            )


class TestUndoing:
    def test_it_works(self, app, village, read):
        number = read("residents", GOOD)
        with in_village(app, village):
            taking.decide(number)
        with in_village(app, village):
            undoing.undo(number)
        with in_village(app, village):
            assert (count(), count(ResidentKey), count(ImportMade), state_of(number)) == (0, 0, 0, "undone")

    def test_in_many_parts(self, app, village, read):
        number = read("residents", many(1203), alone=True)
        with in_village(app, village):
            taking.decide(number)
        beside.work_on(app, village, number)
        with in_village(app, village):
            undoing.undo(number)
        beside.work_on(app, village, number)
        with in_village(app, village):
            assert (count(), count(ImportMade), state_of(number)) == (0, 0, "undone")

    @pytest.mark.parametrize("rows", [2, 700])
    def test_not_once_somebody_came(self, app, village, read, rows):
        number = read("residents", many(rows), alone=True)
        with in_village(app, village):
            taking.decide(number)
        beside.work_on(app, village, number)
        with in_village(app, village):
            someone = db.session.scalars(select(Resident).order_by(Resident.id)).first()
            record(here.room("service_hall"), 1, resident_id=someone.id)
        with in_village(app, village), pytest.raises(Refused, match="有 1 条导入以后已经用过"):
            undoing.undo(number)
        with in_village(app, village):
            assert (count(), state_of(number)) == (rows, "done")

    def test_nobody_sees_what_is_still_being_removed(self, app, village, read):
        number = read("residents", many(1203), alone=True)
        with in_village(app, village):
            taking.decide(number)
        beside.work_on(app, village, number)
        with in_village(app, village):
            undoing.undo(number)
        with in_village(app, village):
            assert (count(), made(), state_of(number)) == (0, 1203, "undoing")
        with time_machine.travel(now() + timedelta(minutes=1), tick=True):
            assert beside.finish_left(app) == 1  # whoever was at it is gone
        with in_village(app, village):
            assert (made(), count(ImportMade), state_of(number)) == (0, 0, "undone")

    def test_not_after_thirty_days(self, app, village, read):
        number = read("residents", GOOD)
        with in_village(app, village):
            taking.decide(number)
        with time_machine.travel(now() + timedelta(days=31), tick=True), in_village(app, village):
            assert batches.forget_old() == 1
            with pytest.raises(Refused, match="30 天"):
                undoing.undo(number)


class TestWhatIsKeptOfPeople:
    def test_a_list_nobody_decided_about_is_gone_after_a_day(self, app, village, read):
        number = read("residents", GOOD)
        with time_machine.travel(now() + timedelta(hours=25), tick=True), in_village(app, village):
            assert batches.drop_undecided() == 1
        with in_village(app, village):
            assert (state_of(number), count(ImportRow)) == ("dropped", 0)

    def test_who_is_erased_is_not_taken_in_afterwards(self, app, village, read, secretary):
        with in_village(app, village):
            someone = create_resident("王小明", "19900009999").id
        number = read("residents", GOOD)
        assert "待导入的名单" in secretary.get(f"/privacy/residents/{someone}/").text
        secretary.post(f"/privacy/residents/{someone}/erase", data={"confirmed": "1"})
        with in_village(app, village):
            rows = [json.loads(row.content)["name"] for row in db.session.scalars(select(ImportRow))]
            assert rows == ["艾力·买买提"]
            taking.decide(number)
        with in_village(app, village):
            assert db.session.scalars(select(Resident.name).where(Resident.name != "")).all() == [
                "艾力·买买提"
            ]

    def test_values_of_a_column_with_id_numbers_further_down_are_taken_out_again(self, app, village, read):
        number = read("residents", "姓名,电话,村民小组\n王小明,19900001111,甲\n李芳,,11010519491231002X\n")
        with in_village(app, village):
            assert [json.loads(row.content)["group"] for row in db.session.scalars(select(ImportRow))] == [
                "",
                "",
            ]
            assert "身份证号" in batches.findings(db.session.get_one(ImportBatch, number))[1][0]


class TestThePages:
    def upload(self, client, content: bytes, name="名单.csv", sheet="residents"):
        return client.post(f"/imports/new/{sheet}", data={"file": (io.BytesIO(content), name)})

    def test_upload_preview_take_in_undo(self, app, village, secretary):
        assert "/imports/new/residents" in secretary.get("/residents/").text
        looked_at = self.upload(secretary, GOOD.encode("gb18030")).location
        page = secretary.get(looked_at).text
        assert "2 行可以导入" in page
        assert "王小明" in page
        assert "名单待导入" in secretary.get("/").text
        assert "已导入 2 行" in secretary.post(f"{looked_at}/take", follow_redirects=True).text
        assert "确定" in secretary.post(f"{looked_at}/undo").text
        undone = secretary.post(f"{looked_at}/undo", data={"confirmed": "1"}, follow_redirects=True)
        assert "已撤销导入" in undone.text
        assert "已撤销" in secretary.get("/imports/").text

    def test_none_of_it(self, app, village, secretary):
        looked_at = self.upload(secretary, GOOD.encode()).location
        assert "一行也没有导入" in secretary.post(f"{looked_at}/drop", follow_redirects=True).text
        with in_village(app, village):
            assert (count(), count(ImportRow)) == (0, 0)

    def test_a_file_that_cannot_be_read_is_said(self, secretary):
        assert "坏了或不完整" in secretary.get(self.upload(secretary, b"PK\x03\x04", "a.xlsx").location).text
        assert "请选择一个文件" in secretary.post("/imports/new/residents").text

    def test_a_long_file_is_read_beside_the_page(self, app, village, secretary, settings, monkeypatch):
        monkeypatch.setattr("hub.imports.views.SHORT", 10)
        looked_at = self.upload(secretary, many(1203).encode()).location
        wait()
        assert "1203 行" in secretary.get(looked_at).text
        assert "正在导入" in secretary.post(f"{looked_at}/take", follow_redirects=True).text
        wait()
        with in_village(app, village):
            assert count() == 1203
            entries = db.session.scalars(select(AuditEntry), execution_options={"hub_trusted": True}).all()
            assert [entry.user_id is not None for entry in entries if entry.action == "import"] == [True]
        assert list(settings.uploads.iterdir()) == []
        secretary.post(f"{looked_at}/undo", data={"confirmed": "1"})
        wait()
        with in_village(app, village):
            assert count() == 0

    @pytest.mark.parametrize("way", ["", "/take", "/drop", "/undo"])
    def test_another_villages_list_is_not_there(self, app, secretary, way):
        looked_at = self.upload(secretary, GOOD.encode()).location
        stranger = signed_in(app, 2)
        answer = stranger.post(looked_at + way) if way else stranger.get(looked_at)
        assert answer.status_code == 404

    def test_a_reader_of_figures_imports_nothing(self, app, village, secretary):
        looked_at = self.upload(secretary, GOOD.encode()).location
        reader = signed_in(app, village, "reader")
        for path in ("/imports/", "/imports/new/residents", "/imports/template/residents", looked_at):
            assert reader.get(path).status_code == 403
        assert reader.post(f"{looked_at}/take").status_code == 403

    def test_a_keeper_sees_the_lists_of_their_own_rooms(self, app, village):
        keeper = signed_in(app, village, "keeper", rooms=["tool_station"])
        page = keeper.get("/imports/").text
        assert "工具清单" in page
        assert "商品清单" not in page
        assert keeper.get("/imports/new/points_shop.goods").status_code == 403
        assert signed_in(app, 2).get("/imports/new/points_shop.goods").status_code == 404

    @pytest.mark.parametrize(
        "path",
        ["/imports/new/x.y", "/imports/new/%00", "/imports/999999999", "/imports/template/.", "/imports/0"],
    )
    def test_addresses_of_nothing(self, secretary, path):
        assert secretary.get(path).status_code == 404


def wait() -> None:
    """Until nobody works beside the pages."""
    import threading

    for thread in threading.enumerate():
        if thread.name == "import":
            thread.join(60)
