"""State machines as tables: which move leads from which status to which, and nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from amcenter.errors import Conflict

StatusT = TypeVar("StatusT", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Moves(Generic[StatusT]):
    """The moves of one kind of thing: ``table[move][status]`` is the status that follows."""

    subject: str
    table: Mapping[str, Mapping[StatusT, StatusT]]

    def possible(self, status: StatusT) -> tuple[str, ...]:
        """Return the moves that a thing in this status may make."""
        return tuple(move for move, steps in self.table.items() if status in steps)

    def after(self, move: str, status: StatusT, *, number: str) -> StatusT:
        """Return the status that follows; a move that the table does not know is refused.

        ``number`` is the name of the thing in the refusal.
        """
        following = self.table[move].get(status)
        if following is None:
            raise Conflict(
                "move_refused",
                subject=self.subject,
                number=number,
                status=status.value,
                move=move,
                possible=", ".join(self.possible(status)) or "-",
            )
        return following


def steps(*before: StatusT, to: StatusT) -> Mapping[StatusT, StatusT]:
    """Return the row of a table for a move that leads from several statuses to one."""
    return dict.fromkeys(before, to)
