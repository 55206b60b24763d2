"""The encrypted form: whatever is done to it is noticed, and a wrong passphrase is told from damage."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hub.backup import envelope
from hub.backup.envelope import CHECK, HEAD, TAG, decrypt, encrypt, is_encrypted
from hub.backup.problems import BackupFailed, WrongPassphrase
from tests.backup.place import PASSPHRASE

PIECE = 64
START = HEAD.size + CHECK


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(envelope, "COST", (4, 8, 1))
    monkeypatch.setattr(envelope, "PIECE", PIECE)


@pytest.fixture
def sealed(tmp_path: Path) -> Path:
    """Four pieces, the last one short."""
    (tmp_path / "plain").write_bytes(bytes(range(200)))
    encrypt(tmp_path / "plain", tmp_path / "sealed", PASSPHRASE)
    return tmp_path / "sealed"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40)
@given(st.binary(max_size=4 * PIECE) | st.sampled_from([b"", b"x" * PIECE, b"x" * 2 * PIECE]))
def test_what_goes_in_comes_out(tmp_path: Path, content: bytes):
    (tmp_path / "plain").write_bytes(content)
    encrypt(tmp_path / "plain", tmp_path / "sealed", PASSPHRASE)
    decrypt(tmp_path / "sealed", tmp_path / "back", PASSPHRASE)
    assert (tmp_path / "back").read_bytes() == content
    assert is_encrypted(tmp_path / "sealed")


def test_nothing_of_the_content_can_be_read(tmp_path: Path):
    (tmp_path / "plain").write_bytes(b"SQLite format 3" * 20)
    encrypt(tmp_path / "plain", tmp_path / "sealed", PASSPHRASE)
    assert b"SQLite" not in (tmp_path / "sealed").read_bytes()


def test_a_wrong_passphrase_is_called_that(sealed: Path, tmp_path: Path):
    with pytest.raises(WrongPassphrase, match="口令不对"):
        decrypt(sealed, tmp_path / "back", PASSPHRASE + "s")


def pieces(content: bytes) -> list[bytes]:
    body = content[START:]
    return [body[n : n + PIECE + TAG] for n in range(0, len(body), PIECE + TAG)]


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda p: [p[1], p[0], *p[2:]], id="pieces change places"),
        pytest.param(lambda p: [p[0], *p[2:]], id="a piece is left out"),
        pytest.param(lambda p: p[:-1], id="the last piece is cut off"),
        pytest.param(lambda p: [p[-1]], id="only the last piece is left"),
        pytest.param(lambda p: [], id="nothing is left"),
        pytest.param(lambda p: [*p, p[-1]], id="something is added"),
        pytest.param(lambda p: [*p[:-1], p[-1][:-1]], id="a byte is cut off"),
        pytest.param(lambda p: [bytes([p[0][0] ^ 1]) + p[0][1:], *p[1:]], id="a bit is turned"),
    ],
)
def test_a_changed_file_is_damaged(sealed: Path, tmp_path: Path, change):
    content = sealed.read_bytes()
    sealed.write_bytes(content[:START] + b"".join(change(pieces(content))))
    with pytest.raises(BackupFailed, match="损坏") as raised:
        decrypt(sealed, tmp_path / "back", PASSPHRASE)
    assert not isinstance(raised.value, WrongPassphrase)


@pytest.mark.parametrize("place", range(START))
def test_no_byte_of_the_head_can_be_turned(sealed: Path, tmp_path: Path, place: int):
    content = bytearray(sealed.read_bytes())
    content[place] ^= 0xFF
    sealed.write_bytes(content)
    with pytest.raises(BackupFailed):
        decrypt(sealed, tmp_path / "back", PASSPHRASE)


@pytest.mark.parametrize("length", [0, 8, HEAD.size, START - 1])
def test_a_beginning_alone_is_damaged(sealed: Path, tmp_path: Path, length: int):
    sealed.write_bytes(sealed.read_bytes()[:length])
    with pytest.raises(BackupFailed, match="损坏"):
        decrypt(sealed, tmp_path / "back", PASSPHRASE)
