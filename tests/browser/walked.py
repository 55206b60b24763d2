"""All links of the demo followed by somebody, once a run on each database; the next who asks goes on from there.

Making and reading hundreds of pages is most of a walk, and they are the same for every test that begins with them.
"""

from __future__ import annotations

import pickle
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import Flask
from sqlalchemy import select

from hub.accounts.models import SignIn
from hub.accounts.session import hash_token
from hub.kernel.clock import now
from hub.kernel.database import db
from tests.browser.reading import chinese
from tests.browser.walking import Walk
from tests.harness.demo import demo_user
from tests.harness.people import Client
from tests.harness.stand import Stand
from tests.harness.states import alone

COOKIE = "village_hub"
MET = ("problems", "pages", "arguments", "templates", "forms")


def walked(stand: Stand, who: str) -> Walk:
    """The walk of `who` after `follow_links`, with `chinese` as what is wrong with a page. State: "demo"."""
    kept = stand.database.lock(f"walk-{who}").with_suffix(".walk")
    with alone(stand.database.lock(f"walk-{who}")):
        if not kept.exists():
            walk = Walk(stand.app, demo_user(stand.app, who), chinese)
            walk.follow_links()
            kept.write_bytes(pickle.dumps(_Kept.of(walk)))
            return walk
    found: _Kept = pickle.loads(kept.read_bytes())
    return found.go_on(stand.app)


@dataclass(frozen=True)
class _Kept:
    """What was met, and the browser in which it was: the forms carry its token."""

    met: dict[str, Any]
    cookie: str
    token: str
    user: int
    village: int | None

    @classmethod
    def of(cls, walk: Walk) -> _Kept:
        cookie = walk.client.get_cookie(COOKIE)
        assert cookie
        with walk.client.session_transaction() as browser:
            token = browser["_user_id"]
        with walk.app.app_context():
            here = db.session.scalars(select(SignIn).where(SignIn.token_hash == hash_token(token))).one()
            met = {name: getattr(walk, name) for name in MET}
            return cls(met, cookie.value, token, here.user_id, here.village_id)

    def go_on(self, app: Flask) -> Walk:
        """The same browser, signed in as before."""
        with app.app_context():
            sign_in = SignIn(
                token_hash=hash_token(self.token), user_id=self.user, village_id=self.village, created_at=now(),
                expires_at=now() + timedelta(days=1),
            )  # fmt: skip
            db.session.add(sign_in)
            db.session.commit()
        client = Client(app, app.response_class, use_cookies=True)
        client.set_cookie(COOKIE, self.cookie)
        return Walk(app, client, chinese, **self.met)
