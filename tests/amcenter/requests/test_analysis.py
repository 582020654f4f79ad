"""The background work on a part."""

from pathlib import Path

import pytest

from amcenter.errors import UnreadableFile
from amcenter.intake.files import FileStore
from amcenter.intake.isolated import AnalysisLost
from amcenter.intake.limits import Limits
from amcenter.requests.analysis import Analysis
from amcenter.tables.columns import JsonObject
from amcenter.work.body import Interrupted
from amcenter.work.inline import InlineQueue


class Nobody:
    """A control that wishes nothing."""

    def report(self, progress: JsonObject) -> None:
        pass

    def cancelled(self) -> bool:
        return False

    def finish_early(self) -> bool:
        return False


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (AnalysisLost("analysis_crashed"), Interrupted),
        (UnreadableFile("analysis_crashed"), UnreadableFile),
    ],
)
def test_a_killed_analysis_is_an_interruption_and_a_crashed_one_an_answer(
    error: Exception,
    expected: type[Exception],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fails(*_: object) -> None:
        raise error

    stored = FileStore(tmp_path).receive([b"solid"])
    request = {"sha256": stored.sha256, "name": "a.stl", "unit": None, "known": None}
    monkeypatch.setattr("amcenter.requests.analysis.run_isolated", fails)

    with pytest.raises(expected):
        Analysis(FileStore(tmp_path), Limits(), InlineQueue()).run(request, Nobody())
