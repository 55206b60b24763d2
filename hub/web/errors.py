"""Every error is a page in the user's language, with the next step and a number that stands in the log too."""

from __future__ import annotations

import secrets
from http import HTTPStatus
from typing import Any

import structlog
from flask import Flask, current_app, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import refresh
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import HTTPException

from hub.i18n import _, _l
from hub.kernel.database import db
from hub.kernel.refusals import Refused
from hub.kernel.state import the_hub
from hub.kernel.transactions import declare_intention
from hub.web.outages import FAILURES, outage_of

log = structlog.get_logger()
Fields = list[tuple[str, str]]


def init_errors(app: Flask) -> None:
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(CSRFError, _csrf)
    app.register_error_handler(Refused, _refused)
    for failure in (*FAILURES, OSError):
        app.register_error_handler(failure, _outage)
    app.register_error_handler(Exception, _unexpected)


def error_page(
    code: int, title: Any, next_step: Any, number: str = "", again: Fields | None = None
) -> ResponseReturnValue:
    """One error page. Never depends on the database: it may be what failed. `again` is what was sent, to send it once
    more."""
    _know_reader()
    page = render_template(
        "errors/error.html", code=code, title=title, next_step=next_step, number=number, again=again,
        here_url=request.full_path.rstrip("?"),
    )  # fmt: skip
    return page, code


def incident_number() -> str:
    """Short enough to be read out over the phone."""
    return secrets.token_hex(4).upper()


def _http(error: HTTPException) -> ResponseReturnValue:
    code = error.code or 500
    if code < 400:
        return error
    title, next_step = WORDS.get(code, OUR_FAULT if code >= 500 else NOT_UNDERSTOOD)  # type: ignore[call-overload]
    return error_page(code, title, next_step)


WORDS = {
    HTTPStatus.NOT_FOUND: (
        _l("没有这个页面"),
        _l("可能已被删除，或者这个功能室在本村没有开通。请从首页重新进入。"),
    ),
    HTTPStatus.FORBIDDEN: (_l("您没有这项权限"), _l("如果工作需要，请联系村书记为您开通。")),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: (
        _l("提交的内容太大"),
        _l("文件请小于 20 MB；文字请适当缩短后再提交。"),
    ),
    HTTPStatus.TOO_MANY_REQUESTS: (_l("操作太频繁"), _l("请稍等一分钟再试。")),
    HTTPStatus.METHOD_NOT_ALLOWED: (_l("这个地址不能直接打开"), _l("请从页面上的按钮操作。")),
}
OUR_FAULT = (_l("系统出了点问题"), _l("您可以稍后再试一次。"))
NOT_UNDERSTOOD = (_l("这个请求无法处理"), _l("地址或填写的内容有误，请返回上一页核对。"))


def _csrf(_error: CSRFError) -> ResponseReturnValue:
    return error_page(
        400, _("页面已过期，没有保存"),
        _("可能是您重新登录过或切换了村。请返回上一页（填写的内容还在），刷新后再提交。"),
    )  # fmt: skip


def _refused(refusal: Refused) -> ResponseReturnValue:
    db.session.rollback()
    return error_page(409, str(refusal.sentence), _("请返回上一页修改。"))


def _outage(error: Exception) -> ResponseReturnValue:
    outage = outage_of(error)
    if outage is None:
        return _unexpected(error)
    number = incident_number()
    _let_go()
    reason = str(getattr(error, "orig", None) or error).partition("\n")[0][:200]
    log.error("outage", incident=number, path=request.path, kind=type(error).__name__, reason=reason)
    return error_page(outage.code, outage.title, outage.next_step, number, _sent())


def _let_go() -> None:
    """End the transaction, if need be with its connection."""
    try:
        db.session.rollback()
    except SQLAlchemyError:
        db.session.remove()


def _know_reader() -> None:
    """Who looks at the page, for its language. Nobody, where the database cannot even be asked that."""
    declare_intention(writes=False)
    try:
        if g.get("hub_user") is None and current_user.is_authenticated:
            g.hub_user = current_user.user
            refresh()
    except SQLAlchemyError:
        g._login_user = current_app.login_manager.anonymous_user()  # type: ignore[attr-defined]


def _sent() -> Fields | None:
    """The fields of the form that was not kept. A password is typed anew, and a file, which no page can hold, is
    chosen anew."""
    if request.method != "POST" or request.files or any("password" in name for name in request.form):
        return None
    room = the_hub().rooms.get(the_hub().owners.get(request.blueprint or "", ""))
    if room is not None and room.manifest is not None and room.manifest.confidential:
        return None  # it stands in no page but the form's own; the browser's way back still has it
    return [pair for pair in request.form.items(multi=True) if pair[0] != "csrf_token"]


def _unexpected(error: Exception) -> ResponseReturnValue:
    if current_app.config["PROPAGATE_EXCEPTIONS"]:
        raise error
    number = incident_number()
    _let_go()
    log.error("unexpected", incident=number, path=request.path, exc_info=error)
    return error_page(
        500,
        _("系统出了点问题，刚才的内容没有保存"),
        _("请返回上一页再试一次。若仍不行，请把编号告诉管理员。"),
        number,
    )
