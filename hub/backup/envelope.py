"""The encrypted form of a copy. docs/backup-format.md describes it to the byte, for whoever has to read one without
this program.

The key comes from the passphrase by scrypt; the file is AES-256-GCM in pieces of one mebibyte, so that a copy of any
size passes through little memory. Each piece is bound to its number, to whether it is the last, and to the head of the
file: pieces cannot be moved, left out, cut off or taken from another copy without being noticed.
"""

from __future__ import annotations

import hmac
import os
import struct
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from hub.backup.problems import BackupFailed, WrongPassphrase
from hub.i18n import _

MAGIC = b"VHBACKUP"
VERSION = 1
HEAD = struct.Struct(">8sBBBBI16s")  # magic, version, log2(N), r, p, size of a piece, salt
CHECK = 32  # bytes that tell a wrong passphrase from a damaged file
TAG = 16
PIECE = 2**20
COST = (17, 8, 1)  # log2(N), r, p: 128 MiB of memory, a few tenths of a second
DEAREST = (20, 8, 4)  # more is asked for by no copy of ours
LARGEST_PIECE = 2**24


def is_encrypted(file: Path) -> bool:
    """Whether the file begins as an encrypted copy does."""
    with file.open("rb") as opened:
        return opened.read(len(MAGIC)) == MAGIC


def encrypt(source: Path, target: Path, passphrase: str) -> None:
    """Write the encrypted form of a file."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    head = HEAD.pack(MAGIC, VERSION, *COST, PIECE, os.urandom(16))
    key, check = _keys(head, passphrase)
    cipher = AESGCM(key)
    with source.open("rb") as plain, target.open("wb") as sealed:
        sealed.write(head + check)
        for number, piece, last in _pieces(plain, PIECE):
            sealed.write(cipher.encrypt(_nonce(number), piece, _bound(head, number, last)))


def decrypt(source: Path, target: Path, passphrase: str) -> None:
    """Write the plain form of an encrypted copy. Raises WrongPassphrase, and BackupFailed when it is damaged."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    with source.open("rb") as sealed, target.open("wb") as plain:
        head, check = sealed.read(HEAD.size), sealed.read(CHECK)
        if len(head) < HEAD.size or len(check) < CHECK:
            raise _damaged(source)
        key, expected = _keys(head, passphrase)
        if not hmac.compare_digest(check, expected):
            raise WrongPassphrase(_("口令不对，%(file)s 打不开。", file=source.name))
        cipher = AESGCM(key)
        try:
            for number, piece, last in _pieces(sealed, HEAD.unpack(head)[5] + TAG):
                plain.write(cipher.decrypt(_nonce(number), piece, _bound(head, number, last)))
        except InvalidTag as error:
            raise _damaged(source) from error


def _keys(head: bytes, passphrase: str) -> tuple[bytes, bytes]:
    """The key of the pieces and the check of the head."""
    from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

    magic, version, log_n, r, p, piece, salt = HEAD.unpack(head)
    if magic != MAGIC or version != VERSION:
        raise _unknown()
    asked, most = (log_n, r, p, piece), (*DEAREST, LARGEST_PIECE)
    if not all(1 <= one <= limit for one, limit in zip(asked, most, strict=True)):
        raise _unknown()
    made = Scrypt(salt=salt, length=64, n=2**log_n, r=r, p=p).derive(passphrase.encode())
    return made[:32], hmac.digest(made[32:], head, sha256)


def _pieces(file: BinaryIO, size: int) -> Iterator[tuple[int, bytes, bool]]:
    """(number, piece, whether it is the last); of an empty file one empty piece."""
    number, piece = 0, file.read(size)
    while True:
        following = file.read(size)
        yield number, piece, not following
        if not following:
            return
        number, piece = number + 1, following


def _nonce(number: int) -> bytes:
    """Every file has a key of its own, so a counter never repeats under one."""
    return number.to_bytes(12, "big")


def _bound(head: bytes, number: int, last: bool) -> bytes:
    return head + number.to_bytes(8, "big") + (b"\x01" if last else b"\x00")


def _unknown() -> BackupFailed:
    return BackupFailed(_("这份加密备份是较新版本的程序做的，或者已经损坏。"))


def _damaged(file: Path) -> BackupFailed:
    return BackupFailed(_("备份 %(file)s 已损坏或被改动，不能用。", file=file.name))
