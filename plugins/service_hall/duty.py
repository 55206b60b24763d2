"""Who is at the counter: what the roster kit does."""

from __future__ import annotations

from hub.kits.roster import Roster, duty_pages

from .models import Duty
from .words import ROOM

roster = Roster(Duty, ROOM)
rota = duty_pages(roster)
