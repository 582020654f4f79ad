"""Running measurements, ours and the peers', each in a process of its own."""

import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from benchmarks.intake.peers import ONE_THREAD, ROOT, Peers, program_cpu_s
from benchmarks.intake.solids import Solids

RUNS = 5
HERE = Path(__file__).parent


class WorkFailed(Exception):
    """A process ended without figures: which work, and what it said last."""


@dataclass(frozen=True)
class Measured:
    """CPU seconds, peak memory and whatever the work found."""

    cpu_s: float
    peak_mb: float
    values: dict[str, object]

    def number(self, name: str) -> float:
        """Return one of the values."""
        value = self.values[name]
        assert isinstance(value, int | float)
        return float(value)

    def numbers(self, name: str) -> list[float]:
        """Return one of the values that has several numbers."""
        value = self.values[name]
        assert isinstance(value, list)
        return [float(one) for one in value]


@dataclass(frozen=True)
class Bench:
    """Where files and peers are, and how large it all is."""

    solids: Solids
    peers: Peers
    large: str
    """Size of the files that stand for a large part: ``1M``, or less for a quick look."""

    def ours(self, name: str, *arguments: object, runs: int = RUNS) -> Measured:
        """Measure our own work."""
        command = [sys.executable, "-m", "benchmarks.intake.ours", name]
        return _run((*command, *map(str, arguments), str(runs)))

    def answers(self, name: str, *arguments: object) -> Measured:
        """Return our answers, whatever time they take."""
        command = [sys.executable, "-m", "benchmarks.intake.answers", name]
        return _run((*command, *map(str, arguments), "0"))

    def theirs(self, name: str, *arguments: object, runs: int = 3) -> Measured | None:
        """Measure a peer's work; None where the peer is missing or gives up."""
        command = [str(self.peers.python), str(HERE / "theirs.py"), name]
        try:
            return _run((*command, *map(str, arguments), str(runs)))
        except WorkFailed as failure:
            print(failure, file=sys.stderr)
            return None

    def program(self, name: str, *arguments: object, volume: str) -> Measured | None:
        """Measure a program that prints a volume; ``volume`` is the expression that finds it."""
        if name in self.peers.missing:
            return None
        cpu_s, text = program_cpu_s([name, *map(str, arguments)], 3)
        found = re.search(volume, text)
        assert found is not None, text
        return Measured(cpu_s, 0.0, {"volume_mm3": float(found[1])})


@cache
def _run(command: tuple[str, ...]) -> Measured:
    environment = {**os.environ, **ONE_THREAD}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    if done.returncode:
        raise WorkFailed(command[2], done.stderr.strip().splitlines()[-3:])
    return Measured(**json.loads(done.stdout.splitlines()[-1]))
