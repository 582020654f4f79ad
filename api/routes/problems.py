"""Every code an answer may have, with its sentences: what ``type`` of a problem points to."""

from fastapi import APIRouter

from amcenter.errors import NotFound
from amcenter.messages import catalogue
from api.schemas.system import CodeOut, CodesOut

router = APIRouter(prefix="/problems", tags=["problems"])


@router.get("")
async def list_problems() -> CodesOut:
    """List all codes with their sentences."""
    return CodesOut(items=[_code(code) for code in sorted(catalogue("en"))])


@router.get("/{code}")
async def get_problem(code: str) -> CodeOut:
    """See what a code means."""
    if code not in catalogue("en"):
        raise NotFound("not_found", what="problem", key=code)
    return _code(code)


def _code(code: str) -> CodeOut:
    return CodeOut(code=code, en=catalogue("en")[code], ru=catalogue("ru")[code])
