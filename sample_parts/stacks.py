"""Bodies of upright layers, each with a flat shape of its own, and their closed form."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from manifold3d import Manifold

from sample_parts.shapes import Exact, Flat, united


@dataclass(frozen=True)
class Layer:
    """Flat shapes apart from each other, extruded by one height."""

    flats: Sequence[Flat]
    height: float

    @property
    def area_mm2(self) -> float:
        """Area of the flat shapes together."""
        return sum(flat.area_mm2 for flat in self.flats)

    @property
    def perimeter_mm(self) -> float:
        """Length of all their edges, those of holes included."""
        return sum(flat.perimeter_mm for flat in self.flats)


def stacked(layers: Sequence[Layer]) -> Manifold:
    """Return the body of layers on each other, the first one on z = 0."""
    bodies, bottom = [], 0.0
    for layer in layers:
        bodies += [flat.extruded(layer.height).translate((0, 0, bottom)) for flat in layer.flats]
        bottom += layer.height
    return united(bodies)


def stacked_exact(layers: Sequence[Layer]) -> Exact:
    """Return the figures of ``stacked``.

    Of two layers on each other one must lie wholly within the other; then what shows of the larger
    one between them is the difference of their areas.
    """
    bases = [0.0, *(layer.area_mm2 for layer in layers), 0.0]
    return Exact(
        volume_mm3=sum(layer.area_mm2 * layer.height for layer in layers),
        area_mm2=sum(abs(upper - lower) for lower, upper in pairwise(bases))
        + sum(layer.perimeter_mm * layer.height for layer in layers),
        formula="stack of prisms: base (shoelace) x height, and the steps between them",
    )
