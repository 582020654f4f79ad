"""Parts of the same shape, however their files are turned, shifted and written."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, select

from amcenter.accounts.permissions import may_see_customer
from amcenter.accounts.principal import Principal
from amcenter.intake.document import AnalysisDocument, from_json, load_mesh
from amcenter.intake.files import FileStore
from amcenter.intake.fingerprint import alike
from amcenter.intake.rigid import Relation, relation
from amcenter.requests.access import part_for
from amcenter.tables import FileRow, PartRow, RequestRow

MOST_COPIES = 100
"""More are not listed; the newest come first."""


@dataclass(frozen=True, slots=True)
class PartCopy:
    part: PartRow
    relation: Relation


def copies_of(
    session: Session, who: Principal, files: FileStore, part_id: UUID
) -> Sequence[PartCopy]:
    """Return the parts that ``who`` may see whose shape is that of a part or its mirror image."""
    part, _ = part_for(session, who, part_id)
    if part.shape_key is None or part.document_sha256 is None:
        return []
    document = _document(files, part)
    found: list[PartCopy] = []
    told: dict[str, Relation | None] = {}
    for other in _candidates(session, who, part, document.fingerprint.near_keys):
        known = _document(files, other)
        geometry = known.fingerprint.geometry_sha256
        if geometry not in told:
            told[geometry] = _relation(session, files, (part, document), (other, known))
        relation_ = told[geometry]
        if relation_ is not None:
            found.append(PartCopy(other, relation_))
        if len(found) == MOST_COPIES:
            break
    return found


def _candidates(
    session: Session, who: Principal, part: PartRow, keys: Sequence[str]
) -> list[PartRow]:
    statement = (
        select(PartRow, RequestRow.customer_id)
        .join(RequestRow, col(RequestRow.id) == col(PartRow.request_id))
        .where(col(PartRow.shape_key).in_(keys), col(PartRow.id) != part.id)
        .order_by(col(PartRow.created_at).desc(), col(PartRow.id))
    )
    return [other for other, customer in session.exec(statement) if may_see_customer(who, customer)]


def _document(files: FileStore, part: PartRow) -> AnalysisDocument:
    if part.document_sha256 is None:
        raise AssertionError(f"part {part.number} has a shape and no document")
    return from_json(files.path(part.document_sha256).read_bytes())


def _relation(
    session: Session,
    files: FileStore,
    first: tuple[PartRow, AnalysisDocument],
    second: tuple[PartRow, AnalysisDocument],
) -> Relation | None:
    """Return how two shapes are related; files are only read where their numbers do not tell."""
    one, other = first[1].fingerprint, second[1].fingerprint
    if one.geometry_sha256 == other.geometry_sha256:
        return Relation.SAME
    if not alike(one, other):
        return None
    meshes = []
    for part, document in (first, second):
        file = session.get_one(FileRow, part.file_id)
        meshes.append(load_mesh(files.path(file.sha256), document))
    return relation(*meshes)
