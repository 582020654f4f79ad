"""Analysing many files at once, each in a limited process of its own."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from amcenter.errors import UnreadableFile
from amcenter.intake.document import AnalysisDocument
from amcenter.intake.isolated import analyse_isolated
from amcenter.intake.limits import Limits
from amcenter.messages import Message
from amcenter.offline.files import WantedFile

Outcome = AnalysisDocument | Message
"""What is known about a file, or why it cannot be read."""


def analyse_files(
    files: Sequence[WantedFile], *, limits: Limits, cores: int, done: Callable[[], None]
) -> list[Outcome]:
    """Return the outcome for every file, in order; ``done`` is called after each."""

    def outcome(file: WantedFile) -> Outcome:
        try:
            return analyse_isolated(file.path, file.path.name, file.wishes.unit, limits)
        except UnreadableFile as refusal:
            return refusal.message
        finally:
            done()

    with ThreadPoolExecutor(cores) as threads:
        return list(threads.map(outcome, files))
