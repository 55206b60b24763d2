"""每日检查: the station is walked over once a day, point by point."""

from hub.kits.upkeep import DailyCheck

from .models import Check
from .terms import checklist

daily = DailyCheck(Check, checklist)
