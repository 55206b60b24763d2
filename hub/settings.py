"""Settings: from `HUB_*` in the environment and from one file, `hub.toml` in the data folder.

The environment wins over the file. A wrong or unknown setting stops the hub at its start with a sentence that
names it; nothing is guessed.
"""

from __future__ import annotations

import difflib
import os
import tomllib
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

PREFIX = "HUB_"
CHECKOUT = Path(__file__).resolve().parent.parent
DEFAULT_HOME = Path("~/village-hub")
SHORTEST_PASSPHRASE = 12


class SettingsError(Exception):
    """One or more settings are wrong; the message is a sentence a line, ready to be shown to an operator."""


class Settings(BaseSettings):
    """All that can be set from outside. Each field is `HUB_<NAME>` in the environment and `<name>` in hub.toml."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="forbid")

    home: Path = Field(default=DEFAULT_HOME, description="Data folder: database, keys, uploads, logs.")
    host: str = Field(default="127.0.0.1", description="Address that `hub serve` listens on.")
    port: int = Field(default=8080, ge=1, le=65535, description="Port that `hub serve` listens on.")
    url: str = Field(
        default="",
        description="Address at which phones reach the hub, for printed QR codes, such as http://192.168.1.20:8080.",
    )
    threads: int = Field(default=8, ge=1, le=64, description="Threads of `hub serve`.")
    database_url: str = Field(default="", description="PostgreSQL address; empty: SQLite in the data folder.")
    database_owner_url: str = Field(
        default="", description="The role that owns and migrates the tables, if another."
    )
    secret_key: str = Field(
        default="", description="Signs cookies; empty: kept in the data folder, made by `hub init`."
    )
    audit_key: str = Field(
        default="",
        description="Seals the audit; empty: kept in the data folder, made by `hub init`.",
        repr=False,
    )
    audit_seal_seconds: float = Field(
        default=0.25, ge=0, le=3600, description="How often `hub serve` seals the audit; 0: never."
    )
    backup_dir: Path | None = Field(
        default=None,
        description="Folder of the copies, best on another disk; empty: `backups` in the data folder.",
    )
    backup_daily: bool = Field(default=True, description="`hub serve` makes a copy every day.")
    backup_hour: int = Field(
        default=3, ge=0, le=23, description="The hour after which the day's copy is made."
    )
    backup_keep_days: int = Field(default=90, ge=1, le=3650, description="Age limit of copies.")
    backup_passphrase: str = Field(
        default="",
        description="Encrypts copies; without it they are as readable as the database.",
        repr=False,
    )
    confidential_keys: Path | None = Field(
        default=None,
        description="Folder of the keys of confidential rooms, never copied with the database; "
        "empty: `keys` in the data folder.",
    )
    export_dir: Path | None = Field(
        default=None,
        description="Folder of long Excel files, an hour each; empty: `exports` in the data folder.",
    )
    lang: Literal["zh_Hans_CN", "en"] = Field(
        default="zh_Hans_CN", description="Language before anyone signs in."
    )
    https: bool = Field(default=False, description="True behind TLS: cookies are then sent over TLS only.")
    proxies: int = Field(default=0, ge=0, le=5, description="Number of trusted reverse proxies in front.")
    limiter_url: str = Field(
        default="memory://", description="Where rate limits are counted; Redis/Valkey for several hosts."
    )
    rooms_dirs: list[Path] = Field(default=[CHECKOUT / "plugins"], description="Folders searched for rooms.")
    strict: bool = Field(default=False, description="A room that cannot be loaded stops the start (for CI).")
    safe_mode: bool = Field(default=False, description="Start without any room, to repair.")
    testing: bool = Field(default=False, description="Only for the test suite.")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"

    @field_validator("home", mode="after")
    @classmethod
    def _absolute_home(cls, home: Path) -> Path:
        return home.expanduser().resolve()

    @field_validator("url")
    @classmethod
    def _address_of_the_hub(cls, url: str) -> str:
        try:
            parts = urlsplit(url)
            sound = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
        except ValueError:
            sound = False
        if url and (not sound or parts.path.strip("/") or parts.query or parts.fragment or parts.username):
            raise ValueError("is not an address such as http://192.168.1.20:8080 or https://hub.example.org")
        return url.rstrip("/")

    @field_validator("backup_dir", "export_dir", "confidential_keys")
    @classmethod
    def _absolute_folder(cls, folder: Path | None) -> Path | None:
        if folder is None or str(folder) == ".":
            return None  # an empty setting is none
        return folder.expanduser().resolve()

    @field_validator("backup_passphrase")
    @classmethod
    def _long_passphrase(cls, passphrase: str) -> str:
        if passphrase and len(passphrase) < SHORTEST_PASSPHRASE:
            raise ValueError(f"has fewer than {SHORTEST_PASSPHRASE} characters; several words are best")
        return passphrase

    @field_validator("database_url", "database_owner_url")
    @classmethod
    def _known_database(cls, url: str) -> str:
        if not url:
            return url
        try:
            parsed = make_url(url)
        except ArgumentError as error:
            raise ValueError("is not a database address such as postgresql://user@host/name") from error
        backend = parsed.get_backend_name()
        if backend not in ("postgresql", "sqlite"):
            raise ValueError(f"speaks to {backend}; the hub knows PostgreSQL and SQLite")
        if backend == "postgresql":
            parsed = parsed.set(drivername="postgresql+psycopg")
        return parsed.render_as_string(hide_password=False)

    @field_validator("limiter_url")
    @classmethod
    def _countable_limits(cls, url: str) -> str:
        scheme = url.partition("://")[0]
        if "://" not in url or scheme not in ("memory", "redis", "rediss"):
            raise ValueError("is neither memory:// nor an address such as redis://host:6379/0")
        if scheme != "memory" and find_spec("redis") is None:
            raise ValueError("needs a package that is not installed: pip install 'village-hub[redis]'")
        return url

    @property
    def database(self) -> str:
        """The address of the database in use."""
        return self.database_url or f"sqlite:///{self.home / 'hub.sqlite3'}"

    @property
    def owner_database(self) -> str:
        """The address used to migrate: the owner's where one is set."""
        return self.database_owner_url or self.database

    @property
    def backups(self) -> Path:
        """Where copies of the database lie."""
        return self.backup_dir or self.home / "backups"

    @property
    def keys_folder(self) -> Path:
        """Where the keys of confidential rooms lie; hosts that serve one database share it."""
        return self.confidential_keys or self.home / "keys"

    @property
    def exports(self) -> Path:
        """Where long Excel files lie while they are made and until they are fetched."""
        return self.export_dir or self.home / "exports"

    @property
    def uploads(self) -> Path:
        """Where a file that is imported lies until it was read."""
        return self.home / "imports"

    @property
    def is_sqlite(self) -> bool:
        return self.database.startswith("sqlite")


def load_settings(**given: Any) -> Settings:
    """Read file and environment; `given` wins over both. Raises SettingsError with one sentence a problem."""
    _refuse_unknown_environment()
    home = Path(given.get("home") or os.environ.get(PREFIX + "HOME") or DEFAULT_HOME).expanduser()
    file = home / "hub.toml"
    from_file: dict[str, Any] = {}
    if file.exists():
        try:
            from_file = tomllib.loads(file.read_text("utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise SettingsError(f"{file}: {error}") from error
    in_environment = {name for name in Settings.model_fields if PREFIX + name.upper() in os.environ}
    values = {key: value for key, value in from_file.items() if key not in in_environment} | given
    try:
        return Settings(**values)
    except ValidationError as error:
        raise SettingsError("\n".join(_sentence(problem, file) for problem in error.errors())) from error


def _sentence(problem: Any, file: Path) -> str:
    name = str(problem["loc"][0]) if problem["loc"] else "?"
    where = PREFIX + name.upper() if PREFIX + name.upper() in os.environ else f"{name} ({file.name})"
    return f"{where}: {problem['msg'].removeprefix('Value error, ')}"


def _refuse_unknown_environment() -> None:
    known = {PREFIX + name.upper() for name in Settings.model_fields}
    for name in sorted(os.environ):
        if name.startswith(PREFIX) and name not in known:
            close = difflib.get_close_matches(name, known, 1)
            raise SettingsError(
                f"{name} is not a setting of the hub" + (f"; did you mean {close[0]}?" if close else ".")
            )
