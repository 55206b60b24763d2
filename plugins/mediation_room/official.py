"""The official forms: what stands on each. What is asked for by hand stays blank, and is never kept."""

from __future__ import annotations

from hub.kits.papers import Blank, Line, Paper, Passage, Rows, Said, Signed
from hub.room import _l

_HEAD = {"村名": "1", "调委会": "1", "编号": "1", "纠纷类别": "1", "制作日期": "1", "调解员": "1"}
_BY_HAND = (
    (_l("性别"), ""), (_l("民族"), ""), (_l("年龄"), ""), (_l("身份证号"), ""), (_l("住址"), ""),
)  # fmt: skip
_PEOPLE = {"当事人": [{"一方": "1", "姓名": "1"}]}
_CASE = (Line(_l("调解组织"), "调委会"), Line(_l("编号"), "编号"), Line(_l("纠纷类别"), "纠纷类别"))
_PARTIES = Rows("当事人", ((_l("一方"), "一方"), (_l("姓名"), "姓名"), *_BY_HAND))
_BOTH = (_l("甲方（签名、按手印）"), _l("乙方（签名、按手印）"))

INTAKE = Paper(
    "intake", _l("人民调解受理登记表"),
    (
        *_CASE, Line(_l("登记日期"), "登记日期"), Line(_l("案件来源"), "案件来源"),
        Rows("当事人", ((_l("一方"), "一方"), (_l("姓名"), "姓名"), (_l("电话"), "电话"), *_BY_HAND)),
        Passage(_l("纠纷情况和请求"), "纠纷情况"),
        Line(_l("受理日期"), "受理日期"), Line(_l("调解员"), "调解员"),
        Signed((_l("登记人"), _l("申请人（签名、按手印）"))),
    ),
    {**_HEAD, "登记日期": "1", "案件来源": "1", "纠纷情况": "1", "受理日期": "1",
     "当事人": [{"一方": "1", "姓名": "1", "电话": "1"}]},
)  # fmt: skip
RIGHTS = Paper(
    "rights", _l("人民调解当事人权利义务告知书"),
    (
        *_CASE, _PARTIES,
        Said((
            _l("人民调解不收任何费用。"),
            _l("您的权利：选择或接受调解员；接受、拒绝或者要求终止调解；要求公开或不公开调解；自愿达成协议。"),
            _l("您的义务：如实说明纠纷事实；遵守调解现场秩序，尊重调解员；尊重对方的权利；履行达成的协议。"),
            _l("与纠纷有利害关系的调解员不参加调解；您可以要求换人。"),
            _l("调解大约 30 天内结束；双方同意，可以延长。调解不成，可以找仲裁、行政机关或法院。"),
            _l("达成协议后 30 天内，双方可以共同向人民法院申请司法确认。"),
        )),
        Signed((*_BOTH, _l("告知人"))),
    ),
    {**_HEAD, **_PEOPLE},
)  # fmt: skip
INQUIRY = Paper(
    "inquiry", _l("人民调解调查记录"),
    (
        *_CASE, Line(_l("时间"), "时间"), Line(_l("地点"), "地点"), Line(_l("被调查人"), "被调查人"),
        Blank((_l("性别"), _l("民族"), _l("年龄"), _l("身份证号"), _l("住址"))),
        Line(_l("调查人"), "调解员"), Passage(_l("记录"), "记录"),
        Signed((_l("被调查人（签名、按手印）"), _l("调查人"), _l("记录人"))),
    ),
    {**_HEAD, "时间": "1", "地点": "1", "被调查人": "1", "记录": "1"},
)  # fmt: skip
MEETING = Paper(
    "meeting", _l("人民调解记录"),
    (
        *_CASE, Line(_l("时间"), "时间"), Line(_l("地点"), "地点"), Line(_l("参加人数"), "人数"), _PARTIES,
        Line(_l("调解员"), "调解员"), Passage(_l("调解记录"), "记录"), Passage(_l("调解结果"), "谈好的"),
        Signed((*_BOTH, _l("调解员"), _l("记录人"))),
    ),
    {**_HEAD, **_PEOPLE, "时间": "1", "地点": "1", "人数": "1", "记录": "1", "谈好的": "1"},
)  # fmt: skip
_AGREED = {
    **_HEAD, **_PEOPLE, "协议日期": "1", "纠纷情况": "1", "协议内容": "1",
    "履行": [{"期限": "1", "事项": "1"}], "确认期限": "1",
}  # fmt: skip
_DUTIES = Rows("履行", ((_l("履行期限"), "期限"), (_l("履行事项"), "事项")))
WRITTEN = Paper(
    "written", _l("人民调解协议书"),
    (
        *_CASE, _PARTIES, Passage(_l("纠纷主要事实、争议事项"), "纠纷情况"),
        Said((_l("经调解，自愿达成如下协议："),)), Passage(_l("协议内容"), "协议内容"), _DUTIES,
        Said((_l("本协议一式三份，双方各一份，调委会留一份。"),)),
        Line(_l("可以申请司法确认到"), "确认期限"), Line(_l("协议日期"), "协议日期"), Line(_l("调解员"), "调解员"),
        Signed((*_BOTH, _l("调解员"), _l("记录人"), _l("调委会（盖章）"))),
    ),
    _AGREED,
)  # fmt: skip
ORAL = Paper(
    "oral", _l("人民调解口头协议登记表"),
    (
        *_CASE, _PARTIES, Passage(_l("纠纷主要事实、争议事项"), "纠纷情况"), Passage(_l("口头协议内容"), "协议内容"),
        _DUTIES, Line(_l("协议日期"), "协议日期"), Line(_l("调解员"), "调解员"),
        Signed((_l("调解员"), _l("登记人"))),
    ),
    _AGREED,
)  # fmt: skip
FOLLOW_UP = Paper(
    "follow_up", _l("人民调解回访记录"),
    (
        *_CASE, _PARTIES, Line(_l("协议日期"), "协议日期"), Line(_l("回访日期"), "回访日期"),
        Line(_l("回访方式"), "回访方式"), Line(_l("履行情况"), "履行情况"), Passage(_l("说明"), "说明"),
        Signed((_l("当事人（签名、按手印）"), _l("回访人"))),
    ),
    {**_HEAD, **_PEOPLE, "协议日期": "1", "回访日期": "1", "回访方式": "1", "履行情况": "1", "说明": "1"},
)  # fmt: skip
PAPERS = {one.code: one for one in (INTAKE, RIGHTS, INQUIRY, MEETING, WRITTEN, ORAL, FOLLOW_UP)}
