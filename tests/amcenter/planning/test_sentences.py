"""Every reason that a plan may give has a sentence."""

import re
from pathlib import Path

from amcenter.messages import catalogue

ROOT = Path(__file__).parents[3]


def test_every_reason_of_solver_and_planning_has_a_sentence() -> None:
    codes = {
        code
        for folder in ("solver", "amcenter/planning")
        for source in (ROOT / folder).rglob("*.py")
        for code in re.findall(r'\bReason\(\s*"(\w+)"', source.read_text())
    }

    assert len(codes) > 20
    assert codes - set(catalogue("en")) == set()
