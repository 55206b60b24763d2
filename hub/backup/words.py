"""Copies in words, for the first screen, the list and the doctor."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from flask import url_for

from hub.backup.files import RESTORED, Copy, newest
from hub.i18n import _
from hub.kernel.declarations import Todo
from hub.kernel.here import here
from hub.kernel.state import the_hub
from hub.text import short_moment

TOO_OLD = timedelta(days=2)


def size_words(size: int) -> str:
    """12.4 MB"""
    amount = float(size)
    for unit in ("B", "KB", "MB"):
        if amount < 1000:
            return f"{amount:.0f} {unit}" if unit in ("B", "KB") else f"{amount:.1f} {unit}"
        amount /= 1000
    return f"{amount:.1f} GB"


def checked_words(copy: Copy) -> str:
    """How the copy was checked when it was made."""
    if copy.facts is None:
        return _("没有检查记录")
    if copy.facts.checked == RESTORED:
        return _("已试恢复，%(n)s 条记录一致", n=copy.facts.rows)
    return _("已逐表读过，%(n)s 条记录一致", n=copy.facts.rows)


def today_note() -> tuple[str, str]:
    """备份：今天 3:00 · 12.4 MB"""
    copy = newest(the_hub().settings)
    if copy is None:
        return _("还没有备份"), url_for("backup.index")
    when, size = short_moment(copy.made_at), size_words(copy.size)
    return _("最近备份：%(when)s · %(size)s", when=when, size=size), url_for("backup.index")


def todo() -> Iterator[Todo]:
    """A copy of two days ago is too old: something keeps the daily one from being made."""
    copy = newest(the_hub().settings)
    began = copy.made_at if copy else here.village.created_at
    age = here.now - began
    if age < TOO_OLD:
        return
    title = _("数据已 %(n)s 天没有备份", n=age.days)
    sub = _("电脑坏了，这几天的记录就找不回来。")
    yield Todo(_("备份"), title, sub, url_for("backup.index"), _("去备份"), tone="warn")
