"""The table of a run, on the screen and between two marks in docs/benchmarks.md."""

import platform
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

BEGIN, END = "<!-- bench-analysis: begin -->", "<!-- bench-analysis: end -->"


@dataclass(frozen=True)
class Line:
    """One comparison: of our value with a peer's, or with a limit."""

    work: str
    ours: str
    peer: str
    theirs: str
    ratio: str
    required: str
    passed: bool | None
    """None: the peer is not there."""

    @property
    def verdict(self) -> str:
        return {True: "pass", False: "**short**", None: "not installed"}[self.passed]


def markdown(lines: Sequence[Line], versions: Sequence[str]) -> str:
    """Return the table with where and when it was measured."""
    head = "| work | ours | peer | theirs | ratio | required | |\n|---|---|---|---|---|---|---|\n"
    rows = "".join(
        f"| {one.work} | {one.ours} | {one.peer} | {one.theirs} | {one.ratio} | {one.required} "
        f"| {one.verdict} |\n"
        for one in lines
    )
    day = datetime.now(UTC).date()
    where = f"{platform.machine()}, {_processor()}, Python {platform.python_version()}"
    return f"{head}{rows}\nMeasured on {day}: {where}. Compared with {', '.join(versions)}.\n"


def put_between_marks(path: Path, text: str) -> None:
    """Replace what stands between the marks of a page."""
    page = path.read_text(encoding="utf-8")
    before, rest = page.split(BEGIN)
    after = rest.split(END)[1]
    path.write_text(f"{before}{BEGIN}\n\n{text}\n{END}{after}", encoding="utf-8")


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.processor()
