"""For supervisors and load balancers."""

from fastapi import APIRouter

from amcenter.work.lease import living
from api.dependencies import Changing
from api.schemas.system import LiveOut, ReadyOut

router = APIRouter(tags=["health"])


@router.get("/livez")
async def live() -> LiveOut:
    """Answer as long as the process does."""
    return LiveOut()


@router.get("/readyz")
def ready(session: Changing) -> ReadyOut:
    """Answer if the database can be written to; 503 otherwise."""
    session.connection()  # begins a transaction that may write
    return ReadyOut(workers=len(living(session)))
