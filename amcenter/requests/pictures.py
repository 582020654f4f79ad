"""What was stored of a part besides its row: its whole analysis and its pictures."""

from amcenter.errors import NotFound
from amcenter.tables import PartRow


def require_analysis(part: PartRow) -> str:
    """Return the hash of the analysis of a part."""
    if part.document_sha256 is None:
        raise NotFound("analysis_missing", number=part.number, status=part.status.value)
    return part.document_sha256


def require_picture(part: PartRow, sha256: str | None) -> str:
    """Return the hash of a picture of a part; ``sha256`` is None if it could not be drawn."""
    require_analysis(part)
    if sha256 is None:
        raise NotFound("picture_missing", number=part.number)
    return sha256
