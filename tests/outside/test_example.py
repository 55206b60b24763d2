"""The package in `examples/`: installed by pip beside the hub it is found, used, switched off, purged, and leaves its
name in the history."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from hub.centre.situation import in_village
from hub.kernel.database import db
from hub.visits.models import Visit
from tests.harness.people import signed_in
from tests.outside.place import EXAMPLE, run, run_tests


def test_it_is_found_enabled_used_switched_off_and_purged_and_the_hub_goes_on_without_it(
    site, database, make_app
):
    settings = {
        "HUB_HOME": str(database.home), "HUB_DATABASE_URL": database.url,
        "HUB_DATABASE_OWNER_URL": database.owner_url, "HUB_ROOMS_DIRS": "[]",
    }  # fmt: skip
    run("-m", "tests.outside.day", path=(site,), **settings)

    app = make_app(rooms_dirs=[])  # in this process it was never installed
    assert app.extensions["hub"].rooms.get("sewing_corner") is None
    secretary = signed_in(app, 1, "secretary")
    assert secretary.get("/").status_code == 200
    page = secretary.get("/settings/rooms").text
    assert "缝纫角" in page
    assert "已移除" in page
    with in_village(app, 1):
        assert {visit.room.name for visit in db.session.scalars(select(Visit))} == {"缝纫角"}


@pytest.mark.backends("sqlite")
def test_its_own_tests_pass_and_it_is_gold(site):
    said = run_tests(EXAMPLE, path=(site,))
    assert "failed" not in said
    assert "skipped" not in said
