"""Which stored files a person may read; the right is on the file's row, never on its hash."""

from uuid import UUID

from sqlmodel import Session

from amcenter.accounts.permissions import Action, may_see_customer, require
from amcenter.accounts.principal import Principal
from amcenter.errors import NotFound
from amcenter.tables import FileRow


def file_for(session: Session, who: Principal, file_id: UUID) -> FileRow:
    """Return a file that ``who`` may read."""
    require(who, Action.REQUEST_SEE)
    row = session.get(FileRow, file_id)
    if row is None or not may_see_customer(who, row.customer_id):
        raise NotFound("not_found", what="file", key=str(file_id))
    return row
