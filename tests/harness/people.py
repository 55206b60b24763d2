"""A village and those who work in it, for tests: the same that authors of rooms are given."""

from hub.testing.people import Client, a_user, a_village, sign_in, signed_in

__all__ = ["Client", "a_user", "a_village", "sign_in", "signed_in"]
