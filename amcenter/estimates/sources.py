"""Where the figures of an estimate come from."""

from dataclasses import dataclass

from amcenter.tables import (
    AssumptionRow,
    MachineRow,
    MaterialRow,
    ParameterSetRow,
    PostStepRow,
    PricingRow,
)


@dataclass(frozen=True, slots=True)
class Source:
    """A row of the centre, or the analysis of the part."""

    kind: str
    key: str
    url: str | None = None
    verified: bool = False
    """Somebody compared the figures with the page; otherwise they are values of the centre."""
    note: str = ""


MEASURED = Source("analysis", "", verified=True)


def of_set(row: ParameterSetRow) -> Source:
    return Source("parameter_set", row.key, row.source_url, row.verified)


def of_machine(row: MachineRow) -> Source:
    return Source("machine", row.key, row.source_url, row.verified)


def of_machine_cost(row: MachineRow) -> Source:
    return Source("machine", row.key, row.cost_source_url, row.cost_verified)


def of_material(row: MaterialRow) -> Source:
    return Source("material", row.key, row.source_url, row.verified)


def of_price(row: MaterialRow) -> Source:
    return Source("material", row.key, row.price_source_url, row.price_verified)


def of_assumption(row: AssumptionRow) -> Source:
    key = f"{row.process}, {row.applies_to}"
    return Source("assumption", key, row.source_url, row.verified, row.note)


def of_step(row: PostStepRow) -> Source:
    key = f"{row.process}, {row.key}, {row.applies_to}"
    return Source("post_step", key, row.source_url, row.verified, row.note)


def of_pricing(row: PricingRow) -> Source:
    return Source("pricing", row.currency, row.source_url, row.verified, row.note)
