"""How the cores of a worker's machine are shared by the kinds of work."""

from threading import BoundedSemaphore

from amcenter.tables import TaskKind

THREADS_OF_A_PLAN = 4


class Cores:
    """At most ``count`` CPU-bound children at once; plan runs always leave room for analyses.

    On a single core an analysis may run beside a plan: it takes a second, the plan takes minutes.
    """

    def __init__(self, count: int) -> None:
        self.free = BoundedSemaphore(max(count, 2))
        self._count = count

    def of(self, kind: TaskKind) -> int:
        """Return how many tasks of a kind may be in hand."""
        return max(1, self._count // THREADS_OF_A_PLAN) if kind is TaskKind.PLAN else self._count
