"""What every room can be held to, proved by running it in a scratch hub: `hub room check`.

Each module of this folder may hold rules; adding one needs no list anywhere.
"""

import importlib
import pkgutil

from hub.conformance.checking import check_room
from hub.conformance.report import Report, Result
from hub.conformance.rules import RULES, Rule

for _module in pkgutil.iter_modules(__path__):
    importlib.import_module(f"{__name__}.{_module.name}")

__all__ = ["RULES", "Report", "Result", "Rule", "check_room"]
