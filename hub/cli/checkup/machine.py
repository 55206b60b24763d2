"""The machine under the hub: data folder, keys, disk, clock, time zones."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from hub.cli.checkup.finding import Finding, bad, fine, warn
from hub.cli.tables import sqlite_file
from hub.cli.texts import _
from hub.kernel.keys import FILE
from hub.settings import Settings
from hub.web.urls import is_this_machine_only

GIBIBYTE = 2**30
BUILT = datetime(2025, 1, 1, tzinfo=UTC)  # a clock before this has lost its battery


def check_machine(settings: Settings) -> Iterator[Finding]:
    """Everything that needs neither the database nor the rooms."""
    yield _home(settings)
    yield _key(settings)
    file = sqlite_file(settings)
    if file is not None and file.exists():
        yield _readable_by_owner_only("home.database", file)
    yield _address(settings)
    yield _disk(settings)
    yield _clock(settings)
    yield _zones()


def _home(settings: Settings) -> Finding:
    home = settings.home
    if not home.is_dir():
        return bad("home", _("数据文件夹 %(home)s 不存在", home=home), _("请运行 hub init。"), str(home))
    if not os.access(home, os.W_OK | os.X_OK):
        return bad(
            "home", _("数据文件夹 %(home)s 不能写", home=home), _("请改正文件夹的所有者和权限。"), str(home)
        )
    return fine("home", _("数据文件夹 %(home)s", home=home), str(home))


def _key(settings: Settings) -> Finding:
    file = settings.home / FILE
    if settings.secret_key:
        if len(settings.secret_key) < 32:
            return warn(
                "keys.secret", _("签名密钥太短"), _("请换成 32 个字符以上的随机串；换后大家要重新登录。")
            )
        return fine("keys.secret", _("签名密钥来自设置"))
    if not file.exists():
        return bad("keys.secret", _("没有签名密钥"), _("请运行 hub init。"))
    return _readable_by_owner_only("keys.secret", file)


def _readable_by_owner_only(name: str, file: Path) -> Finding:
    mode = stat.S_IMODE(file.stat().st_mode)
    if os.name == "posix" and mode & 0o077:
        text = _("%(file)s 别的用户也能读（%(mode)s）", file=file, mode=f"{mode:o}")
        return warn(name, text, f"chmod 600 {file}", f"{mode:o}")
    return fine(name, _("%(file)s 只有本用户能读写", file=file), f"{mode:o}")


def _address(settings: Settings) -> Finding:
    """What is printed in QR codes has to lead a phone here."""
    name, url = "address", settings.url
    how = _("二维码贴在墙上，要设 HUB_URL 为手机打得开的地址，例如 http://192.168.1.20:8080。")
    if not url:
        return fine(name, _("没有设 HUB_URL：%(how)s不用二维码的，可以不设", how=how))
    if is_this_machine_only(url):
        return warn(name, _("HUB_URL 是 %(url)s，手机打不开", url=url), how, url)
    if settings.https and url.startswith("http:"):
        text = _("HUB_URL 是 %(url)s，而 HUB_HTTPS 开着", url=url)
        return warn(name, text, _("请把 HUB_URL 改成 https 开头，再重新打印二维码。"), url)
    return fine(name, _("手机打开的地址 %(url)s", url=url), url)


def _disk(settings: Settings) -> Finding:
    place = next(folder for folder in (settings.home, *settings.home.parents) if folder.exists())
    free = shutil.disk_usage(place).free
    text = _("磁盘剩余 %(free)s GB", free=f"{free / GIBIBYTE:.1f}")
    if free < GIBIBYTE // 5:
        return bad("disk", text, _("马上就写不进去了，请清理磁盘。"), free)
    if free < 2 * GIBIBYTE:
        return warn("disk", text, _("请尽快清理磁盘；备份需要与数据库一样大的空间。"), free)
    return fine("disk", text, free)


def _clock(settings: Settings) -> Finding:
    now = datetime.now(UTC)
    file = sqlite_file(settings)
    written = (
        datetime.fromtimestamp(file.stat().st_mtime, UTC) if file is not None and file.exists() else BUILT
    )
    if now < BUILT or now < written - timedelta(hours=1):
        text = _("电脑的时钟慢了：%(now)s", now=f"{now:%Y-%m-%d %H:%M} UTC")
        return bad(
            "clock", text, _("请打开系统的自动校时，再继续使用；否则记录会落在错误的日子。"), now.isoformat()
        )
    return fine("clock", _("时钟 %(now)s", now=f"{now:%Y-%m-%d %H:%M} UTC"), now.isoformat())


def _zones() -> Finding:
    try:
        for name in ("Asia/Shanghai", "Asia/Urumqi"):
            ZoneInfo(name)
    except ZoneInfoNotFoundError as error:
        return bad("time_zones", _("缺少时区数据：%(name)s", name=error), "pip install tzdata")
    return fine("time_zones", _("时区数据齐全"))
