"""Analyses that were made before: the same bytes in the same unit are not measured twice."""

from sqlmodel import Session, col, select

from amcenter.intake.answers import DOCUMENT, PLATE_PREVIEW, PREVIEW, THUMBNAIL
from amcenter.intake.document import SCHEMA
from amcenter.intake.units import UnitSource
from amcenter.tables import FileRow, PartRow
from amcenter.tables.columns import JsonObject


def known_analysis(session: Session, part: PartRow) -> JsonObject | None:
    """Return the hashes of what an analysis of the same file would store, None if there is none.

    Only the customer's own parts are asked: how long an analysis takes must not tell anybody what
    others have sent.
    """
    file = session.get_one(FileRow, part.file_id)
    statement = (
        select(PartRow)
        .join(FileRow, col(FileRow.id) == col(PartRow.file_id))
        .where(
            col(FileRow.sha256) == file.sha256,
            col(FileRow.customer_id) == file.customer_id,
            col(PartRow.document_sha256).is_not(None),
        )
        .order_by(col(PartRow.created_at).desc())
    )
    for other in session.exec(statement):
        if _answers(other, part.unit):
            return _stored(other)
    return None


def _answers(part: PartRow, unit: str | None) -> bool:
    """Return whether the analysis of a part would come out the same, the unit being asked so."""
    summary = part.summary or {}
    if summary.get("schema") != SCHEMA:
        return False
    name, source = summary["unit"]["name"], summary["unit"]["source"]
    if unit is None:
        return bool(source != UnitSource.STATED)
    return bool(source == UnitSource.FILE or (source == UnitSource.STATED and name == unit))


def _stored(part: PartRow) -> JsonObject:
    hashes = {
        DOCUMENT: part.document_sha256,
        THUMBNAIL: part.thumbnail_sha256,
        PREVIEW: part.preview_sha256,
        PLATE_PREVIEW: part.plate_preview_sha256,
    }
    return {name: sha256 for name, sha256 in hashes.items() if sha256 is not None}
