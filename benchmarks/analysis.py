"""The speed of intake against other programs, on the same files: ``make bench-analysis``.

Files are generated into ``.bench/`` and peers installed there, never into the environment of this
project. Every figure is the least CPU time of some runs in a process of its own. A full run takes
about half an hour on one core; ``--only outline --size small`` shows one row in a minute.
"""

import argparse
from pathlib import Path

from benchmarks.intake.peers import FOLDER, ROOT, installed, versions
from benchmarks.intake.rows import ROWS
from benchmarks.intake.running import Bench
from benchmarks.intake.solids import Solids
from benchmarks.intake.table import Line, markdown, put_between_marks

PAGE = ROOT / "docs/benchmarks.md"


def main() -> None:
    """Measure, print, and write the table of a full run into the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", choices=ROWS, action="append", help="this row (more than once)")
    parser.add_argument("--size", choices=("small", "full"), default="full")
    parser.add_argument("--files", type=Path, default=FOLDER / "files", help="generated files")
    asked = parser.parse_args()
    peers = installed()
    bench = Bench(Solids(asked.files), peers, "1M" if asked.size == "full" else "100k")
    lines: list[Line] = []
    for name in asked.only or ROWS:
        for line in ROWS[name](bench):
            print(line.work, line.ours, line.peer, line.theirs, line.ratio, line.verdict, sep=" | ")
            lines.append(line)
    text = markdown(lines, versions(peers))
    print(f"\n{text}")
    if asked.size == "full" and not asked.only:
        put_between_marks(PAGE, text)


if __name__ == "__main__":
    main()
