"""What was decided: where pieces lie, when builds run, and what people have locked."""

from dataclasses import dataclass

from solver.errors import require


@dataclass(frozen=True, slots=True)
class Placement:
    """A piece in a build: turned about Z by ``angle_mdeg``, then moved by (x, y, z) in µm.

    It is the origin of the orientation's own frame that moves: the lower left bottom corner of the
    unturned bounding box (axes of ISO 17295, origin at the platform's lower left corner).
    """

    piece: str
    orientation: str
    x_um: int
    y_um: int
    z_um: int = 0
    angle_mdeg: int = 0


@dataclass(frozen=True, slots=True)
class ScheduledBuild:
    """One run of one machine with everything that was decided about it.

    Set-up begins at ``start_s`` (with the changeover, if any), heating and building run from
    ``print_start_s`` to ``print_end_s``, cooling to ``cool_end_s``; it is free at ``end_s``.
    """

    key: str
    machine: str
    build_key: str
    placements: tuple[Placement, ...]
    start_s: int
    print_start_s: int
    print_end_s: int
    cool_end_s: int
    end_s: int

    def __post_init__(self) -> None:
        moments = (
            self.start_s,
            self.print_start_s,
            self.print_end_s,
            self.cool_end_s,
            self.end_s,
        )
        require(list(moments) == sorted(moments), f"build {self.key!r}: its times go backwards")
        require(bool(self.placements), f"build {self.key!r}: no piece")

    @property
    def pieces(self) -> tuple[str, ...]:
        return tuple(placement.piece for placement in self.placements)


@dataclass(frozen=True, slots=True)
class Lock:
    """A person's decision that the solver keeps.

    The ``pieces`` share one build; if given, on ``machine``, with its set-up beginning at
    ``start_s``, and with ``placements`` exactly there. ``closed``: nothing else may join them.
    """

    pieces: tuple[str, ...]
    machine: str | None = None
    start_s: int | None = None
    placements: tuple[Placement, ...] = ()
    closed: bool = False

    def __post_init__(self) -> None:
        require(bool(self.pieces), "a lock names at least one piece")
        require(
            {placement.piece for placement in self.placements} <= set(self.pieces),
            "a lock places a piece that it does not name",
        )
        require(
            self.machine is not None or (self.start_s is None and not self.placements),
            "a lock of time or place needs its machine",
        )
