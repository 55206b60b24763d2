"""Server processes, started and watched from outside."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench.plan import CHECKOUT
from bench.talking import Http

PATIENCE = 60.0  # seconds until a server must answer
MEGABYTE = 1024  # kilobytes


class Server:
    """One or several processes of one app on one port."""

    def __init__(self, name: str, given: dict[str, Any], processes: int = 1) -> None:
        self.name = name
        self.port = _free_port()
        command = [
            sys.executable,
            "-W",
            "ignore",
            "-m",
            "bench.serve",
            name,
            str(self.port),
            json.dumps(given),
        ]
        environment = {name: value for name, value in os.environ.items() if not name.startswith("HUB_")}
        environment["PYTHONPATH"] = str(CHECKOUT)
        environment.pop("PYTHONDONTWRITEBYTECODE", None)  # what is installed is compiled already
        self._log = (CHECKOUT / ".cache" / "bench" / f"{name}.log").open("wb")
        self.began = time.monotonic()
        self._processes = [
            subprocess.Popen(command, env=environment, cwd=CHECKOUT, stdout=self._log, stderr=self._log)
            for _ in range(processes)
        ]

    def wait(self, path: str) -> float:
        """Seconds from its start until it has answered; raises when it does not."""
        while time.monotonic() < self.began + PATIENCE:
            if any(process.poll() is not None for process in self._processes):
                break
            try:
                with Http(self.port) as http:
                    http.get(path)
                return time.monotonic() - self.began
            except OSError:
                time.sleep(0.005)
        raise RuntimeError(f"{self.name} does not answer; see .cache/bench/{self.name}.log")

    def memory(self, what: str = "VmRSS") -> float:
        """Megabytes of the first process: at present, or the most since `forget_peak` (VmHWM)."""
        status = Path(f"/proc/{self._processes[0].pid}/status").read_text()
        found = re.search(rf"{what}:\s+(\d+) kB", status)
        return int(found[1]) / MEGABYTE if found else 0.0

    def forget_peak(self) -> None:
        """Let the system take note of the most memory anew."""
        Path(f"/proc/{self._processes[0].pid}/clear_refs").write_text("5")

    def stop(self) -> None:
        for process in self._processes:
            process.terminate()
        for process in self._processes:
            process.wait(30)
        self._log.close()


@contextmanager
def serving(name: str, given: dict[str, Any], path: str, processes: int = 1) -> Iterator[Server]:
    """A server that answers, until the end of the block."""
    server = Server(name, given, processes)
    try:
        server.wait(path)
        yield server
    finally:
        server.stop()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
