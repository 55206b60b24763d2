"""The month as a Word file: what its template may name, and the hub's own template."""

from __future__ import annotations

import io
from typing import Any

from sqlalchemy import select

from hub.i18n import _
from hub.kernel.database import db
from hub.kernel.here import here
from hub.papers import fill
from hub.reports.models import ReportTemplate
from hub.reports.shown import ShownMonth
from hub.text import month_day


def values_of(shown: ShownMonth) -> dict[str, Any]:
    """The fields of a template, under the names that stand in it."""
    village = here.village
    return {
        "村名": village.name,
        "乡镇": village.town,
        "中心名称": village.centre_name,
        "中心全称": _whole_name(),
        "月份": shown.title,
        "制表日期": _("%(year)s年%(day)s", year=here.today.year, day=month_day(here.today.month, here.today.day)),
        "状态": shown.state,
        "总人次": sum(shown.days.values()),
        "指标": [
            {
                "名称": line.label, "数值": f"{line.figure} {line.unit}".strip(), "分子": line.part,
                "分母": line.whole, "算法": line.formula, "说明": line.weakness,
                "明细": [{"项目": item.label, "内容": item.text} for item in line.items[3:]],
                "变动": [_changed(change) for change in shown.changes_of(line.code)],
            }
            for line in shown.lines
        ],
        "功能室": [
            {
                "名称": room.name, "人次": room.heads, "次数": room.visits, "天数": room.used, "补录": room.late,
                "数字": [{"项目": row.label, "内容": f"{row.number} {row.unit}".strip()} for row in room.rows],
                "变动": [_changed(change) for change in room.changes],
            }
            for room in shown.rooms
        ],
        "每天": [
            {"日期": month_day(day.month, day.day), "人次": heads} for day, heads in sorted(shown.days.items())
        ],
    }  # fmt: skip


def _whole_name() -> str:
    """上户村党群服务中心; a centre that has its village's name in its own is not called by it twice."""
    village, centre = here.village.name, here.village.centre_name
    return centre if village in centre else f"{village}{centre}"


def _changed(change: Any) -> dict[str, str]:
    return {"项目": change.label, "锁定时": change.before, "现在": change.after}


def names() -> list[tuple[str, str, str]]:
    """The fields, what they are, and the fields within each; for whoever changes a template. They are Chinese in every
    language, for they stand in the village's own paper."""
    return [
        ("村名 乡镇 中心名称 中心全称", _("村、乡镇和中心的名称；全称前面带村名"), ""),
        ("月份 制表日期 状态", _("几月的月报、哪天制表、锁定了没有"), ""),
        ("总人次", _("各室来访人次合计，不含保密功能室"), ""),
        ("指标", _("八项指标，每项里有："), "名称 数值 分子 分母 算法 说明 明细 变动"),
        ("功能室", _("各功能室，每室里有："), "名称 人次 次数 天数 补录 数字 变动"),
        ("明细 数字", _("旁边的数字，每条里有："), "项目 内容"),
        ("变动", _("锁定后的变动，每条里有："), "项目 锁定时 现在"),
        ("每天", _("有来访的日子，每天里有："), "日期 人次"),
    ]


def template_of_village() -> ReportTemplate | None:
    """The village's own template; None while it uses the hub's."""
    return db.session.scalars(select(ReportTemplate)).one_or_none()


def month_paper(shown: ShownMonth) -> bytes:
    """The file of one village's month."""
    own = template_of_village()
    return fill(own.content if own else default_template(), values_of(shown))


def default_template() -> bytes:
    """The hub's own template, in the language of the page; a village downloads it and changes it."""
    from docx import Document
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt

    paper = Document()
    section = paper.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2)
    style = paper.styles["Normal"]
    style.font.name, style.font.size = "宋体", Pt(10.5)
    style.paragraph_format.space_after = Pt(2)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), "宋体")
    paper.core_properties.title = paper.core_properties.author = paper.core_properties.comments = ""
    paper.add_heading(_("%(centre)s%(month)s月报", centre="{{中心全称}}", month="{{月份}}"), 0)
    paper.add_paragraph(_("制表日期：%(day)s　　%(state)s", day="{{制表日期}}", state="{{状态}}"))
    paper.add_heading(_("五常三聚"), 1)
    _table(
        paper, [_("指标"), _("数值"), _("分子 ÷ 分母"), _("说明")], "行 in 指标",
        ["{{行.名称}}", "{{行.数值}}", "{{行.分子}} ÷ {{行.分母}}", "{{行.算法}}。{{行.说明}}"], [2.2, 3.3, 3.5, 8],
    )  # fmt: skip
    item = _("%(what)s：%(text)s", what="{{条.项目}}", text="{{条.内容}}")
    paper.add_paragraph("{%p for 行 in 指标 %}")
    paper.add_heading("{{行.名称}}", 2)
    paper.add_paragraph("{%p for 条 in 行.明细 %}")
    paper.add_paragraph(item)
    paper.add_paragraph("{%p endfor %}")
    paper.add_paragraph("{%p for 条 in 行.变动 %}")
    paper.add_paragraph(
        _(
            "锁定后变动：%(label)s，%(before)s → %(after)s",
            label="{{条.项目}}", before="{{条.锁定时}}", after="{{条.现在}}",
        )
    )  # fmt: skip
    paper.add_paragraph("{%p endfor %}")
    paper.add_paragraph("{%p endfor %}")
    paper.add_heading(_("各室来访"), 1)
    _table(
        paper, [_("功能室"), _("人次"), _("来访次数"), _("用了几天"), _("其中补录")], "行 in 功能室",
        ["{{行.名称}}", "{{行.人次}}", "{{行.次数}}", "{{行.天数}}", "{{行.补录}}"], [7, 2.5, 2.5, 2.5, 2.5],
    )  # fmt: skip
    paper.add_paragraph("{%p for 行 in 功能室 %}")
    paper.add_paragraph("{%p if 行.数字 %}")
    paper.add_heading("{{行.名称}}", 2)
    paper.add_paragraph("{%p endif %}")
    paper.add_paragraph("{%p for 条 in 行.数字 %}")
    paper.add_paragraph(item)
    paper.add_paragraph("{%p endfor %}")
    paper.add_paragraph("{%p endfor %}")
    paper.add_paragraph(_("各项是本系统自己的算法，没有统一公式；不打总分，不排名。"))
    paper.add_paragraph()
    paper.add_paragraph(_("签字：________________　　盖章：________________　　日期：________________"))
    _number_pages(section)
    made = io.BytesIO()
    paper.save(made)
    return made.getvalue()


def _table(paper: Any, heads: list[str], loop: str, cells: list[str], widths: list[float]) -> None:
    """A table with a row for each of a list, its columns so many centimetres wide; the rows that say so vanish when it
    is filled."""
    from docx.shared import Cm

    table = paper.add_table(rows=4, cols=len(heads))
    table.style = "Table Grid"
    for place, text in enumerate(heads):
        table.cell(0, place).paragraphs[0].add_run(text).bold = True
    table.cell(1, 0).text = f"{{%tr for {loop} %}}"
    for place, text in enumerate(cells):
        table.cell(2, place).text = text
    table.cell(3, 0).text = "{%tr endfor %}"
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)  # Word reads the cells', LibreOffice the column's
        for one in column.cells:
            one.width = Cm(width)


def _number_pages(section: Any) -> None:
    """Page x/y at the foot, as Word counts them."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for field in ("PAGE", "NUMPAGES"):
        if foot.runs:
            foot.add_run(" / ")
        for kind, text in (("begin", ""), ("", field), ("end", "")):
            run = foot.add_run()
            if kind:
                mark = OxmlElement("w:fldChar")
                mark.set(qn("w:fldCharType"), kind)
            else:
                mark = OxmlElement("w:instrText")
                mark.text = text
            run._r.append(mark)
