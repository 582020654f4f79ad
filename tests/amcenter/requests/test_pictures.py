"""Pictures of parts: made with the analysis, kept beside it, and never in its way."""

import io
from collections.abc import Mapping
from dataclasses import replace

import pytest
import trimesh
from PIL import Image

from amcenter.db import transaction
from amcenter.errors import NotFound
from amcenter.intake.answers import Answer
from amcenter.intake.isolated import run_isolated
from amcenter.requests import parts
from amcenter.requests.pictures import require_analysis, require_picture
from amcenter.tables import PartStatus
from tests.amcenter.centre import TestCentre
from tests.amcenter.shapes import box, stl


def test_an_analysed_part_has_its_pictures(centre: TestCentre) -> None:
    part = centre.add(centre.draft(), stl(box(30, 20, 10)), unit="mm")
    thumbnail = centre.files.path(require_picture(part, part.thumbnail_sha256)).read_bytes()
    preview = centre.files.path(require_picture(part, part.preview_sha256)).read_bytes()

    assert Image.open(io.BytesIO(thumbnail)).size == (256, 256)
    mesh = trimesh.load_scene(io.BytesIO(preview), file_type="glb").to_mesh()
    assert mesh.extents == pytest.approx([30, 20, 10], abs=0.001)
    assert part.plate_preview_sha256 == part.preview_sha256  # twelve triangles need no second mesh


def test_a_part_drawn_in_inches_is_shown_in_millimetres(centre: TestCentre) -> None:
    part = centre.add(centre.draft(), stl(box(3, 2, 1)), unit="inch")
    preview = centre.files.path(require_picture(part, part.preview_sha256)).read_bytes()

    mesh = trimesh.load_scene(io.BytesIO(preview), file_type="glb").to_mesh()
    assert mesh.extents == pytest.approx([76.2, 50.8, 25.4], abs=0.003)


def test_a_part_that_cannot_be_drawn_is_analysed_all_the_same(
    centre: TestCentre, monkeypatch: pytest.MonkeyPatch
) -> None:
    def without_pictures(*asked: object) -> Answer:
        return replace(run_isolated(*asked), blobs={})  # type: ignore[arg-type]

    monkeypatch.setattr("amcenter.requests.analysis.run_isolated", without_pictures)
    part = centre.add(centre.draft(), unit="mm")

    assert part.status is PartStatus.ANALYSED
    assert require_analysis(part) == part.document_sha256
    with pytest.raises(NotFound, match="could not be drawn"):
        require_picture(part, part.thumbnail_sha256)


def test_an_unreadable_file_has_no_pictures_and_is_kept(centre: TestCentre) -> None:
    content = b"%PDF-1.7 is no mesh"
    part = centre.add(centre.draft(), content, unit="mm")

    assert part.status is PartStatus.UNREADABLE
    with pytest.raises(NotFound, match="replace a file that could not be read"):
        require_picture(part, part.thumbnail_sha256)
    with transaction(centre.engine) as session:
        parts.remove(session, centre.people.engineer, part.id)


def test_a_new_file_takes_the_old_pictures_away_at_once(centre: TestCentre) -> None:
    part = centre.add(centre.draft(), unit="mm")
    file = centre.files.receive([stl(box(5, 6, 7))])
    with transaction(centre.engine) as session:
        parts.replace_file(
            session, centre.people.engineer, centre.queue, part.id, file, "b.stl", unit="mm"
        )

    waiting = pictures(centre, part.id)
    centre.work()

    assert set(waiting.values()) == {None}
    assert None not in pictures(centre, part.id).values()


def pictures(centre: TestCentre, part_id: object) -> Mapping[str, str | None]:
    part = centre.part(part_id)  # type: ignore[arg-type]
    names = ("thumbnail_sha256", "preview_sha256", "plate_preview_sha256")
    return {name: getattr(part, name) for name in names}
