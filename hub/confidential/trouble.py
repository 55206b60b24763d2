"""One sentence at the head of a confidential room's pages while its key is not at hand."""

from __future__ import annotations

from flask import Flask, g, request
from sqlalchemy import select

from hub.confidential.models import CURRENT, ConfidentialKey
from hub.confidential.rooms import is_confidential
from hub.confidential.sealed import the_keyring
from hub.i18n import _
from hub.kernel.database import db
from hub.kernel.here import here
from hub.kernel.state import the_hub


def init_trouble(app: Flask) -> None:
    """Let the frame ask for it."""
    app.jinja_env.globals["key_trouble"] = key_trouble


def key_trouble() -> str:
    """What is wrong with the key and what to do; empty where all is well, or the page is of no confidential room."""
    if "hub_key_trouble" not in g:
        g.hub_key_trouble = _trouble() if _reads_here(_room_of_page()) else ""
    said: str = g.hub_key_trouble
    return said


def _room_of_page() -> str:
    hub = the_hub()
    return hub.owners.get(request.blueprint or "") or str((request.view_args or {}).get("room", ""))


def _reads_here(room: str) -> bool:
    return bool(room) and is_confidential(room) and here.can(f"{room}.view")


def _trouble() -> str:
    key = db.session.scalar(select(ConfidentialKey.key).where(ConfidentialKey.state == CURRENT))
    if key is None:
        return _("还没有保密室的密钥：保密的内容现在存不进去。请管理员运行 hub keys new。")
    if key not in the_keyring():
        return _(
            "这台电脑上找不到密钥 %(key)s：保密的内容打不开，也存不进去，但都还在。"
            "请管理员放回密钥文件，再运行 hub keys check。",
            key=key,
        )
    return ""
