"""The template of the Word file: a village's own is used, a bad one is refused in words and the old one stays."""

from __future__ import annotations

import io
import zipfile
from functools import cache

import pytest
import time_machine
from docx import Document
from sqlalchemy import select

from hub.kernel.database import db
from hub.kernel.here import here
from hub.kernel.refusals import Refused
from hub.papers import check_template, fill
from hub.reports.models import ReportTemplate
from hub.reports.paper import default_template
from tests.visits.place import NOW, acting, client_of

pytestmark = pytest.mark.state("visit_place")
SAMPLE = {"村名": "石桥村", "指标": [{"名称": "大门常开", "明细": [{"项目": "a", "内容": "b"}]}]}


@pytest.fixture(autouse=True)
def at_ten():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def secretary(app):
    return client_of(app, "secretary")


def a_paper(*texts: str, subject: str = "") -> bytes:
    paper = Document()
    paper.core_properties.subject = subject
    for text in texts:
        paper.add_paragraph(text)
    made = io.BytesIO()
    paper.save(made)
    return made.getvalue()


def with_part(content: bytes, name: str, part: bytes | None = None, change=None) -> bytes:
    """The same file with a part added, or changed."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            old_part = old.read(info)
            new.writestr(info.filename, change(old_part) if change and info.filename == name else old_part)
        if part is not None:
            new.writestr(name, part)
    return made.getvalue()


def send(client, content: bytes, name: str = "月报.docx"):
    return client.post(
        "/month/template", data={"file": (io.BytesIO(content), name)}, content_type="multipart/form-data"
    )


def texts(content: bytes) -> str:
    return "\n".join(one.text for one in Document(io.BytesIO(content)).paragraphs)


@cache
def good() -> bytes:
    return a_paper("{{村名}}的月报", "{%p for 行 in 指标 %}", "{{loop.index}} {{行.名称}}", "{%p endfor %}")


BODY = "word/document.xml"
READS = b"<w:p><w:r><w:instrText>INCLU</w:instrText><w:instrText>DETEXT c:/x</w:instrText></w:r></w:p>"
LINK = (
    b'<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"'
    b' Target="https://example.org/x.png" TargetMode="External"/></Relationships>'
)


def replaced(name: str, old: bytes, new: bytes) -> bytes:
    """The good one with something else in one of its parts."""
    return with_part(good(), name, change=lambda part: part.replace(old, new))


# Each is made by the test that wants it, not by every worker that collects them.
BAD = {
    "no Word file": (lambda: b"hello", "不是完好的 Word 文件"),
    "an old one": (lambda: b"\xd0\xcf\x11\xe0" + b"0" * 600, "旧格式"),
    "another packed file": (lambda: with_part(good(), "x", b"")[:400], "不是完好的"),
    "too large a file": (lambda: b"PK" + b"0" * 2_200_000, "超过 2 MB"),
    "a bomb": (lambda: with_part(good(), "word/media/x.bin", b"0" * 40_000_000), "太大"),
    "too long a text": (lambda: a_paper("{{村名}}", "长" * 400_000), "太大"),
    "without a field": (lambda: a_paper("没有数据项"), "一个数据项也没有"),
    "a field that is not there": (lambda: a_paper("{{村书记}}"), "村书记"),
    "a field of a line that is not there": (
        lambda: a_paper("{%p for 行 in 指标 %}", "{{行.排名}}", "{%p endfor %}"), "排名",
    ),
    "too many fields": (lambda: a_paper(*["{{村名}}"] * 401), "太多"),
    "braces that do not close": (lambda: a_paper("{{村名}}", "{% if 村名 %}"), "花括号"),
    "a way out": (lambda: a_paper("{{ 村名.__class__.__mro__ }}"), "花括号"),
    "a way out by a filter": (lambda: a_paper("{{ 村名|attr('__class__') }}"), "花括号"),
    "a call": (lambda: a_paper("{{ 村名.upper() }}"), "花括号"),
    "a long loop": (lambda: a_paper("{%p for x in range(1000000000) %}", "{{x}}", "{%p endfor %}"), "花括号"),
    "a large number": (lambda: a_paper("{{ 9 ** 999999 }}"), "花括号"),
    "a long text": (lambda: a_paper("{{ 村名 * 999999999 }}"), "花括号"),
    "a loop thrice": (
        lambda: a_paper(*["{%p for a in 指标 %}"] * 3, "{{村名}}", *["{%p endfor %}"] * 3), "花括号",
    ),
    "another template": (lambda: a_paper("{{村名}}{% include 'x' %}"), "花括号"),
    "a macro of Jinja": (lambda: a_paper("{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}"), "花括号"),
    "in the properties": (lambda: a_paper("{{村名}}", subject="{{ 村名.__class__ }}"), "花括号"),
    "macros": (
        lambda: replaced(
            "[Content_Types].xml", b"</Types>", b'<Default Extension="bin" ContentType="vbaProject"/></Types>'
        ),
        "宏",
    ),
    "a .docm by another name": (
        lambda: with_part(
            replaced(
                "[Content_Types].xml", b"openxmlformats-officedocument.wordprocessingml.document.main",
                b"ms-word.document.macroEnabled.main",
            ),
            "word/vbaProject.bin", b"\xd0\xcf\x11\xe0",
        ),
        "宏",
    ),
    "an object inside": (
        lambda: replaced("word/_rels/document.xml.rels", b"relationships/styles", b"relationships/oleObject"), "嵌入",
    ),
    "a picture from elsewhere": (
        lambda: replaced("word/_rels/document.xml.rels", b"</Relationships>", LINK), "外部",
    ),
    "a field that reads a file": (lambda: replaced(BODY, b"</w:body>", READS + b"</w:body>"), "读取外部内容的域"),
    "an entity": (
        lambda: replaced(BODY, b"<w:document", b'<!DOCTYPE x [<!ENTITY a "aaaa">]><w:document'), "不是完好的",
    ),
    "broken XML": (lambda: replaced(BODY, b"</w:document>", b""), "不是完好的"),
}  # fmt: skip


class TestChecking:
    def test_a_good_one_is_taken(self):
        check_template(good(), SAMPLE)
        assert "石桥村的月报" in texts(fill(good(), SAMPLE))

    @pytest.mark.parametrize("what", BAD)
    def test_a_bad_one_is_refused_in_words(self, app, what):
        make, words = BAD[what]
        content = make()
        with acting(app), pytest.raises(Refused) as refused:
            check_template(content, SAMPLE)
        assert words in str(refused.value.sentence)

    def test_what_stands_in_a_value_is_text(self, app):
        made = fill(a_paper("{{村名}}"), {"村名": "<w:p>{{ 7*7 }} & 石桥"})
        assert texts(made) == "<w:p>{{ 7*7 }} & 石桥"

    def test_the_hubs_own_passes(self, app):
        with acting(app):
            from hub.reports.templates import _sample

            check_template(default_template(), _sample())


class TestTheVillagesOwn:
    def test_a_centre_is_not_called_by_its_village_twice(self, app, secretary):
        with acting(app):
            here.village.centre_name = "石桥村党群服务中心"
        first = texts(secretary.get("/month/report.docx?month=2025-10", buffered=True).data).split("\n")[0]
        assert first.count("石桥村") == 1
        with acting(app):
            here.village.centre_name = "党群服务中心"
        first = texts(secretary.get("/month/report.docx?month=2025-10", buffered=True).data).split("\n")[0]
        assert first.startswith("石桥村党群服务中心")

    def test_it_is_used_from_then_on_and_can_be_had_back(self, app, secretary):
        assert send(secretary, good()).status_code == 303
        assert "石桥村的月报" in texts(secretary.get("/month/report.docx?month=2025-10", buffered=True).data)
        assert secretary.get("/month/template.docx", buffered=True).data == good()
        assert "月报.docx" in secretary.get("/month/template").text

    def test_a_bad_one_leaves_the_old(self, app, secretary):
        send(secretary, good())
        answer = send(secretary, a_paper("{{村书记}}"))
        assert answer.status_code == 422
        assert "“村书记”不认识" in answer.text
        assert secretary.get("/month/template.docx", buffered=True).data == good()

    def test_one_of_fifty_megabytes_is_refused_before_it_is_read_and_leaves_the_old(self, secretary):
        send(secretary, good())
        answer = secretary.post(
            "/month/template", input_stream=io.BytesIO(b"--x"), environ_overrides={"CONTENT_LENGTH": "50000000"},
            content_type="multipart/form-data; boundary=x",
        )  # fmt: skip
        assert answer.status_code == 413
        assert "太大" in answer.text
        assert secretary.get("/month/template.docx", buffered=True).data == good()

    def test_changed_again_there_is_still_one(self, app, secretary):
        send(secretary, good())
        send(secretary, a_paper("{{村名}}"))
        with acting(app):
            assert len(db.session.scalars(select(ReportTemplate)).all()) == 1

    @pytest.mark.parametrize("name", ["x.doc", "x.docm", "x", "x.docx.exe"])
    def test_only_docx_is_taken(self, secretary, name):
        assert "只收 .docx" in send(secretary, good(), name).text

    def test_without_a_file_it_says_so(self, secretary):
        assert "请选择一个文件" in secretary.post("/month/template", data={}).text

    def test_one_goes_back_to_the_hubs_own(self, app, secretary):
        send(secretary, good())
        secretary.post("/month/template/drop", data={"confirmed": "1"})
        assert "系统自带的模板" in secretary.get("/month/template").text
        secretary.post("/month/template/drop", data={"confirmed": "1"})
        assert "现在用的就是" in secretary.get("/month/template").text

    def test_another_village_has_its_own(self, app, secretary):
        send(secretary, good())
        with acting(app, village_id=2):
            assert db.session.scalars(select(ReportTemplate)).all() == []
