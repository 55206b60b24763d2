"""User names: what somebody types to sign in."""

from __future__ import annotations

import re
import unicodedata

from hub.i18n import _
from hub.kernel.refusals import Refused

LENGTH = 40
_GOOD = re.compile(r"[^\W_][\w.-]{1,39}")


def fold_username(typed: str) -> str:
    """The user name as it is kept: capitals and full-width letters make no difference."""
    return unicodedata.normalize("NFKC", typed).strip().casefold()


def check_username(typed: str) -> str:
    """A user name to be kept. Raises Refused for the field `username`."""
    username = fold_username(typed)
    if not _GOOD.fullmatch(username):
        sentence = _(
            "用户名要 2 到 %(n)s 位，可用字母、汉字、数字和 . - _，以字母、汉字或数字开头。", n=LENGTH
        )
        raise Refused(sentence, "username")
    return username
