"""What tests of a room stand on, for authors outside the hub's own repository.

The fixtures come with pytest itself as soon as the hub is installed; nothing has to be imported for them, and they cost
nothing where they are not asked for. Each test has a village of its own, in which the room is enabled, on one scratch
database a run: SQLite in a temporary folder, or an empty PostgreSQL (`pytest --hub-database postgresql://…`).

This module holds what tests call themselves. The running hub never imports it.
"""

from hub.centre.situation import in_village
from hub.demo.demo import Demo
from hub.privacy.people import erase
from hub.testing.demo import a_demo
from hub.testing.people import Client, a_user, a_village, sign_in, signed_in
from hub.testing.rules import RoomRules
from hub.testing.scratch import ScratchHub
from hub.testing.time import a_period

__all__ = [
    "Client",
    "Demo",
    "RoomRules",
    "ScratchHub",
    "a_demo",
    "a_period",
    "a_user",
    "a_village",
    "erase",
    "in_village",
    "sign_in",
    "signed_in",
]
