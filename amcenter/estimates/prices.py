"""Prices, assumptions and post-processing steps at one moment, and which of them apply."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from sqlmodel import Session, select

from amcenter.rows import snapshot
from amcenter.shop.changeovers import FAMILY
from amcenter.tables import AssumptionRow, MaterialRow, PostStepRow, PricingRow, QualityClass

EVERY = "*"
RuleT = TypeVar("RuleT", AssumptionRow, PostStepRow)


@dataclass(frozen=True, slots=True)
class Prices:
    """All rows that estimates read besides the shop."""

    pricing: PricingRow
    assumptions: tuple[AssumptionRow, ...]
    steps: tuple[PostStepRow, ...]

    def assumption(self, process: str, material: MaterialRow) -> AssumptionRow | None:
        """Return the most exact row for a material; None: nobody has stated any."""
        rows = _applying(self.assumptions, process, material)
        return max(rows, key=lambda row: _exactness(row.applies_to, material), default=None)

    def post_steps(
        self, process: str, material: MaterialRow, quality_class: QualityClass
    ) -> tuple[PostStepRow, ...]:
        """Return the steps of a part in their order, of each key the most exact row.

        A row for the quality class counts before one for the material.
        """
        found: dict[str, PostStepRow] = {}
        rows = _applying(self.steps, process, material)
        usable = [row for row in rows if row.quality_class in (EVERY, quality_class)]
        for row in sorted(
            usable,
            key=lambda row: (row.quality_class != EVERY, _exactness(row.applies_to, material)),
        ):
            found[row.key] = row
        return tuple(sorted(found.values(), key=lambda row: (row.position, row.key)))


def load_prices(session: Session) -> Prices:
    """Return the rows as they are now; they outlive the session."""
    (pricing,) = snapshot(session, PricingRow)
    return Prices(pricing, snapshot(session, AssumptionRow), snapshot(session, PostStepRow))


def pricing_row(session: Session) -> PricingRow:
    """Return the one row about money; every database has it."""
    return session.exec(select(PricingRow)).one()


def _applying(rows: Sequence[RuleT], process: str, material: MaterialRow) -> list[RuleT]:
    return [
        row for row in rows if row.process == process and _exactness(row.applies_to, material) >= 0
    ]


def _exactness(applies_to: str, material: MaterialRow) -> int:
    """Return how exactly a row names a material; below 0: it names another."""
    names = (EVERY, FAMILY + material.family, material.key)
    return names.index(applies_to) if applies_to in names else -1
