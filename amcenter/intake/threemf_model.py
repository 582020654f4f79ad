"""One model part of a 3MF: its meshes, components and build items, as they are written."""

from array import array
from dataclasses import dataclass, field
from typing import IO

import numpy as np
from numpy.typing import NDArray

from amcenter.errors import UnreadableFile
from amcenter.intake.decimals import python_number
from amcenter.intake.soup import require_count
from amcenter.intake.threemf_tables import triangles, vertices
from amcenter.intake.units import MM_PER_UNIT
from amcenter.intake.xml_events import Attributes, parse_xml_with_tables

CORE = "http://schemas.microsoft.com/3dmanufacturing/core/2015/02"
PRODUCTION = "http://schemas.microsoft.com/3dmanufacturing/production/2015/06"
_CORE_NAMES = (CORE, "http://schemas.microsoft.com/3dmanufacturing/2013/01")
_HARMLESS_EXTENSIONS = {
    *_CORE_NAMES,
    PRODUCTION,
    "http://schemas.microsoft.com/3dmanufacturing/material/2015/02",
    "http://schemas.microsoft.com/3dmanufacturing/production/alternatives/2021/04",
}
"""Those that leave the shape as the core says it; who requires another would be read wrongly."""
_UNIT_NAMES = {"millimeter": "mm", "centimeter": "cm", "meter": "m"}
_LARGEST_FACTOR = 1e9
_SMALLEST_VOLUME = 1e-12
"""What a transformation may leave of a unit cube: less is flattened, not scaled."""
IDENTITY = np.vstack([np.eye(3), np.zeros(3)])
"""As an ``Affine``: what it moves stays where it is."""

Affine = NDArray[np.float64]
"""(4, 3): a row vector (x, y, z, 1) times this is the moved point."""


@dataclass(frozen=True, slots=True, eq=False)
class Use:
    """An object used by a component or a build item; ``part`` None: the same model part."""

    part: str | None
    object_id: str
    transform: Affine


@dataclass(slots=True, eq=False)
class ModelObject:
    """An object: a mesh (coordinates and indices in file order) or components."""

    kind: str
    coordinates: "array[float]" = field(default_factory=lambda: array("d"))
    indices: "array[int]" = field(default_factory=lambda: array("q"))
    components: list[Use] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class ModelPart:
    """Everything of one model part that has to do with shape."""

    unit: str = "mm"
    objects: dict[str, ModelObject] = field(default_factory=dict)
    items: list[Use] = field(default_factory=list)


class ModelReader:
    """Collects a model part from XML events."""

    def __init__(self) -> None:
        self.model = ModelPart()
        self._namespaces: dict[str, str] = {}
        self._object: ModelObject | None = None

    def read(self, file: IO[bytes]) -> None:
        """Read a model part from its XML."""
        tables = {
            f"{namespace} {name}": table
            for namespace in _CORE_NAMES
            for name, table in (("vertices", self._vertices), ("triangles", self._triangles))
        }
        known = self._namespaces.__setitem__
        parse_xml_with_tables(file.read(), tables, self._start, self._end, known)

    def _vertices(self, content: bytes, at: int, prefix: bytes) -> int | None:
        found = vertices(content, at, prefix) if self._object else None
        if found is None:
            return None
        self._current().coordinates.frombytes(found[0].tobytes())
        return found[1]

    def _triangles(self, content: bytes, at: int, prefix: bytes) -> int | None:
        found = triangles(content, at, prefix) if self._object else None
        if found is None:
            return None
        self._current().indices.frombytes(found[0].tobytes())
        return found[1]

    def _start(self, element: str, attributes: Attributes) -> None:
        namespace, _, name = element.rpartition(" ")
        if namespace not in _CORE_NAMES:
            return
        try:
            self._core_element(name, attributes)
        except (KeyError, ValueError, OverflowError):
            raise UnreadableFile("threemf_bad_element", element=name[:40]) from None

    def _core_element(self, name: str, attributes: Attributes) -> None:
        if name == "vertex":
            point = (python_number(attributes[axis].encode()) for axis in "xyz")
            self._current().coordinates.extend(point)
        elif name == "triangle":
            corners = (_whole_number(attributes[corner]) for corner in ("v1", "v2", "v3"))
            self._current().indices.extend(corners)
        elif name == "object":
            self._open_object(attributes)
        elif name == "component":
            self._current().components.append(_use(attributes))
        elif name == "item" and attributes.get("printable") != "0":
            self.model.items.append(_use(attributes))
        elif name == "model":
            self._check_model(attributes)

    def _end(self, element: str) -> None:
        if element.endswith(" object") and self._object is not None:
            require_count(max(len(self._object.indices) // 3, 1))
            self._object = None

    def _current(self) -> ModelObject:
        if self._object is None:
            raise KeyError("outside of an object")
        return self._object

    def _open_object(self, attributes: Attributes) -> None:
        key = attributes["id"]
        if key in self.model.objects:
            raise UnreadableFile("threemf_repeated_object", object=key[:40])
        self._object = ModelObject(attributes.get("type", "model"))
        self.model.objects[key] = self._object

    def _check_model(self, attributes: Attributes) -> None:
        unit = attributes.get("unit", "millimeter")
        self.model.unit = _UNIT_NAMES.get(unit, unit)
        if self.model.unit not in MM_PER_UNIT:
            raise UnreadableFile("threemf_unknown_unit", unit=unit[:40])
        for short in attributes.get("requiredextensions", "").split():
            if self._namespaces.get(short) not in _HARMLESS_EXTENSIONS:
                raise UnreadableFile("threemf_extension", extension=short[:40])


def _whole_number(text: str) -> int:
    if "_" in text:  # Python would take 1_000
        raise ValueError
    return int(text)


def _use(attributes: Attributes) -> Use:
    part = attributes.get(f"{PRODUCTION} path")
    return Use(part, attributes["objectid"], _transform(attributes.get("transform")))


def _transform(text: str | None) -> Affine:
    if text is None:
        return IDENTITY
    matrix = np.array([python_number(word) for word in text.encode().split()]).reshape(4, 3)
    possible = bool((np.abs(matrix) <= _LARGEST_FACTOR).all())  # NaN is not
    if not possible or abs(np.linalg.det(matrix[:3])) < _SMALLEST_VOLUME:
        raise UnreadableFile("threemf_bad_transform", transform=text[:80])
    return matrix
