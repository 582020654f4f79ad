"""What a piece covers of a platform and fills of a powder bed, in whole micrometres."""

from dataclasses import dataclass, field

from solver.errors import require

Point = tuple[int, int]
Ring = tuple[Point, ...]
"""A closed line of at least three points (µm); the last point is not repeated."""


@dataclass(frozen=True, slots=True)
class Polygon:
    """One outer ring with its holes (µm); no ring crosses itself or another."""

    outer: Ring
    holes: tuple[Ring, ...] = ()

    def __post_init__(self) -> None:
        for ring in (self.outer, *self.holes):
            require(len(ring) >= 3, f"a ring needs at least 3 points, got {len(ring)}")


@dataclass(frozen=True, slots=True)
class Outline:
    """What a piece covers of the platform: disjoint polygons (µm) that contain its true shadow.

    The lower left corner of its bounding box is the origin (0, 0).
    """

    polygons: tuple[Polygon, ...]

    def __post_init__(self) -> None:
        require(bool(self.polygons), "an outline needs at least one polygon")
        points = [point for polygon in self.polygons for point in polygon.outer]
        corner = (min(x for x, _ in points), min(y for _, y in points))
        require(corner == (0, 0), f"an outline starts at (0, 0), not at {corner}")

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
        require(self.pitch_um > 0 and min(self.shape) > 0, "voxels need a pitch and a shape")
        require(len(self.bits) == -(-nx * ny * nz // 8), "voxels: bits do not match the shape")
