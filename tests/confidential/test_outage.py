"""A page about an outage repeats what was typed, so that it is not lost; of a confidential room it repeats nothing."""

from __future__ import annotations

import pytest
from sqlalchemy.exc import OperationalError

from hub.kernel.keyring import Keyring
from tests.confidential.place import WORDS

pytestmark = [pytest.mark.state("vault"), pytest.mark.backends("sqlite")]


def test_nothing_typed_stands_on_the_page_of_an_outage(app, keeper, monkeypatch):
    def gone(*_given):
        raise OperationalError("UPDATE", {}, Exception("database is locked"))

    monkeypatch.setattr(Keyring, "seal", gone)
    answer = keeper.post("/rooms/vault/write/1", data={"words": "刚刚说的话"})
    assert answer.status_code == 503
    assert "刚刚说的话" not in answer.text
    assert WORDS not in answer.text
