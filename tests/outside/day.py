"""What is done with the example in a process in which it is installed; the settings come from the environment."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import inspect

from hub.app import create_app
from hub.centre.rooms import disable_room, enable_room
from hub.centre.situation import in_village
from hub.kernel import migrate
from hub.kernel.database import db
from hub.people.services import create_resident
from hub.purging import purge
from hub.testing import a_village, signed_in

ROOM = "sewing_corner"


def main() -> None:
    app = create_app(check_schema=False)
    assert app.extensions["hub"].rooms.get(ROOM).state == "loaded"
    assert migrate.upgrade(app) == {}
    village = a_village(app)
    with in_village(app, village):
        enable_room(ROOM)
        resident = create_resident("王小明", "19900008842").id

    keeper = signed_in(app, village, "keeper", rooms=[ROOM])
    assert "缝纫角" in keeper.get("/").text
    given = {
        "resident": resident, "resident_text": "王小明", "work": "hem", "pieces": 1,
        "promised_on": (date.today() + timedelta(days=1)).isoformat(),  # noqa: DTZ011 - any day soon
    }  # fmt: skip
    assert "第 1 号" in keeper.post(f"/rooms/{ROOM}/take_in", data=given, follow_redirects=True).text
    assert keeper.post("/visits/record", data={"room": ROOM, "heads": 2}).status_code in (200, 303)
    assert "要补 1 件" in keeper.get("/").text

    with in_village(app, village):
        disable_room(ROOM)
    assert keeper.get(f"/rooms/{ROOM}/bundles/").status_code == 404
    assert "缝纫角" in keeper.get("/visit-log/").text

    assert "sewing_corner__bundle" in purge(app, ROOM).tables
    with app.app_context():
        assert not [name for name in inspect(db.engine).get_table_names() if name.startswith(ROOM)]


if __name__ == "__main__":
    main()
