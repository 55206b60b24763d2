"""An environment with a package beside the hub, as an author or a village would install one."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "examples" / "sewing_corner"


def install(package: Path, target: Path) -> None:
    """Build a package and install it into a folder, from nothing but what is here."""
    options = ("--quiet", "--no-deps", "--no-build-isolation", "--no-index", "--disable-pip-version-check")
    run("-m", "pip", "install", *options, "--target", str(target), str(package))


def run(
    *arguments: str, cwd: Path = ROOT, path: tuple[Path, ...] = (), code: int = 0, **settings: str
) -> str:
    """Python in a process of its own, with folders on its path and settings of the hub. Answers what it said."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("HUB_", "PYTEST_"))}
    paths = os.pathsep.join(map(str, (ROOT, *path)))
    done = subprocess.run(
        [sys.executable, *arguments], cwd=cwd, capture_output=True, text=True, check=False,
        env=kept | {"PYTHONPATH": paths} | settings,
    )  # fmt: skip
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout


def run_tests(folder: Path, *arguments: str, path: tuple[Path, ...] = (), code: int = 0) -> str:
    """The tests of a room with nothing but the hub's plugin."""
    plugin = ("-W", "error", "-p", "hub.pytest_plugin", "-p", "no:cacheprovider", "-p", "no:xdist")
    return run("-m", "pytest", "-q", *plugin, *arguments, cwd=folder, path=path, code=code)
