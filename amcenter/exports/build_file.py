"""The 3MF file of a build: every part once, every piece where the schedule puts it.

Core specification 1.4, identifiers by the Production extension 1.2. The same build gives the same
bytes, so that a released file can be recognised by its hash.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from io import TextIOWrapper
from typing import BinaryIO
from uuid import UUID, uuid5
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import numpy as np
from numpy.typing import NDArray

from amcenter.exports.transforms import Transform

CORE = "http://schemas.microsoft.com/3dmanufacturing/core/2015/02"
PRODUCTION = "http://schemas.microsoft.com/3dmanufacturing/production/2015/06"
OURS = "urn:amcenter:build-file"
_NAMESPACE = UUID("6f0f3a53-0a4f-5c0e-9d55-6b1a4c7f2e10")
_ROWS_AT_ONCE = 16_384

_CONTENT_TYPES = """<?xml version="1.0" encoding="UTF-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="model" ContentType="application/vnd.ms-package.3dmanufacturing-3dmodel+xml"/>
</Types>
"""
_RELATIONSHIPS = """<?xml version="1.0" encoding="UTF-8"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="model" Target="/3D/3dmodel.model"\
 Type="http://schemas.microsoft.com/3dmanufacturing/2013/01/3dmodel"/>
</Relationships>
"""


@dataclass(frozen=True, slots=True)
class Mesh:
    """The surface of a part as it was read.

    ``vertices_mm`` (n, 3) float, ``faces`` (m, 3) int.
    """

    vertices_mm: NDArray[np.float64]
    faces: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Item:
    """One piece: its serial, its part and where the part's own coordinates go."""

    serial: str
    part: str
    transform: Transform


@dataclass(frozen=True, slots=True)
class BuildFile:
    """What the file of one build says; ``part_names`` by part number, ``facts`` as metadata."""

    number: str
    items: tuple[Item, ...]
    part_names: Mapping[str, str]
    facts: Mapping[str, str] = field(default_factory=dict)


def write_build_file(target: BinaryIO, build: BuildFile, mesh_of: Callable[[str], Mesh]) -> None:
    """Write a build as 3MF to ``target``; ``mesh_of`` a part number is asked once per part.

    At most one mesh is in memory at a time.
    """
    parts = list(dict.fromkeys(item.part for item in build.items))
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        archive.writestr(_entry("[Content_Types].xml"), _CONTENT_TYPES)
        archive.writestr(_entry("_rels/.rels"), _RELATIONSHIPS)
        with (
            archive.open(_entry("3D/3dmodel.model"), "w", force_zip64=True) as raw,
            TextIOWrapper(raw, encoding="utf-8", newline="\n") as model,
        ):
            for text in _model(build, parts, mesh_of):
                model.write(text)


def _entry(name: str) -> ZipInfo:
    entry = ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
    entry.compress_type = ZIP_DEFLATED
    entry.create_system = 3  # the same bytes whatever system writes them
    entry.external_attr = 0o644 << 16
    return entry


def _model(build: BuildFile, parts: list[str], mesh_of: Callable[[str], Mesh]) -> Iterator[str]:
    yield (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<model unit="millimeter" xml:lang="en" xmlns="{CORE}" xmlns:p="{PRODUCTION}"'
        f' xmlns:amcenter="{OURS}">\n'
        f"{_metadata('Title', build.number)}{_metadata('Application', 'amcenter')}"
    )
    yield from (_metadata(f"amcenter:{key}", value) for key, value in build.facts.items())
    yield "<resources>\n"
    for index, part in enumerate(parts, start=1):
        yield from _object(index, build, part, mesh_of(part))
    yield f'</resources>\n<build p:UUID="{_uuid(build.number)}">\n'
    index_of = {part: index for index, part in enumerate(parts, start=1)}
    yield from (_item(build.number, item, index_of[item.part]) for item in build.items)
    yield "</build>\n</model>\n"


def _object(index: int, build: BuildFile, part: str, mesh: Mesh) -> Iterator[str]:
    # Open meshes are "model" too: several slicers leave out every other type without a word.
    name = build.part_names.get(part, part)
    yield (
        f'<object id="{index}" type="model" partnumber={quoteattr(part)}'
        f' name={quoteattr(name)} p:UUID="{_uuid(part)}">\n<mesh>\n<vertices>\n'
    )
    # Nine digits keep every float32 (the numbers of an STL) exactly.
    yield from _rows('<vertex x="%.9g" y="%.9g" z="%.9g"/>\n', mesh.vertices_mm)
    yield "</vertices>\n<triangles>\n"
    yield from _rows('<triangle v1="%d" v2="%d" v3="%d"/>\n', _with_three_corners(mesh.faces))
    yield "</triangles>\n</mesh>\n</object>\n"


def _with_three_corners(faces: NDArray[np.int64]) -> NDArray[np.int64]:
    # A triangle that names a vertex twice has no area, and the format forbids it.
    a, b, c = faces.T
    return np.compress((a != b) & (b != c) & (c != a), faces, axis=0)


def _rows(template: str, values: NDArray[np.float64] | NDArray[np.int64]) -> Iterator[str]:
    for begin in range(0, len(values), _ROWS_AT_ONCE):
        rows = values[begin : begin + _ROWS_AT_ONCE]
        yield template * len(rows) % tuple(rows.ravel().tolist())


def _item(build_number: str, item: Item, index: int) -> str:
    numbers = " ".join(_number(value) for value in item.transform.ravel().tolist())
    return (
        f'<item objectid="{index}" transform="{numbers}" partnumber={quoteattr(item.serial)}'
        f' p:UUID="{_uuid(build_number, item.serial)}"/>\n'
    )


def _number(value: float) -> str:
    return f"{value:.15g}" if value else "0"


def _metadata(name: str, value: str) -> str:
    return f"<metadata name={quoteattr(name)}>{escape(value)}</metadata>\n"


def _uuid(*names: str) -> UUID:
    return uuid5(_NAMESPACE, "\n".join(names))
