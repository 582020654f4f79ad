"""What a child process can be asked to do with a file."""

from collections.abc import Iterator, Mapping

from amcenter.intake.answers import DOCUMENT, MESH, Blob, Request, Task
from amcenter.intake.document import analysed_mesh, to_json
from amcenter.intake.previews.pictures import pictures_of
from amcenter.intake.repair.proposal import propose_repair
from amcenter.intake.repair.proposal import to_json as proposal_json
from amcenter.intake.separating import separated
from amcenter.intake.separating import to_json as separation_json


def analyse(request: Request) -> Iterator[Blob]:
    """Measure a part, as ``unit`` says if a person said it; with ``pictures`` draw it as well."""
    unit = request.options.get("unit")
    document, tidied = analysed_mesh(
        request.path, request.name, None if unit is None else str(unit)
    )
    yield Blob(DOCUMENT, to_json(document))
    if request.options.get("pictures"):
        yield from pictures_of(tidied.mesh.vertices, tidied.mesh.faces)


def repair(request: Request) -> Iterator[Blob]:
    """Propose a repaired file; option ``unit`` is that of the file."""
    proposal, mesh = propose_repair(request.path, request.name, str(request.options["unit"]))
    yield Blob(MESH, mesh)
    yield Blob(DOCUMENT, proposal_json(proposal))


def separate(request: Request) -> Iterator[Blob]:
    """Take the bodies of a file apart; option ``unit`` is that of the file."""
    separation, meshes = separated(request.path, request.name, str(request.options["unit"]))
    for number, mesh in enumerate(meshes):
        yield Blob(f"{MESH}{number}", mesh)
    yield Blob(DOCUMENT, separation_json(separation))


TASKS: Mapping[str, Task] = {"analyse": analyse, "repair": repair, "separate": separate}
