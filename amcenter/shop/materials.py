"""Materials that the centre builds with."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import Session, col, select

from amcenter.accounts.principal import Principal
from amcenter.rows import get
from amcenter.shop.changing import add, allow, edit, twin
from amcenter.shop.checks import (
    check_key,
    check_not_negative,
    check_positive,
    check_source,
    check_text,
)
from amcenter.tables import MaterialRow


def list_materials(session: Session) -> Sequence[MaterialRow]:
    return session.exec(select(MaterialRow).order_by(col(MaterialRow.key))).all()


def create_material(session: Session, who: Principal | None, row: MaterialRow) -> MaterialRow:
    allow(who)
    check_material(row)
    return add(session, who, row, label=row.key)


def edit_material(
    session: Session, who: Principal | None, material_id: UUID, version: int, **changes: object
) -> MaterialRow:
    allow(who)
    row = get(session, MaterialRow, material_id)
    check_material(twin(row, changes))
    return edit(session, who, row, version, changes)


def check_material(row: MaterialRow) -> None:
    """Raise BadInput for the first value that cannot be."""
    check_key("key", row.key)
    check_key("family", row.family)
    check_text("name", row.name)
    check_text("name_ru", row.name_ru)
    check_positive("density_g_cm3", row.density_g_cm3)
    if row.price_per_kg is not None:
        check_not_negative("price_per_kg", row.price_per_kg)
    check_source(row.source_url, verified=row.verified)
    check_source(row.price_source_url, verified=row.price_verified)
