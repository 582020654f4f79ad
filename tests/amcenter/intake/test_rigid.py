"""Shapes known again when they were moved, mirrored and written anew."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
import trimesh

from amcenter.errors import Refusal
from amcenter.intake.fingerprint import Fingerprint, alike, fingerprint_of
from amcenter.intake.formats import read_soup
from amcenter.intake.rigid import Relation, relation
from amcenter.intake.soup import Soup
from amcenter.intake.tidy import TidyMesh, tidy
from tests.amcenter.intake.meshes import box, data, rotation_of, soup, tidied

MOST_TRIANGLES = 3_000
"""Of the public meshes that the tests copy; the larger ones only take longer."""


def copied(given: Soup, seed: int, *, mirrored: bool = False, shift_mm: float = 100) -> Soup:
    """The triangles turned and shifted, in another order, in 32-bit numbers, as a file has them."""
    random = np.random.default_rng(seed)
    corners = given.points[given.faces]
    if mirrored:
        corners = (corners * [-1, 1, 1])[:, ::-1]
    corners = corners @ rotation_of(random.normal(size=4)).T
    corners += random.uniform(-shift_mm, shift_mm, 3)
    shuffled = random.permutation(corners).astype(np.float32).astype(np.float64)
    points = shuffled.reshape(-1, 3)
    return Soup(points, np.arange(len(points)).reshape(-1, 3))


def recognised(one: TidyMesh, other: TidyMesh) -> Relation | None:
    """What the centre does with two parts: keys, then numbers, then the meshes."""
    first, second = fingerprint_of(one), fingerprint_of(other)
    if second.shape_key not in first.near_keys or not alike(first, second):
        return None
    return relation(one.mesh, other.mesh)


def chiral() -> trimesh.Trimesh:
    """Three arms of different length along the axes: no mirror image is a copy."""
    arms = [
        box((9, 1, 1), at=(0, 0, 0)),
        box((1, 6, 1), at=(0, 1, 0)),
        box((1, 1, 4), at=(0, 0, 1)),
    ]
    return trimesh.util.concatenate(arms)


@pytest.mark.parametrize(
    "mesh",
    [
        box((1, 1, 1)),
        box((1, 2, 3)),
        trimesh.creation.icosphere(3),
        trimesh.creation.uv_sphere(5, count=[24, 48]),
        trimesh.creation.annulus(5, 10, 20, sections=90),
        trimesh.creation.cylinder(5, 40, sections=64),
        trimesh.creation.cone(5, 4, sections=51),
        trimesh.creation.torus(10, 3),
    ],
)
def test_parts_without_principal_axes_are_known_again(mesh: trimesh.Trimesh) -> None:
    given = soup(mesh)

    assert recognised(tidy(given, 1.0), tidy(copied(given, 1), 1.0)) is Relation.SAME


def test_the_mirror_image_of_a_part_with_a_mirror_plane_is_the_same() -> None:
    given = soup(trimesh.creation.icosphere(2).apply_scale([1, 2, 3]))

    image = tidy(copied(given, 2, mirrored=True), 1.0)

    assert recognised(tidy(given, 1.0), image) is Relation.SAME


def test_a_mirror_image_of_a_chiral_part_is_told_apart() -> None:
    given = soup(chiral())
    part = tidy(given, 1.0)

    assert recognised(part, tidy(copied(given, 1), 1.0)) is Relation.SAME
    assert recognised(part, tidy(copied(given, 2, mirrored=True), 1.0)) is Relation.MIRRORED


def test_a_ring_with_a_notch_is_known_by_its_notch() -> None:
    ring = trimesh.creation.annulus(5, 10, 20, sections=180)
    points = np.asarray(ring.vertices).copy()
    points[17] *= 1.01
    notched = trimesh.Trimesh(points, ring.faces, process=False)
    given = soup(notched)

    assert recognised(tidy(given, 1.0), tidy(copied(given, 4), 1.0)) is Relation.SAME
    assert relation(tidied(ring).mesh, tidied(notched).mesh) is None


@pytest.mark.parametrize("seed", range(10))
def test_a_part_with_one_point_moved_is_another_part(seed: int) -> None:
    mesh = trimesh.creation.icosphere(2, radius=10)
    points = np.asarray(mesh.vertices).copy()
    points[seed * 7] += [0.02, -0.01, 0.03]  # 2e-3 of the radius

    assert relation(tidied(mesh).mesh, tidied(trimesh.Trimesh(points, mesh.faces)).mesh) is None


def test_the_key_of_a_part_at_the_edge_of_a_step_is_near_that_of_its_copy() -> None:
    whole = fingerprint_of(tidied(box((1, 2, 3))))
    areas = whole.area_mm2 * np.linspace(1, 1.2, 50_000)
    marks = [replace(whole, area_mm2=area) for area in areas.tolist()]

    assert all(
        replace(mark, area_mm2=mark.area_mm2 * (1 + noise)).shape_key in mark.near_keys
        for mark in marks[::25]
        for noise in (-5e-5, 5e-5)
    )
    edge = [mark for mark in marks if len(mark.near_keys) == 2]
    assert 0 < len(edge) < 500
    assert len({mark.shape_key for mark in marks}) == 5  # ln 1.2 / ln 1.05 = 3.7 steps


def test_order_first_corner_and_format_do_not_change_the_hash_of_the_geometry(
    tmp_path: Path,
) -> None:
    mesh = trimesh.creation.icosphere(2)
    single = trimesh.Trimesh(mesh.vertices.astype(np.float32), mesh.faces, process=False)
    binary, text = tmp_path / "a.stl", tmp_path / "b.stl"
    single.export(binary, file_type="stl")
    # nine digits give back every 32-bit number
    corners = np.roll(single.triangles[::-1], 1, axis=1)
    lines = ["solid b"]
    for triangle in corners.tolist():
        points = " ".join(f"vertex {x:.9g} {y:.9g} {z:.9g}" for x, y, z in triangle)
        lines.append(f"facet normal 0 0 0 outer loop {points} endloop endfacet")
    text.write_text("\n".join([*lines, "endsolid b"]))

    first, second = (geometry(path) for path in (binary, text))

    assert first.geometry_sha256 == second.geometry_sha256
    flipped = tidied(trimesh.Trimesh(mesh.vertices, mesh.faces[:, ::-1]))
    assert fingerprint_of(flipped).geometry_sha256 == first.geometry_sha256  # turned outwards again
    moved = trimesh.Trimesh(np.add(mesh.vertices, [1e-5, 0, 0]), mesh.faces)
    assert fingerprint_of(tidied(moved)).geometry_sha256 != first.geometry_sha256


def geometry(path: Path) -> Fingerprint:
    return fingerprint_of(tidy(read_soup(path, path.name)[1], 1.0))


def public_parts() -> Iterator[tuple[str, Soup, TidyMesh]]:
    """The small ones among the public meshes that can be read and have a size to speak of."""
    for folder in ("meshes", "real_parts", "luzedi"):
        for path in sorted(data(folder).rglob("*")):
            if path.suffix.lower() not in {".stl", ".obj", ".ply"}:
                continue
            try:
                given = read_soup(path, path.name)[1]
                found = tidy(given, 1.0)
            except Refusal:
                continue
            if len(given.faces) <= MOST_TRIANGLES:
                yield path.name, given, found


def test_copies_of_public_parts_are_known_and_mirror_images_told_apart() -> None:
    missed, wrong, chiral_parts, count = [], [], 0, 0
    for name, given, found in public_parts():
        count += 1
        if recognised(found, tidy(copied(given, count), 1.0)) is not Relation.SAME:
            missed.append(name)
        image = recognised(found, tidy(copied(given, count, mirrored=True), 1.0))
        chiral_parts += image is Relation.MIRRORED
        if image is None:
            wrong.append(name)

    assert count > 50
    assert (missed, wrong) == ([], [])
    assert chiral_parts > count / 3


def test_no_two_public_parts_are_taken_for_each_other() -> None:
    parts = list(public_parts())
    marks = [fingerprint_of(found) for _, _, found in parts]

    for one, other in combinations(range(len(parts)), 2):
        if marks[one].geometry_sha256 == marks[other].geometry_sha256:
            continue
        if marks[one].shape_key not in marks[other].near_keys:
            continue
        if not alike(marks[one], marks[other]):
            continue
        first, second = parts[one][2].mesh, parts[other][2].mesh
        if relation(first, second) is not None:
            assert first.area == pytest.approx(second.area, rel=1e-4)
            assert sorted(first.bounding_box_oriented.extents) == pytest.approx(
                sorted(second.bounding_box_oriented.extents), rel=1e-3
            )
