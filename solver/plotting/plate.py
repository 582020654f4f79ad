"""A build as a picture: the platform with every piece where it really stands."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import shapely
from shapely import MultiPolygon
from shapely.geometry.base import BaseGeometry

from solver.builds import Placement, ScheduledBuild
from solver.geometry.outline import placed, polygon_shape
from solver.geometry.voxels import placed_body, silhouette
from solver.machines import Platform, Shape
from solver.parts import Orientation
from solver.plotting.svg import FAINT, INK, colour, document, element, text, tooltip
from solver.plotting.words import ENGLISH, Words
from solver.problem import Problem

_LEGEND_ROWS = 32
_LONGEST_PART = 24
_LETTER = 1.1
"""About the width of a letter of the legend, in units."""


@dataclass(frozen=True, slots=True)
class _Standing:
    """A piece in the build with its number, from 1 on."""

    number: int
    part: str
    place: Placement
    stand: Orientation
    fill: str

    @property
    def label(self) -> str:
        top_mm = (self.place.z_um + self.stand.height_um) / 1000
        part = (
            self.part if len(self.part) <= _LONGEST_PART else self.part[: _LONGEST_PART - 1] + "…"
        )
        return f"{self.number} {self.place.piece} · {part} · {top_mm:.1f} mm"


@dataclass(frozen=True, slots=True)
class _View:
    """A frame of the picture, in mm; ``unit`` is the size that text and lines go by."""

    left: float
    top: float
    height: float
    unit: float

    def x(self, x_um: float) -> float:
        return self.left + x_um / 1000

    def y(self, y_um: float) -> float:
        return self.top + self.height - y_um / 1000

    def path(self, geometry: BaseGeometry) -> str:
        """Return the lines of a shape (µm); holes stay open with the even-odd rule."""
        rings = shapely.get_rings(shapely.get_parts(geometry))
        return " ".join(
            "M" + "L".join(f"{self.x(x):.2f} {self.y(y):.2f}" for x, y in ring.coords[:-1]) + "Z"
            for ring in rings
        )


def plate_svg(problem: Problem, build: ScheduledBuild, words: Words = ENGLISH) -> str:
    """Return the platform of a build from above and, where pieces are stacked, from the front."""
    standings = _standings(problem, build)
    width = problem.machine[build.machine].platform.width_um / 1000
    unit = _unit(problem, build)
    above, views, bottom = _views(problem, build, standings, 9 * unit, words)
    title = f"{words.build} {build.key}"
    body = [text(title, above.left, 4 * unit, 3 * unit, font_weight="600"), *views]
    column_width = (6 + _LETTER * max(len(each.label) for each in standings)) * unit
    body += _legend(standings, above.left + width + 4 * unit, above.top, column_width, unit)
    columns = -(-len(standings) // _LEGEND_ROWS)
    total_width = above.left + width + 4 * unit + columns * column_width
    total_height = max(bottom, above.top + min(len(standings), _LEGEND_ROWS) * 3 * unit) + 4 * unit
    return document(title, _facts(build, words), total_width, total_height, body)


def platform_svg(problem: Problem, build: ScheduledBuild, words: Words = ENGLISH) -> str:
    """Return the same without title and legend, for pages that list the pieces beside it."""
    standings = _standings(problem, build)
    unit = _unit(problem, build)
    above, body, bottom = _views(problem, build, standings, 4 * unit, words)
    width = problem.machine[build.machine].platform.width_um / 1000 + 2 * above.left
    title = f"{words.build} {build.key}"
    return document(title, _facts(build, words), width, bottom + 3 * unit, body)


def _unit(problem: Problem, build: ScheduledBuild) -> float:
    platform = problem.machine[build.machine].platform
    return max(platform.width_um, platform.depth_um) / 100_000


def _facts(build: ScheduledBuild, words: Words) -> str:
    return f"{words.machine} {build.machine}, {len(build.placements)} {words.pieces}"


def _views(
    problem: Problem,
    build: ScheduledBuild,
    standings: Sequence[_Standing],
    top: float,
    words: Words,
) -> tuple[_View, list[str], float]:
    """Return the frame of the view from above, what is to be seen, and where it ends."""
    platform = problem.machine[build.machine].platform
    unit = _unit(problem, build)
    above = _View(3 * unit, top, platform.depth_um / 1000, unit)
    body = [*_from_above(platform, standings, above, words)]
    bottom = above.top + above.height
    if platform.stacked:
        front = _View(3 * unit, bottom + 8 * unit, platform.height_um / 1000, unit)
        body += _from_front(platform, standings, front, words)
        bottom = front.top + front.height
    return above, body, bottom


def _standings(problem: Problem, build: ScheduledBuild) -> list[_Standing]:
    parts = [problem.piece[place.piece].part for place in build.placements]
    fills = {part: colour(index) for index, part in enumerate(dict.fromkeys(parts))}
    return [
        _Standing(
            number, part, place, problem.orientation[place.piece, place.orientation], fills[part]
        )
        for number, (part, place) in enumerate(zip(parts, build.placements, strict=True), start=1)
    ]


def _from_above(
    platform: Platform, standings: Sequence[_Standing], view: _View, words: Words
) -> Iterator[str]:
    yield text(words.top_view, view.left, view.top - view.unit, 2.2 * view.unit, fill=FAINT)
    yield _floor(platform, view, 0, fill="#f7f8fa", stroke=INK, stroke_width=view.unit / 5)
    for polygon in platform.keep_outs:
        path = view.path(polygon_shape(polygon))
        yield element("path", tooltip(words.keep_out), d=path, fill="#6b7280", fill_rule="evenodd")
    if platform.margin_um:
        yield _floor(platform, view, platform.margin_um, **_dashed(view))
    # What lies higher covers what lies lower.
    for each in sorted(standings, key=lambda standing: standing.place.z_um):
        yield from _piece(each, placed(each.stand.outline, each.place), view)


def _dashed(view: _View) -> dict[str, str | float]:
    dashes = f"{view.unit:.2f} {view.unit:.2f}"
    return {
        "fill": "none",
        "stroke": FAINT,
        "stroke_width": view.unit / 8,
        "stroke_dasharray": dashes,
    }


def _floor(platform: Platform, view: _View, inset_um: int, **style: str | float) -> str:
    width, depth = ((side - 2 * inset_um) / 1000 for side in (platform.width_um, platform.depth_um))
    left, top = view.x(inset_um), view.y(platform.depth_um - inset_um)
    if platform.shape is Shape.RECTANGLE:
        return element("rect", x=left, y=top, width=width, height=depth, **style)
    middle = {"cx": left + width / 2, "cy": top + depth / 2}
    return element("ellipse", rx=width / 2, ry=depth / 2, **middle, **style)


def _piece(standing: _Standing, shape: MultiPolygon, view: _View) -> Iterator[str]:
    style: dict[str, str | float] = {
        "fill": standing.fill,
        "fill_rule": "evenodd",
        "stroke": INK,
        "stroke_width": view.unit / 8,
    }
    name = tooltip(standing.label)
    yield element("path", name, class_="piece", d=view.path(shape), **style)
    inner = shapely.maximum_inscribed_circle(shape, tolerance=view.unit * 100)
    x, y = shapely.get_coordinates(inner)[0]
    size = min(2.4 * view.unit, max(0.8 * view.unit, inner.length / 1000))
    centre: dict[str, str | float] = {"text_anchor": "middle", "dominant_baseline": "central"}
    yield text(str(standing.number), view.x(x), view.y(y), size, **centre)


def _from_front(
    platform: Platform, standings: Sequence[_Standing], view: _View, words: Words
) -> Iterator[str]:
    yield text(words.side_view, view.left, view.top - view.unit, 2.2 * view.unit, fill=FAINT)
    width, height = platform.width_um / 1000, platform.height_um / 1000
    frame: dict[str, str | float] = {"x": view.left, "y": view.top}
    outline: dict[str, str | float] = {"stroke": INK, "stroke_width": view.unit / 5}
    yield element("rect", **frame, width=width, height=height, fill="#f7f8fa", **outline)
    for each in sorted(standings, key=lambda standing: -standing.place.y_um):
        body = placed_body(each.stand, each.place)
        if body is not None:
            yield from _piece(each, silhouette(body, 1), view)


def _legend(
    standings: Sequence[_Standing], left: float, top: float, column_width: float, unit: float
) -> Iterator[str]:
    for index, each in enumerate(standings):
        column, row = divmod(index, _LEGEND_ROWS)
        x, y = left + column_width * column, top + 3 * unit * row
        yield element("rect", x=x, y=y, width=2 * unit, height=2 * unit, fill=each.fill)
        yield text(each.label, x + 3 * unit, y + 1.7 * unit, 1.9 * unit)
