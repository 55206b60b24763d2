"""The room keeps the rules that every room can be held to; one test each."""

from hub.testing import RoomRules


class TestRules(RoomRules):
    """The room is what its conformance.toml claims."""
