"""Headers of every answer: a strict content policy with a nonce, and no caching of people's pages."""

from __future__ import annotations

import secrets

from flask import Flask, Response, g, request

POLICY = (
    "default-src 'none'; script-src 'nonce-{nonce}'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)

STRICT = (
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), microphone=(), geolocation=()"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
)
CACHED_BY_NOBODY = ("Cache-Control", "no-store")


def csp_nonce() -> str:
    """The nonce of this answer's scripts."""
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(16)
    nonce: str = g.csp_nonce
    return nonce


def headers_of_an_answer() -> list[tuple[str, str]]:
    """Those of an answer that is no file of ours and shows nothing."""
    return [*_strict(secrets.token_urlsafe(16)), CACHED_BY_NOBODY]


def _strict(nonce: str) -> list[tuple[str, str]]:
    return [("Content-Security-Policy", POLICY.format(nonce=nonce)), *STRICT]


def init_headers(app: Flask) -> None:
    app.jinja_env.globals["csp_nonce"] = csp_nonce

    @app.after_request
    def add(response: Response) -> Response:
        headers = response.headers
        for name, value in _strict(csp_nonce()):
            headers[name] = value
        if request.endpoint != "static":
            headers.setdefault(*CACHED_BY_NOBODY)
        return response
