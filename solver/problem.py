"""What is to be planned: frozen values in whole micrometres and seconds.

Time zero is the moment of planning; earlier moments (a build that is already running) are negative.
Every value is checked at its birth and trusted afterwards. Whoever makes a Problem rounds to the
safe side before: sizes and durations up, room down.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from itertools import pairwise

Point = tuple[int, int]
Ring = tuple[Point, ...]
"""A closed line of at least three points (µm); the last point is not repeated."""


class ProblemError(ValueError):
    """The problem contradicts itself; the message names the culprit."""

    def __init__(self, message: str, *more: str) -> None:
        super().__init__("; ".join((message, *more)))
        self.reasons = (message, *more)


def _require(condition: bool, message: str) -> None:
    if not condition:
        raise ProblemError(message)


@dataclass(frozen=True, slots=True, order=True)
class Interval:
    """The time from ``start_s`` (included) to ``end_s`` (excluded)."""

    start_s: int
    end_s: int

    def __post_init__(self) -> None:
        _require(self.start_s < self.end_s, f"interval {self.start_s}..{self.end_s} is empty")


@dataclass(frozen=True, slots=True)
class Polygon:
    """One outer ring with its holes (µm); no ring crosses itself or another."""

    outer: Ring
    holes: tuple[Ring, ...] = ()

    def __post_init__(self) -> None:
        for ring in (self.outer, *self.holes):
            _require(len(ring) >= 3, f"a ring needs at least 3 points, got {len(ring)}")


@dataclass(frozen=True, slots=True)
class Outline:
    """What a piece covers of the platform: disjoint polygons (µm) that contain its true shadow.

    The lower left corner of its bounding box is the origin (0, 0).
    """

    polygons: tuple[Polygon, ...]

    def __post_init__(self) -> None:
        _require(bool(self.polygons), "an outline needs at least one polygon")
        points = [point for polygon in self.polygons for point in polygon.outer]
        corner = (min(x for x, _ in points), min(y for _, y in points))
        _require(corner == (0, 0), f"an outline starts at (0, 0), not at {corner}")

    @property
    def width_um(self) -> int:
        return max(x for polygon in self.polygons for x, _ in polygon.outer)

    @property
    def depth_um(self) -> int:
        return max(y for polygon in self.polygons for _, y in polygon.outer)


@dataclass(frozen=True, slots=True)
class Voxels:
    """Cubes that contain a piece: bit (x, y, z) set means that cube may hold material.

    ``bits`` is ``numpy.packbits`` of a C-ordered boolean array of ``shape`` (nx, ny, nz).
    """

    pitch_um: int
    shape: tuple[int, int, int]
    bits: bytes = field(repr=False)

    def __post_init__(self) -> None:
        nx, ny, nz = self.shape
        _require(self.pitch_um > 0 and min(self.shape) > 0, "voxels need a pitch and a shape")
        _require(len(self.bits) == -(-nx * ny * nz // 8), "voxels: bits do not match the shape")


@dataclass(frozen=True, slots=True)
class Orientation:
    """One way in which a part may stand: its size as built and its exposure time.

    ``exposure_ms`` holds, by machine key, the time that this piece adds to a build on that machine
    (scanning, contours, supports); a machine that is not named cannot build the part this way.
    ``angles_mdeg`` are the turns about Z that the nester may choose from (thousandths of a degree).
    """

    key: str
    outline: Outline
    height_um: int
    volume_mm3: float
    exposure_ms: Mapping[str, int]
    angles_mdeg: tuple[int, ...] = (0, 90_000, 180_000, 270_000)
    voxels: Voxels | None = None

    def __post_init__(self) -> None:
        _require(self.height_um > 0, f"orientation {self.key!r}: height must be positive")
        _require(self.volume_mm3 >= 0, f"orientation {self.key!r}: volume must not be negative")
        _require(bool(self.angles_mdeg), f"orientation {self.key!r}: no angle allowed")
        _require(
            all(value >= 0 for value in self.exposure_ms.values()),
            f"orientation {self.key!r}: exposure must not be negative",
        )
        if self.voxels is not None:
            _require(
                all(angle % 90_000 == 0 for angle in self.angles_mdeg),
                f"orientation {self.key!r}: voxels turn by quarter turns only",
            )


@dataclass(frozen=True, slots=True)
class Part:
    """A shape in a revision, with the ways in which it may stand, the preferred one first."""

    key: str
    orientations: tuple[Orientation, ...]

    def __post_init__(self) -> None:
        _require(bool(self.orientations), f"part {self.key!r}: no orientation")


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the published plan puts a piece; a new plan that keeps it there is calmer."""

    machine: str
    finish_s: int


@dataclass(frozen=True, slots=True)
class Piece:
    """One physical copy of a part.

    It may be built on ``eligible`` machines together with pieces of the same ``build_key`` only,
    not set up before ``release_s``, and is finished ``lead_s`` (post-processing) after it was
    unloaded.
    """

    key: str
    part: str
    build_key: str
    eligible: frozenset[str]
    release_s: int = 0
    due_s: int | None = None
    weight: int = 1
    lead_s: int = 0
    standing: Standing | None = None

    def __post_init__(self) -> None:
        _require(self.weight >= 0, f"piece {self.key!r}: weight must not be negative")
        _require(self.lead_s >= 0, f"piece {self.key!r}: lead time must not be negative")


@dataclass(frozen=True, slots=True)
class Mode:
    """How a machine runs builds of one build key: the times that do not depend on single pieces.

    A build is: changeover and set-up (attended), then heating, building and cooling (unattended),
    then unloading (attended). Cooling lasts ``cool_s`` but at least ``cool_permille`` of the time
    spent building. ``after_s`` passes away from the machine before post-processing may begin.
    """

    setup_s: int
    layer_um: int
    layer_ms: int
    heat_s: int = 0
    cool_s: int = 0
    cool_permille: int = 0
    unload_s: int = 0
    after_s: int = 0

    def __post_init__(self) -> None:
        _require(self.layer_um > 0, "mode: layer thickness must be positive")
        times = (self.setup_s, self.layer_ms, self.heat_s, self.cool_s, self.unload_s, self.after_s)
        _require(min(times) >= 0 and self.cool_permille >= 0, "mode: times must not be negative")


class Shape(StrEnum):
    RECTANGLE = "rectangle"
    ROUND = "round"
    """An ellipse that touches the four sides; a circle where width and depth are equal."""


@dataclass(frozen=True, slots=True)
class Platform:
    """The room for pieces (µm): its shape, height and what keeps them apart.

    Pieces keep ``gap_um`` from each other and from ``keep_outs``, ``margin_um`` from the edge.
    With ``stacked`` they may lie above each other (powder beds without supports): then they keep
    ``gap_um`` in space, ``margin_um`` from the walls and ``floor_um`` from bottom and top, and
    their material fills at most ``density_permille`` of the usable volume, the room inside the
    margins.
    """

    width_um: int
    depth_um: int
    height_um: int
    gap_um: int
    margin_um: int = 0
    shape: Shape = Shape.RECTANGLE
    keep_outs: tuple[Polygon, ...] = ()
    stacked: bool = False
    floor_um: int = 0
    density_permille: int = 1000

    def __post_init__(self) -> None:
        _require(min(self.width_um, self.depth_um, self.height_um) > 0, "platform must be positive")
        _require(min(self.gap_um, self.margin_um, self.floor_um) >= 0, "gaps must not be negative")
        _require(
            2 * self.margin_um < min(self.width_um, self.depth_um)
            and 2 * self.floor_um < self.height_um,
            "platform: the margins leave no room",
        )
        _require(0 < self.density_permille <= 1000, "density must be 1..1000 permille")


@dataclass(frozen=True, slots=True)
class Machine:
    """A machine: its platform, how it runs each build key and when people attend to it.

    ``changeover_s[from, to]`` is attended work before the set-up of a build of key ``to`` after
    one of key ``from``; a pair that is missing is forbidden, equal keys need nothing unless stated.
    ``attended`` are the hours with somebody there; ``blocked`` (maintenance) admits no part of a
    build.
    """

    key: str
    platform: Platform
    modes: Mapping[str, Mode]
    attended: tuple[Interval, ...]
    blocked: tuple[Interval, ...] = ()
    changeover_s: Mapping[tuple[str, str], int] = field(default_factory=dict)
    state: str | None = None
    """The build key for which it is set up now; None: no first build needs a changeover."""
    cost_per_h: int = 1

    def __post_init__(self) -> None:
        _require(bool(self.modes), f"machine {self.key!r}: no mode")
        _require(bool(self.attended), f"machine {self.key!r}: nobody ever attends to it")
        _require(_ordered(self.attended), f"machine {self.key!r}: attended hours overlap")
        _require(_ordered(self.blocked), f"machine {self.key!r}: blocked hours overlap")
        _require(
            all(value >= 0 for value in self.changeover_s.values()),
            f"machine {self.key!r}: changeover must not be negative",
        )


def _ordered(intervals: Iterable[Interval]) -> bool:
    return all(before.end_s <= after.start_s for before, after in pairwise(intervals))


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
        _require(list(moments) == sorted(moments), f"build {self.key!r}: its times go backwards")
        _require(bool(self.placements), f"build {self.key!r}: no piece")

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
        _require(bool(self.pieces), "a lock names at least one piece")
        _require(
            {placement.piece for placement in self.placements} <= set(self.pieces),
            "a lock places a piece that it does not name",
        )
        _require(
            self.machine is not None or (self.start_s is None and not self.placements),
            "a lock of time or place needs its machine",
        )


@dataclass(frozen=True)
class Problem:
    """Everything the solver may know.

    ``fixed`` builds (running, released, frozen) appear in every schedule as they are, whatever the
    rules say of them; their pieces are among ``pieces``.
    """

    machines: tuple[Machine, ...]
    parts: tuple[Part, ...]
    pieces: tuple[Piece, ...]
    fixed: tuple[ScheduledBuild, ...] = ()
    locks: tuple[Lock, ...] = ()
    weights: Mapping[str, int] = field(default_factory=dict)
    """Objective terms and their weights; empty: the defaults of ``solver.objectives``."""

    def __post_init__(self) -> None:
        reasons = [*_repeated(self), *_dangling(self)]
        if reasons:
            raise ProblemError(*reasons)

    @cached_property
    def machine(self) -> Mapping[str, Machine]:
        """Machines by key."""
        return {machine.key: machine for machine in self.machines}

    @cached_property
    def piece(self) -> Mapping[str, Piece]:
        """Pieces by key."""
        return {piece.key: piece for piece in self.pieces}

    @cached_property
    def part(self) -> Mapping[str, Part]:
        """Parts by key."""
        return {part.key: part for part in self.parts}

    @cached_property
    def orientation(self) -> Mapping[tuple[str, str], Orientation]:
        """Orientations by (piece key, orientation key)."""
        return {
            (piece.key, orientation.key): orientation
            for piece in self.pieces
            for orientation in self.part[piece.part].orientations
        }


def _repeated(problem: Problem) -> list[str]:
    reasons = []
    for kind, keys in (
        ("machine", [machine.key for machine in problem.machines]),
        ("part", [part.key for part in problem.parts]),
        ("piece", [piece.key for piece in problem.pieces]),
        ("fixed build of piece", [key for build in problem.fixed for key in build.pieces]),
        ("lock of piece", [key for lock in problem.locks for key in lock.pieces]),
    ):
        twice = sorted(key for key, count in Counter(keys).items() if count > 1)
        reasons += [f"{kind} {key!r} appears twice" for key in twice]
    return reasons


def _dangling(problem: Problem) -> list[str]:
    machines, parts, pieces = set(problem.machine), set(problem.part), set(problem.piece)
    reasons = [
        f"piece {piece.key!r}: unknown part {piece.part!r}"
        for piece in problem.pieces
        if piece.part not in parts
    ]
    reasons += [
        f"piece {piece.key!r}: unknown machine {key!r}"
        for piece in problem.pieces
        for key in sorted(piece.eligible - machines)
    ]
    reasons += [
        f"fixed build {build.key!r}: unknown machine {build.machine!r}"
        for build in problem.fixed
        if build.machine not in machines
    ]
    reasons += [
        f"fixed build {build.key!r}: machine {build.machine!r} has no mode {build.build_key!r}"
        for build in problem.fixed
        if build.machine in machines and build.build_key not in problem.machine[build.machine].modes
    ]
    named = [(f"fixed build {build.key!r}", key) for build in problem.fixed for key in build.pieces]
    named += [(f"lock of {lock.pieces[0]!r}", key) for lock in problem.locks for key in lock.pieces]
    reasons += [f"{who}: unknown piece {key!r}" for who, key in named if key not in pieces]
    reasons += [
        f"lock of {lock.pieces[0]!r}: unknown machine {lock.machine!r}"
        for lock in problem.locks
        if lock.machine is not None and lock.machine not in machines
    ]
    return reasons
