"""Pages, forms, errors and the frame around them."""

from __future__ import annotations

from flask import Flask
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from hub.settings import Settings
from hub.web.doorstep import Doorstep
from hub.web.errors import init_errors
from hub.web.frame import init_frame
from hub.web.headers import init_headers
from hub.web.urls import Id, LazyRule

limiter = Limiter(get_remote_address, strategy="moving-window")
csrf = CSRFProtect()


def init_web(app: Flask, settings: Settings) -> None:
    """Everything every page needs: limits, CSRF, headers, errors, the frame."""
    app.wsgi_app = Doorstep(app)  # type: ignore[assignment, method-assign]
    if settings.proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, settings.proxies, settings.proxies)  # type: ignore[method-assign]
    app.config.update(
        MAX_CONTENT_LENGTH=20 * 1024 * 1024,
        MAX_FORM_MEMORY_SIZE=2 * 1024 * 1024,
        MAX_FORM_PARTS=2000,
        RATELIMIT_STORAGE_URI=settings.limiter_url,
        RATELIMIT_ENABLED=not settings.testing,
        WTF_CSRF_TIME_LIMIT=None,  # lives as long as the sign-in: a page left open over lunch can still be sent
    )
    app.url_map.converters["int"] = Id
    app.url_rule_class = LazyRule
    init_headers(app)
    csrf.init_app(app)
    limiter.init_app(app)
    init_errors(app)
    init_frame(app)
