"""The key that signs cookies: from the settings, or kept in the data folder, readable by the hub only."""

from __future__ import annotations

import os
import secrets

from hub.settings import Settings

FILE = "secret.key"


def secret_key(settings: Settings) -> str:
    """The key; made and kept at first use."""
    if settings.secret_key:
        return settings.secret_key
    settings.home.mkdir(parents=True, exist_ok=True)
    file = settings.home / FILE
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return file.read_text("ascii").strip()
    key = secrets.token_hex(32)
    with os.fdopen(handle, "w") as written:
        written.write(key + "\n")
    return key
