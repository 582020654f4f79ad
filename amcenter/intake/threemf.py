"""3MF: the build items of a package, with every component in its place."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from amcenter.errors import UnreadableFile
from amcenter.intake.soup import Soup, require_count, require_indices
from amcenter.intake.threemf_model import IDENTITY, Affine, ModelObject, ModelPart, ModelReader, Use
from amcenter.intake.threemf_package import Package, open_package, part_name

MAX_INSTANCES = 100_000
MAX_DEPTH = 50
_SOLID = "model"
_IGNORED = {"support", "solidsupport"}

Reference = tuple[str, str]
"""Name of the model part, id of the object in it."""


@dataclass(slots=True, eq=False)
class Document:
    """The model parts of a package, read when they are first needed."""

    package: Package
    root: str
    parts: dict[str, ModelPart] = field(default_factory=dict)
    counts: dict[Reference, tuple[int, int]] = field(default_factory=dict)

    def part(self, name: str) -> ModelPart:
        if name not in self.parts:
            reader = ModelReader()
            self.package.stream(name, reader.read)
            units = {reader.model.unit, *(part.unit for part in self.parts.values())}
            if len(units) > 1:
                raise UnreadableFile("threemf_mixed_units", units=", ".join(sorted(units)))
            self.parts[name] = reader.model
        return self.parts[name]

    def target(self, use: Use, where: str) -> Reference:
        return (where if use.part is None else part_name(use.part), use.object_id)

    def find(self, reference: Reference) -> ModelObject:
        part, key = reference
        found = self.part(part).objects.get(key)
        if found is None:
            raise UnreadableFile("threemf_missing_object", object=key[:40])
        if found.kind != _SOLID and found.kind not in _IGNORED:
            raise UnreadableFile("threemf_not_solid", object=key[:40], kind=found.kind[:40])
        return found


def read_3mf(path: Path) -> Soup:
    """Return everything that a 3MF wants built, in its own unit; each instance is a group."""
    package = open_package(path)
    with package.archive:
        document = Document(package, package.main_model())
        model = document.part(document.root)
        uses = [(document.target(item, document.root), item.transform) for item in model.items]
        _require_bounded(document, uses)
        return _joined(document, uses, model.unit)


def _require_bounded(document: Document, uses: list[tuple[Reference, Affine]]) -> None:
    """Count what the items would become before making any of it: nesting multiplies."""
    counted = [_count(document, reference, ()) for reference, _ in uses]
    if sum(instances for instances, _ in counted) > MAX_INSTANCES:
        raise UnreadableFile("threemf_too_many_instances", limit=MAX_INSTANCES)
    require_count(sum(triangles for _, triangles in counted))


def _count(
    document: Document, reference: Reference, above: tuple[Reference, ...]
) -> tuple[int, int]:
    """Return how many objects and triangles an object stands for, each looked at once."""
    if reference in above:
        raise UnreadableFile("threemf_cycle", object=reference[1][:40])
    if len(above) > MAX_DEPTH:
        raise UnreadableFile("threemf_too_deep", limit=MAX_DEPTH)
    if reference not in document.counts:
        found = document.find(reference)
        children = [
            _count(document, document.target(use, reference[0]), (*above, reference))
            for use in found.components
        ]
        own = len(found.indices) // 3
        document.counts[reference] = (
            sum(count for count, _ in children) + 1,
            sum(count for _, count in children) + own,
        )
    return document.counts[reference]


def _joined(document: Document, uses: list[tuple[Reference, Affine]], unit: str) -> Soup:
    points: list[NDArray[np.float64]] = []
    faces: list[NDArray[np.int64]] = []
    first = 0
    for reference, transform in uses:
        for corners, triangles in _instances(document, reference, transform):
            faces.append(triangles + first if first else triangles)
            points.append(corners)
            first += len(corners)
    require_count(sum(map(len, faces)))
    if len(faces) == 1:
        return Soup(points[0], faces[0], unit=unit)
    groups = np.repeat(np.arange(len(faces)), [len(triangles) for triangles in faces])
    return Soup(np.concatenate(points), np.concatenate(faces), len(faces), unit, groups)


def _instances(
    document: Document, reference: Reference, transform: Affine
) -> Iterator[tuple[NDArray[np.float64], NDArray[np.int64]]]:
    """Yield the moved points and the triangles of each mesh below an object."""
    found = document.find(reference)
    if found.kind in _IGNORED:
        return
    if found.indices:
        yield _placed(found, transform)
    for use in found.components:
        below = document.target(use, reference[0])
        yield from _instances(document, below, _combined(use.transform, transform))


def _placed(found: ModelObject, transform: Affine) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    points = np.frombuffer(found.coordinates, dtype=np.float64).reshape(-1, 3)
    triangles = np.frombuffer(found.indices, dtype=np.int64).reshape(-1, 3)
    require_indices(triangles, len(points))
    if np.linalg.det(transform[:3]) < 0:  # a mirrored mesh is inside out until its corners turn
        triangles = triangles[:, ::-1]
    if (transform == IDENTITY).all():
        return points, triangles
    return points @ transform[:3] + transform[3], triangles


def _combined(first: Affine, then: Affine) -> Affine:
    linear = first[:3] @ then[:3]
    return np.vstack([linear, first[3] @ then[:3] + then[3]])
