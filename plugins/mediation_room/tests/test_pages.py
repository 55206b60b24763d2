"""The pages: who opens which, that one party's words reach no other paper, and that nobody else sees anybody."""

from __future__ import annotations

import io
import zipfile

import pytest
from docx import Document
from sqlalchemy import select

from hub.audit.models import AuditEntry
from hub.confidential.models import SealedRead
from hub.kernel.database import db
from plugins.mediation_room import papers, settling
from plugins.mediation_room.models import Advice, Case, FollowUp, Meeting, PaperTemplate, Statement
from plugins.mediation_room.official import PAPERS
from plugins.mediation_room.tests.place import (
    FIRST,
    MATTER,
    PHONE,
    PLAIN,
    ROOM,
    SAID,
    SECOND,
    SECRET,
    TERMS,
    WORDS,
    agreed,
    count,
    the_village,
    there,
)
from tests.harness.people import signed_in

pytestmark = [pytest.mark.state("mediation_case"), pytest.mark.usefixtures("clock")]


@pytest.fixture
def keeper(app):
    return signed_in(app, the_village(app), "keeper", rooms=["mediation_room"])


@pytest.fixture
def secretary(app):
    return signed_in(app, the_village(app))


def text_of(content: bytes) -> str:
    """All that can be read in a Word file, its properties too."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return "".join(
            packed.read(name).decode("utf-8", "replace")
            for name in packed.namelist()
            if name.endswith(".xml")
        )


def whole_case(app, form: str = "written") -> tuple[int, list[tuple[str, int]]]:
    """A case with all its forms; its number and where they are."""
    with there(app):
        case = agreed(form)
        settling.perform(case.id)
        settling.follow_up(case.id, case.numbered_on, "home", "done", WORDS)
        return case.id, [(one.paper.code, one.record) for one in papers.ready(case)]


def send(client, code: str, content: bytes, name: str = "模板.docx"):
    return client.post(
        f"{ROOM}/template/{code}",
        data={"file": (io.BytesIO(content), name)},
        content_type="multipart/form-data",
    )


def a_template(*lines: str) -> bytes:
    paper = Document()
    for line in lines:
        paper.add_paragraph(line)
    made = io.BytesIO()
    paper.save(made)
    return made.getvalue()


class TestPapers:
    @pytest.mark.parametrize("form", ["written", "oral"])
    def test_each_is_made_for_print_and_as_word_and_says_nothing_private(self, app, keeper, form):
        id, forms = whole_case(app, form)
        assert [code for code, _record in forms] == [
            "intake",
            "rights",
            "inquiry",
            "meeting",
            form,
            "follow_up",
        ]
        for code, record in forms:
            address = f"{ROOM}/case/{id}/paper/{code}/{record}"
            page, word = keeper.get(address), keeper.get(f"{address}/word")
            assert (page.status_code, word.status_code) == (200, 200), code
            for said in (page.text, text_of(word.data)):
                assert (SECRET in said) == (code == "inquiry"), code
                assert ("{{" in said, "{%" in said) == (False, False), code
                assert "身份证号" in said
                assert "民族" in said
            assert not [word_ for word_ in PLAIN if word_ in word.headers["Content-Disposition"]]
            assert word.headers["Cache-Control"].startswith("no-")

    def test_what_one_said_in_private_is_on_no_paper_with_the_others_name(self, app, keeper):
        id, forms = whole_case(app)
        record = dict(forms)["inquiry"]
        said = text_of(keeper.get(f"{ROOM}/case/{id}/paper/inquiry/{record}/word").data)
        assert SECOND in said  # whose words they are
        for word in (FIRST, MATTER, SAID, TERMS, PHONE):
            assert word not in said

    def test_a_template_cannot_ask_for_it(self, app, keeper):
        """Not even one that was changed: no other form is given it."""
        id, forms = whole_case(app)
        with there(app):
            case = db.session.get_one(Case, id)
            for code, record in forms:
                values = papers.values_of(case, code, record)
                assert values is not None
                assert set(values) == set(PAPERS[code].sample), code
                assert (SECRET in str(values)) == (code == "inquiry")

    def test_those_of_another_case_or_filed_are_not_there(self, app, keeper):
        id, forms = whole_case(app)
        for address in ("inquiry/99", "meeting/0", "intake/5", "oral/0", "nothing/0", "written/1"):
            assert keeper.get(f"{ROOM}/case/{id}/paper/{address}").status_code == 404, address
            assert keeper.get(f"{ROOM}/case/{id}/paper/{address}/word").status_code == 404, address
        keeper.post(f"{ROOM}/case/{id}/archive", data={"confirmed": "1"})
        for code, record in forms:
            assert keeper.get(f"{ROOM}/case/{id}/paper/{code}/{record}").status_code == 404
        page = keeper.get(f"{ROOM}/case/{id}")
        assert "已归档" in page.text
        assert not [word for word in PLAIN if word in page.text]
        with there(app):
            assert count(Statement) + count(Meeting) + count(FollowUp) == 0


class TestTemplates:
    def test_one_that_was_changed_is_used_and_given_back(self, app, keeper):
        id, _forms = whole_case(app)
        for code in PAPERS:
            got = keeper.get(f"{ROOM}/template/{code}/word").data
            assert send(keeper, code, got).status_code == 303, code
        assert send(keeper, "rights", a_template("我们村的告知书 {{编号}}")).status_code == 303
        word = f"{ROOM}/case/{id}/paper/rights/0/word"
        assert "我们村的告知书 1120-01" in text_of(keeper.get(word).data)
        assert "村里的模板" in keeper.get(f"{ROOM}/templates").text
        keeper.post(f"{ROOM}/template/rights/drop", data={"confirmed": "1"})
        assert "人民调解不收任何费用" in text_of(keeper.get(word).data)

    @pytest.mark.parametrize(
        ("lines", "said"),
        [
            (["{{编号}} {{单独意见}}"], "单独意见"),
            (["{{编号}} {{记录}}"], "记录"),
            (["{{ 编号.__class__.__mro__ }}"], "花括号"),
            (["{{编号}} {% for x in range(9) %}x{% endfor %}"], "花括号"),
            (["{{编号}} {% if 编号 %}"], "花括号"),
            (["没有数据项"], "一个数据项也没有"),
        ],
    )
    def test_a_bad_one_is_refused_in_words_and_the_old_one_stays(self, app, keeper, lines, said):
        send(keeper, "rights", a_template("旧的 {{编号}}"))
        answer = send(keeper, "rights", a_template(*lines))
        assert (answer.status_code, said in answer.text) == (422, True)
        with there(app):
            row = db.session.scalars(select(PaperTemplate)).one()
            assert "旧的" in text_of(bytes(row.content))

    @pytest.mark.parametrize(
        ("part", "old", "new", "said"),
        [
            ("[Content_Types].xml", b"</Types>", b'<Default Extension="bin" ContentType="vbaProject"/></Types>', "宏"),
            ("word/_rels/document.xml.rels", b"</Relationships>",
             b'<Relationship Id="r9" Type="x/image" Target="https://a.b/x" TargetMode="External"/></Relationships>',
             "外部"),
            ("word/document.xml", b"<w:document", b'<!DOCTYPE x [<!ENTITY a "a">]><w:document', "不是完好的"),
            ("word/document.xml", b"</w:body>",
             b"<w:p><w:r><w:instrText>INCLUDETEXT c:/x</w:instrText></w:r></w:p></w:body>", "外部内容的域"),
            ("word/bomb.xml", b"", b"0" * 40_000_000, "太大"),
        ],
    )  # fmt: skip
    def test_a_hostile_one_is_refused_in_words(self, app, keeper, part, old, new, said):
        made = io.BytesIO()
        with (
            zipfile.ZipFile(io.BytesIO(a_template("{{编号}}"))) as before,
            zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as after,
        ):
            for name in before.namelist():
                content = before.read(name)
                after.writestr(name, content.replace(old, new) if name == part else content)
            if part not in before.namelist():
                after.writestr(part, new)
        answer = send(keeper, "rights", made.getvalue())
        assert (answer.status_code, said in answer.text) == (422, True)
        with there(app):
            assert count(PaperTemplate) == 0

    def test_no_file_or_none_of_words(self, app, keeper):
        assert "请选择一个文件" in keeper.post(f"{ROOM}/template/rights", data={}).text
        assert "只收 .docx" in send(keeper, "rights", b"x", "a.docm").text
        assert send(keeper, "nothing", b"x").status_code == 404


class TestTheKeeper:
    def test_sees_the_case_on_its_own_page_alone_and_that_is_noted(self, app, keeper):
        id, _forms = whole_case(app)
        for address in ("", "cases/", "index/", "agreements/", f"case/{id}/papers"):
            assert not [word for word in PLAIN if word in keeper.get(f"{ROOM}/{address}").text], address
        page = keeper.get(f"{ROOM}/case/{id}").text
        assert [word for word in (FIRST, SECOND, MATTER, SAID, SECRET, TERMS) if word not in page] == []
        with app.app_context():
            tables = {one.table for one in db.session.scalars(select(SealedRead))}
            assert {f"mediation_room__{one}" for one in ("case", "party", "statement", "meeting")} <= tables

    def test_registers_what_was_seen_early_and_counts_advice(self, app, keeper):
        keeper.post(f"{ROOM}/watch", data={"kind": "water", "seen_on": "2025-11-20", "what": MATTER})
        form = keeper.get(f"{ROOM}/register?hazard=1").text
        assert MATTER in form
        data = {"kind": "water", "source": "found", "first": FIRST, "second": SECOND, "matter": MATTER}
        answer = keeper.post(f"{ROOM}/register?hazard=1", data=data, follow_redirects=True)
        assert "请问另一方" in answer.text
        assert "只留计数" in keeper.get(f"{ROOM}/hazard/1").text
        keeper.post(f"{ROOM}/advice", data={"heads": "2"})
        keeper.post(f"{ROOM}/aid", data={"handed_on": "2025-11-20", "received_by": "窗口某人"})
        assert "窗口某人" in keeper.get(f"{ROOM}/aids/").text
        with there(app):
            assert count(Advice, Advice.heads == 2) == 1

    def test_hostile_values_get_an_answer(self, app, keeper):
        for address in (
            "register?hazard=%00",
            "register?hazard=99999999999",
            "register?hazard=-1",
            "register?kind=x",
        ):
            assert keeper.get(f"{ROOM}/{address}").status_code == 200
        for address in ("case/0", "hazard/0", "case/99", "case/99/agree", "template/x"):
            assert keeper.get(f"{ROOM}/{address}").status_code == 404
        data = {"kind": "water", "source": "asked", "first": "a", "second": "A", "matter": "x" * 2000}
        assert "最多" in keeper.post(f"{ROOM}/register", data=data).text
        assert "同一个名字" in keeper.post(f"{ROOM}/register", data=data | {"matter": "x"}).text
        number = data | {"second": "b", "matter": "证件 65312520000101123X"}
        assert "不记身份证号" in keeper.post(f"{ROOM}/register", data=number).text


class TestNobodyElse:
    def test_the_secretary_sees_totals_and_small_ones_not_even(self, app, secretary, keeper):
        id, forms = whole_case(app)
        for address in ("cases/", f"case/{id}", f"case/{id}/papers", "register", "templates",
                        f"case/{id}/paper/{forms[0][0]}/0", "hazards/"):  # fmt: skip
            assert secretary.get(f"{ROOM}/{address}").status_code == 403, address
        assert (
            "&lt;5" in secretary.get("/month?month=2025-11").text + secretary.get(f"{ROOM}/?tab=month").text
        )
        for page in (
            "/",
            f"/search?q={FIRST[:2]}",
            f"{ROOM}/",
            "/visits/",
            "/audit/",
            "/privacy/",
            "/confidential/",
        ):
            assert not [word for word in PLAIN if word in secretary.get(page).text], page
        assert "1120-01" not in secretary.get("/").text
        assert FIRST not in keeper.get(f"/search?q={FIRST[:2]}").text

    def test_the_audit_says_nothing(self, app):
        whole_case(app)
        with app.app_context():
            changes = str([one.changes for one in db.session.scalars(select(AuditEntry))])
        assert not [word for word in PLAIN if word in changes]

    def test_no_list_is_exported(self, app, keeper):
        for slug in ("cases", "index", "agreements", "hazards", "advices", "aids", "volunteers"):
            assert keeper.get(f"{ROOM}/{slug}/").status_code == 200
            assert keeper.get(f"{ROOM}/{slug}/export/csv/").status_code == 403
