"""Bars that show how far a long command is; nothing where nobody looks."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Self

from rich.progress import (
    BarColumn,
    Progress,
    SpinnerColumn,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
)

from amcenter.cli.sentences import aside, language
from amcenter.messages import Message, text


class Bars:
    """One line per step, on the error output."""

    def __init__(self) -> None:
        self._progress = Progress(
            SpinnerColumn(finished_text="✓"),
            TextColumn("{task.description}"),
            BarColumn(bar_width=30),
            TextColumn("{task.completed:.0f}/{task.total:.0f}"),
            TimeElapsedColumn(),
            TextColumn("[dim]{task.fields[state]}"),
            console=aside,
            disable=not aside.is_terminal,
        )

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        where: TracebackType | None,
    ) -> None:
        self._progress.stop()

    @contextmanager
    def counting(self, step: str, total: int) -> Iterator[Callable[[], None]]:
        """Give a function that counts one more of ``total``."""
        line = self._add(step, total)
        yield lambda: self._progress.advance(line)

    @contextmanager
    def measuring(self, step: str, total: float) -> Iterator[Callable[[float, str], None]]:
        """Give a function that shows how much of ``total`` is over, and a state in words."""
        line = self._add(step, total)

        def show(completed: float, state: str) -> None:
            self._progress.update(line, completed=min(completed, total), state=state)

        yield show
        self._progress.update(line, completed=total)

    @contextmanager
    def waiting(self, step: str, seconds: float) -> Iterator[None]:
        """Show that something takes about so long."""
        self._add(step, seconds)
        yield

    def _add(self, step: str, total: float) -> TaskID:
        title = text(Message(step), language())
        return self._progress.add_task(title, total=total, state="")
