"""Keys of confidential rooms, and what they do: seal a text for one place, and open it there again.

A key is a file of its own in a folder that no copy of the database contains. The database knows a key by its
fingerprint. A sealed value is bound to its place (village, table, record, field) as AES-GCM's associated data, so one
that was moved elsewhere does not open there::

    1 byte   form (1)
    8 bytes  fingerprint of the key
    12 bytes nonce, by chance
    the rest ciphertext and tag (AES-256-GCM)
"""

from __future__ import annotations

import hashlib
import os
import secrets
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from hub.settings import Settings

ENDING = ".key"
SIZE = 32  # bytes of a key
_FORM, _PRINT, _NONCE, _TAG = b"\x01", 8, 12, 16
_HEAD = 1 + _PRINT + _NONCE


class Unreadable(Exception):
    """A sealed value does not open. `missing`: for want of its key; else it was damaged, or moved to another place."""

    def __init__(self, *, missing: bool) -> None:
        super().__init__("the key is missing" if missing else "damaged or moved")
        self.missing = missing


def fingerprint(key: bytes) -> str:
    """What the database and people call a key by: 16 hexadecimal digits, from which it cannot be told."""
    return hashlib.sha256(b"village-hub confidential key\0" + key).hexdigest()[: 2 * _PRINT]


def key_of(sealed: bytes) -> str:
    """The fingerprint of the key that a value was sealed with."""
    return sealed[1 : 1 + _PRINT].hex()


@dataclass(frozen=True, slots=True)
class Keyring:
    """The keys at hand, by fingerprint."""

    keys: Mapping[str, bytes]

    def __contains__(self, key: str) -> bool:
        return key in self.keys

    def seal(self, text: str, place: str, key: str) -> bytes:
        """Seal a text for a place with a key at hand."""
        # Six megabytes, for those who have something to seal.
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        head = _FORM + bytes.fromhex(key) + secrets.token_bytes(_NONCE)
        return head + AESGCM(self.keys[key]).encrypt(head[1 + _PRINT :], text.encode(), place.encode())

    def open(self, sealed: bytes, place: str) -> str:
        """The text that was sealed for this place. Raises Unreadable."""
        from cryptography.exceptions import InvalidTag
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        sealed = bytes(sealed)
        if len(sealed) < _HEAD + _TAG or sealed[:1] != _FORM:
            raise Unreadable(missing=False)
        key = self.keys.get(key_of(sealed))
        if key is None:
            raise Unreadable(missing=True)
        try:
            return AESGCM(key).decrypt(sealed[1 + _PRINT : _HEAD], sealed[_HEAD:], place.encode()).decode()
        except (InvalidTag, UnicodeDecodeError) as error:
            raise Unreadable(missing=False) from error


def keyring(settings: Settings) -> Keyring:
    """The keys of the folder. A file that is no key, or is named after another one, is not taken for one."""
    return Keyring(
        {name: key for name, file in key_files(settings) if (key := _read(file, name)) is not None}
    )


def key_files(settings: Settings) -> Iterator[tuple[str, Path]]:
    """The files of the folder that are named as keys are: fingerprint and file."""
    folder = settings.keys_folder
    if folder.is_dir():
        yield from ((file.stem, file) for file in sorted(folder.glob(f"*{ENDING}")))


def file_of(settings: Settings, key: str) -> Path:
    """Where a key lies, or should."""
    return settings.keys_folder / f"{key}{ENDING}"


def open_to_others(settings: Settings) -> list[Path]:
    """Key files that others of the machine may read."""
    return [file for _name, file in key_files(settings) if os.name == "posix" and _mode(file) & 0o077]


def make_key(settings: Settings) -> str:
    """Make a new key, on the disk before anything is sealed with it. Answers its fingerprint."""
    folder = settings.keys_folder
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    key = secrets.token_bytes(SIZE)
    name = fingerprint(key)
    handle = os.open(file_of(settings, name), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as written:
        written.write(key.hex() + "\n")
        written.flush()
        os.fsync(written.fileno())
    if os.name == "posix":
        directory = os.open(folder, os.O_RDONLY)
        os.fsync(directory)
        os.close(directory)
    return name


def _read(file: Path, name: str) -> bytes | None:
    try:
        key = bytes.fromhex(file.read_text("ascii").strip())
    except (OSError, ValueError):
        return None
    return key if len(key) == SIZE and fingerprint(key) == name else None


def _mode(file: Path) -> int:
    return stat.S_IMODE(file.stat().st_mode)
