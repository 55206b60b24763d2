"""What is said at the station of the demo village. Invented."""

from __future__ import annotations

from typing import NamedTuple


class Said(NamedTuple):
    """An opinion, who deals with it (empty: the station itself), and what came of it."""

    topic: str
    text: str
    body: str
    reply: str


OPINIONS = (
    Said(
        "road",
        "二组到小学的路一下雨就积水，娃娃上学不好走。",
        "镇村镇建设办公室",
        "已铺砂石垫高，开春再硬化。",
    ),
    Said("water", "四组的支渠漏水，轮到下游时水就小了。", "镇水管站", "已勾缝修补，轮灌时派人看渠。"),
    Said("clean", "村口垃圾箱装满了两天没人拉。", "", "和保洁员说好，一周拉三次。"),
    Said("land", "宅基地确权的公示在哪里看？", "镇自然资源所", "已贴在村务公开栏，也可以到镇里查。"),
    Said("work", "冬天没活干，想学电焊。", "镇社会保障站", "十二月开班，名额三十人，到大厅报名。"),
    Said("welfare", "高龄津贴换了卡，怎么改账号？", "", "带上新卡到便民服务大厅办，当天改好。"),
    Said("school", "六点半小课堂能不能加一个数学辅导？", "", "已请到一位志愿者，每周二、周四。"),
    Said("health", "村卫生室周末能不能有人值班？", "镇卫生院", "周六上午安排值班，电话贴在门口。"),
    Said("road", "巷子里的路灯坏了三盏。", "镇供电所", "已换灯三盏。"),
    Said("other", "广播早上太早，声音也大。", "", "改为八点以后，音量调小。"),
    Said("clean", "集市散了以后地上脏，没人扫。", "", "安排摊主轮流清扫。"),
    Said("water", "自来水有时发浑。", "镇供水站", "清洗了蓄水池，水样送检合格。"),
)
HELPS = (
    Said("trade", "门口修路，客人进不来，能不能先铺一块板？", "镇村镇建设办公室", "施工队已铺好便道。"),
    Said("trade", "想办小额贷款进货，不知道要哪些材料。", "镇便民服务中心", "材料清单已给，窗口有人帮着填。"),
    Said("work", "店里缺一个会开收割机的，帮忙问问。", "", "登记在招工栏，已有两人来问。"),
    Said("trade", "营业执照年报不会报。", "", "站里帮着在网上报好了。"),
)
CHASED = ("对方说在排队。", "说下周派人来看。", "说材料已经报上去了。")
ABOUT = ("", "", "用水和春耕", "环境卫生", "就业和培训", "经营和贷款")
REASONS = ("代表临时去县里开会，下次另行公布。", "大雪封路，改期另行公布。")
SHOPS = (
    ("石桥便民超市", "shop"), ("河畔拌面馆", "food"), ("东街摩托修理", "repair"), ("春耕农资店", "farming"),
    ("巧手裁缝铺", "craft"), ("顺路货运", "transport"), ("清爽理发店", "service"), ("街口馕店", "food"),
)  # fmt: skip
SURNAMES = ("欧阳", "司马", "上官", "诸葛", "夏侯", "皇甫")
GIVEN = "建国志明秀英丽华晓东春梅永强新生立军红霞长河天宝"
