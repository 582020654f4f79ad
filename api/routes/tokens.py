"""The own keys for programs."""

from datetime import timedelta
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter

from amcenter import clock
from amcenter.accounts import tokens
from amcenter.accounts.permissions import Action
from amcenter.accounts.principal import Principal
from api.dependencies import Changing, Reading, may
from api.schemas.accounts import NewTokenOut, TokenIn, TokenOut, TokensOut

router = APIRouter(prefix="/tokens", tags=["tokens"])

Owner = Annotated[Principal, may(Action.ACCOUNT_SELF)]


@router.get("")
def list_tokens(who: Owner, session: Reading) -> TokensOut:
    """List the own tokens (at most 50)."""
    return TokensOut.model_validate({"items": tokens.listed(session, who)})


@router.post("", status_code=201)
def create_token(body: TokenIn, who: Owner, session: Changing) -> NewTokenOut:
    """Create a token; its secret is shown in this answer only, so no Idempotency-Key keeps it."""
    valid = timedelta(days=body.valid_days)
    row, secret = tokens.create(session, who, name=body.name, valid=valid, now=clock.now())
    return NewTokenOut(token=TokenOut.model_validate(row), secret=secret)


@router.delete("/{token_id}", status_code=204)
def revoke_token(token_id: UUID, who: Owner, session: Changing) -> None:
    """Revoke an own token at once."""
    tokens.revoke(session, who, token_id, clock.now())
