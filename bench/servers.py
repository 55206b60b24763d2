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
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from bench.plan import CHECKOUT
from bench.talking import Http

PATIENCE = 60.0  # seconds until a server must answer
MEGABYTE = 1024  # kilobytes


class Server:
    """One or several processes of one app, each on a port of its own: who asks them spreads what is asked evenly, as a
    proxy before them would."""

    def __init__(self, name: str, given: dict[str, Any], processes: int = 1) -> None:
        self.name = name
        self.ports = _free_ports(processes)
        self.port = self.ports[0]
        command = [sys.executable, "-W", "ignore", "-m", "bench.serve", name]
        environment = {name: value for name, value in os.environ.items() if not name.startswith("HUB_")}
        environment["PYTHONPATH"] = str(CHECKOUT)
        environment.pop("PYTHONDONTWRITEBYTECODE", None)  # what is installed is compiled already
        environment.pop("PYPINYIN_NO_PHRASES", None)  # set in this process by the hub itself
        self._log = (CHECKOUT / ".cache" / "bench" / f"{name}.log").open("wb")
        self.began = time.monotonic()
        self._processes = [
            subprocess.Popen(
                [*command, str(port), json.dumps(given)],
                env=environment,
                cwd=CHECKOUT,
                stdout=self._log,
                stderr=self._log,
            )
            for port in self.ports
        ]

    def wait(self, path: str) -> float:
        """Seconds from its start until all processes have answered; raises when one does not."""
        return max(self._wait(port, path) for port in self.ports)

    def _wait(self, port: int, path: str) -> float:
        while time.monotonic() < self.began + PATIENCE:
            if any(process.poll() is not None for process in self._processes):
                break
            try:
                with Http(port) as http:
                    http.get(path)
                return time.monotonic() - self.began
            except OSError:
                time.sleep(0.005)
        raise RuntimeError(f"{self.name} does not answer; see .cache/bench/{self.name}.log")

    @property
    def pids(self) -> list[int]:
        return [process.pid for process in self._processes]

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


def _free_ports(number: int) -> list[int]:
    with ExitStack() as stack:
        probes = [stack.enter_context(socket.socket()) for _ in range(number)]
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [probe.getsockname()[1] for probe in probes]
