"""Keys that lie outside the database and its backups: from the settings, or kept in the data folder, readable by the
hub only. One signs cookies, the other seals the audit."""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import os
import secrets
import tempfile
from pathlib import Path

from flask import current_app

from hub.settings import Settings

FILE = "secret.key"
AUDIT_FILE = "audit.key"


def secret_key(settings: Settings) -> str:
    """The key that signs cookies; made and kept at first use."""
    return settings.secret_key or _kept(settings.home / FILE)


def audit_key(settings: Settings, *, make: bool = False) -> str | None:
    """The key that seals the audit; None when there is none and none may be made, for another would fit no seal."""
    if settings.audit_key:
        return settings.audit_key
    file = settings.home / AUDIT_FILE
    return _kept(file) if make or file.exists() else None


def _kept(file: Path) -> str:
    file.parent.mkdir(parents=True, exist_ok=True)
    if not file.exists():
        _make(file)
    return file.read_text("ascii").strip()


def _make(file: Path) -> None:
    """The whole key or none: two hubs that start at once, or one that is stopped, must not leave half of it."""
    with tempfile.NamedTemporaryFile("w", dir=file.parent) as written:  # readable by its owner only
        written.write(secrets.token_hex(32) + "\n")
        written.flush()
        with contextlib.suppress(FileExistsError):  # another one was quicker; its key is the key
            os.link(written.name, file)


def keyed_digest(*parts: object) -> bytes:
    """32 bytes that nobody can tell without this hub's key, and that are the same each time."""
    key = str(current_app.config["SECRET_KEY"]).encode()
    return hmac.digest(key, "\x1f".join(map(str, parts)).encode(), hashlib.sha256)
