"""Design rules; the most exact row of a number counts."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from amcenter import lists, rows
from amcenter.accounts.permissions import Action
from amcenter.accounts.principal import Principal
from amcenter.paging import Page
from amcenter.shop import design_rules
from amcenter.tables import DesignRuleRow
from api.dependencies import BaseVersion, Changing, OnlyOnce, Reading, may, tagged
from api.schemas.base import PageOut
from api.schemas.design_rules import (
    DesignRuleChangesIn,
    DesignRuleIn,
    DesignRuleOut,
    DesignRulesQuery,
)

router = APIRouter(prefix="/design-rules", tags=["design rules"])

Reader = Annotated[Principal, may(Action.SHOP_SEE)]
Writer = Annotated[Principal, may(Action.SHOP_WRITE)]


@router.get("", response_model=PageOut[DesignRuleOut])
def list_design_rules(
    asked: Annotated[DesignRulesQuery, Query()], who: Reader, session: Reading
) -> Page[DesignRuleRow]:
    """List design rules."""
    return lists.shop(session, who, DesignRuleRow, asked.wanted, asked.filters)


@router.post("", status_code=201)
def create_design_rule(
    body: DesignRuleIn, who: Writer, session: Changing, once: OnlyOnce
) -> DesignRuleOut:
    """Add a design rule; the findings of open parts are renewed in the background."""
    row = DesignRuleRow(**body.model_dump())
    return once.answer(DesignRuleOut, lambda: design_rules.create_design_rule(session, who, row))


@router.get("/{design_rule_id}", response_model=DesignRuleOut)
def get_design_rule(
    design_rule_id: UUID, response: Response, who: Reader, session: Reading
) -> DesignRuleRow:
    """See a design rule."""
    return tagged(response, rows.get(session, DesignRuleRow, design_rule_id))


@router.patch("/{design_rule_id}", response_model=DesignRuleOut)
def edit_design_rule(
    design_rule_id: UUID,
    body: DesignRuleChangesIn,
    version: BaseVersion,
    response: Response,
    who: Writer,
    session: Changing,
) -> DesignRuleRow:
    """Change a design rule; the findings of open parts are renewed in the background."""
    changes = body.model_dump(exclude_unset=True)
    return tagged(
        response, design_rules.edit_design_rule(session, who, design_rule_id, version, **changes)
    )


@router.delete("/{design_rule_id}", status_code=204)
def remove_design_rule(design_rule_id: UUID, who: Writer, session: Changing) -> None:
    """Remove a design rule (or let a less exact row apply)."""
    design_rules.remove_design_rule(session, who, design_rule_id)
