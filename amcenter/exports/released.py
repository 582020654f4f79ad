"""The build file of a build as the database knows it: what the floor loads into the machine."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import BinaryIO
from uuid import UUID

from sqlmodel import Session, col, select

from amcenter.accounts.principal import Principal
from amcenter.exports.build_file import BuildFile, write_build_file
from amcenter.exports.builds import PartFile, box_corner_mm, mesh_of, outline_corner_mm, place
from amcenter.intake.document import from_json
from amcenter.intake.files import FileStore
from amcenter.processes import PROCESSES
from amcenter.production.builds import build_for
from amcenter.tables import (
    BuildRow,
    FileRow,
    MachineRow,
    MaterialRow,
    ParameterSetRow,
    PartRow,
    PieceRow,
    PlacementRow,
)
from solver.builds import Placement


@dataclass(frozen=True, slots=True, eq=False)
class StoredBuild:
    """A build with everything needed to write its file after the session is closed."""

    file: BuildFile
    parts: Mapping[str, PartFile]

    def write(self, target: BinaryIO) -> None:
        """Write the 3MF."""
        write_build_file(target, self.file, lambda part: mesh_of(self.parts[part]))


def stored_build(session: Session, who: Principal, files: FileStore, build_id: UUID) -> StoredBuild:
    """Return a build that ``who`` may see, ready to be written."""
    build = build_for(session, who, build_id)
    machine = session.get_one(MachineRow, build.machine_id)
    corner = box_corner_mm if PROCESSES[machine.process].stacked else outline_corner_mm
    rows = list(_placed(session, build))
    parts = _parts(session, files, {part.id: part for _, _, part in rows})
    items = tuple(
        place(part.number, parts[part.number], _placement(row, piece), corner)
        for row, piece, part in rows
    )
    names = {part.number: part.name for _, _, part in rows}
    file = BuildFile(build.number, items, names, _facts(session, build, machine))
    return StoredBuild(file, parts)


def _placed(session: Session, build: BuildRow) -> Iterator[tuple[PlacementRow, PieceRow, PartRow]]:
    statement = (
        select(PlacementRow, PieceRow, PartRow)
        .join(PieceRow, col(PlacementRow.piece_id) == PieceRow.id)
        .join(PartRow, col(PieceRow.part_id) == PartRow.id)
        .where(PlacementRow.build_id == build.id)
        .order_by(col(PieceRow.serial))
    )
    yield from session.exec(statement)


def _parts(session: Session, files: FileStore, rows: Mapping[UUID, PartRow]) -> dict[str, PartFile]:
    found = {}
    for part in rows.values():
        assert part.document_sha256 is not None, f"part {part.number} is placed but not analysed"
        document = from_json(files.path(part.document_sha256).read_bytes())
        sent = session.get_one(FileRow, part.file_id)
        found[part.number] = PartFile(files.path(sent.sha256), document)
    return found


def _placement(row: PlacementRow, piece: PieceRow) -> Placement:
    return Placement(piece.serial, row.orientation, row.x_um, row.y_um, row.z_um, row.angle_mdeg)


def _facts(session: Session, build: BuildRow, machine: MachineRow) -> dict[str, str]:
    parameter_set = session.get_one(ParameterSetRow, build.parameter_set_id)
    return {
        "Machine": machine.name,
        "Process": machine.process,
        "Material": session.get_one(MaterialRow, parameter_set.material_id).key,
        "ParameterSet": parameter_set.key,
        "LayerMicrometres": str(parameter_set.layer_um),
        "Layers": str(build.layers),
        "HeightMillimetres": f"{build.height_um / 1000:g}",
        "SetUpBegins": build.start_at.isoformat(),
    }
