"""Word files (.docx) from templates that a village may change: looked at before they are kept, filled without trust."""

from hub.papers.checking import MOST_BYTES, check_template
from hub.papers.filling import fill

__all__ = ["MOST_BYTES", "check_template", "fill"]
