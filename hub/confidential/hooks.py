"""What this feature answers to the hub."""

from __future__ import annotations
