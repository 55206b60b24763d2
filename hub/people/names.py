"""Names and phone numbers as they are kept: one way of writing each, whatever keyboard they were typed on."""

from __future__ import annotations

import re
import unicodedata

from hub.i18n import _
from hub.kernel.refusals import Refused

DOT = "\u00b7"
NAME_LENGTH = 50
GROUP_LENGTH = 20

# What keyboards and telephones offer for the dot between the parts of a name.
_DOTS = re.compile(r"\s*[\u00b7\u2022\u2027\u2219\u22c5\u30fb\uff65\uff0e.]+\s*")
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: " "}
_BETWEEN_HAN = re.compile(
    r"(?<=[\u3400-\u9fff\U00020000-\U0003ffff]) +(?=[\u3400-\u9fff\U00020000-\U0003ffff])"
)
_PARTS = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]{2,}(?: [\u3400-\u9fff\U00020000-\U0003ffff]{2,})+")
_SHORTEST_IN_PARTS = 5  # signs; 欧阳 建国 is no name in two parts
_IN_NAMES = frozenset(" -'’" + DOT)
_MOBILE = re.compile(r"1[3-9]\d{9}")
_LANDLINE = re.compile(r"0(?:10|2\d)\d{8}|0[3-9]\d{2}\d{7,8}")
_ABROAD = re.compile(r"(?:\+|00)?86(?=1\d{10}$|0?\d{10,11}$)")
_IN_PHONES = re.compile(r"[\s().\-–—]+")


def half_width(text: str) -> str:
    """Composed characters (NFC), with full-width letters, digits and spaces made half-width."""
    return unicodedata.normalize("NFC", text).translate(_FULL_WIDTH)


def tidy_name(text: str) -> str:
    """A name in the one way it is kept: U+00B7 between its parts, also where somebody typed a space, no space inside a
    Han name. Refuses nothing."""
    text = " ".join(_DOTS.sub(DOT, half_width(text)).strip(DOT + " ").split())
    if _PARTS.fullmatch(text) and len(text.replace(" ", "")) >= _SHORTEST_IN_PARTS:
        return text.replace(" ", DOT)  # 古丽娜尔 吐尔逊
    return _BETWEEN_HAN.sub("", text)


def check_name(text: str) -> str:
    """A name to be kept. Raises Refused: empty, too long, or with anything but letters in it."""
    name = tidy_name(text)
    if not name:
        raise Refused(_("请填写姓名。"), "name")
    if len(name) > NAME_LENGTH:
        raise Refused(_("姓名最多 %(n)s 个字，请只写名字本身。", n=NAME_LENGTH), "name")
    wrong = next((sign for sign in name if not _is_of_a_name(sign)), None)
    if wrong is not None and wrong.isdigit():
        raise Refused(_("姓名里不要写数字；电话请填在下面一栏，身份证号不需要。"), "name")
    if wrong is not None:
        raise Refused(_("姓名里有不能用的符号（表情、特殊符号或看不见的控制符），请删掉后重新输入。"), "name")
    return name


def check_phone(text: str) -> str:
    """A phone number as digits only, or "" for none. Raises Refused with the next step."""
    digits = _IN_PHONES.sub("", half_width(text))
    if not digits:
        return ""
    digits = _ABROAD.sub("", digits)
    if not re.fullmatch(r"[0-9]+", digits):
        raise Refused(_("电话里只能有数字，请核对。"), "phone")
    if _MOBILE.fullmatch(digits) or _LANDLINE.fullmatch(digits):
        return digits
    if digits.startswith("1"):
        raise Refused(_("手机号应是 11 位，现在是 %(n)s 位，请核对。", n=len(digits)), "phone")
    raise Refused(_("请填 11 位手机号，或带区号的座机号（如 0991 开头）。"), "phone")


def check_group(text: str) -> str:
    """The village group, or "". Raises Refused when it is more than a group."""
    group = " ".join(half_width(text).split())
    if len(group) > GROUP_LENGTH:
        raise Refused(_("村民小组最多 %(n)s 个字，例如：三组。", n=GROUP_LENGTH), "group")
    if any(unicodedata.category(sign)[0] in "CS" for sign in group):
        raise Refused(_("村民小组里有不能用的符号，请只写组名，例如：三组。"), "group")
    return group


def _is_of_a_name(sign: str) -> bool:
    return sign in _IN_NAMES or unicodedata.category(sign)[0] in "LM"
