"""The room's records as lists, in the order of its tabs."""

from .exhibits import Checks, Exhibits, Faults, Services
from .groups import Groups, Guides

TABS = [Groups, Exhibits, Faults, Services, Checks, Guides]

__all__ = ["TABS"]
