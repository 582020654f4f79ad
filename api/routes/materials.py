"""Materials."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from amcenter import lists, rows
from amcenter.accounts.permissions import Action
from amcenter.accounts.principal import Principal
from amcenter.estimates.visibility import as_seen, page_as_seen
from amcenter.paging import Page
from amcenter.shop import materials
from amcenter.tables import MaterialRow
from api.dependencies import BaseVersion, Changing, OnlyOnce, Reading, may, tagged
from api.schemas.base import PageOut
from api.schemas.materials import MaterialChangesIn, MaterialIn, MaterialOut, MaterialsQuery

router = APIRouter(prefix="/materials", tags=["materials"])

Reader = Annotated[Principal, may(Action.SHOP_SEE)]
Writer = Annotated[Principal, may(Action.SHOP_WRITE)]


@router.get("", response_model=PageOut[MaterialOut])
def list_materials(
    asked: Annotated[MaterialsQuery, Query()], who: Reader, session: Reading
) -> Page[MaterialRow]:
    """List materials."""
    page = lists.shop(session, who, MaterialRow, asked.wanted, asked.filters)
    return page_as_seen(session, who, page)


@router.post("", status_code=201)
def create_material(
    body: MaterialIn, who: Writer, session: Changing, once: OnlyOnce
) -> MaterialOut:
    """Add a material."""
    row = MaterialRow(**body.model_dump())
    return once.answer(MaterialOut, lambda: materials.create_material(session, who, row))


@router.get("/{material_id}", response_model=MaterialOut)
def get_material(
    material_id: UUID, response: Response, who: Reader, session: Reading
) -> MaterialRow:
    """See a material."""
    row = rows.get(session, MaterialRow, material_id)
    return tagged(response, as_seen(session, who, row))


@router.patch("/{material_id}", response_model=MaterialOut)
def edit_material(
    material_id: UUID,
    body: MaterialChangesIn,
    version: BaseVersion,
    response: Response,
    who: Writer,
    session: Changing,
) -> MaterialRow:
    """Change a material."""
    changes = body.model_dump(exclude_unset=True)
    return tagged(response, materials.edit_material(session, who, material_id, version, **changes))
