"""Two villages and those who sign in, with passwords that open something."""

from __future__ import annotations

import pytest
from argon2 import PasswordHasher
from flask import Flask

from hub.accounts import passwords
from tests.accounts.place import Place, make_place


@pytest.fixture
def place(app: Flask) -> Place:
    return make_place(app)


@pytest.fixture(autouse=True)
def quick_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """Slowness is what a password's hash is for; not here."""
    quick = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
    monkeypatch.setattr(passwords, "_hasher", quick)
    monkeypatch.setattr(passwords, "_NOBODY", quick.hash("nobody"))
