"""Everything that must be equal inside one build, as one string that the solver compares."""

from dataclasses import astuple, dataclass
from uuid import UUID

from amcenter.tables import CustomerRow, MaterialRow, ParameterSetRow, QualityClass

SEPARATE = frozenset({QualityClass.NUCLEAR})
"""Quality classes that never share a build with another one (powder lot, witness specimens)."""

_NOTHING = "-"
_SEPARATOR = "|"


@dataclass(frozen=True, slots=True)
class BuildKey:
    """What a build is made for; pieces with equal keys may share one.

    Machine models do not appear: parameter sets of one family mean the same on each of them.
    """

    process: str
    material: str
    family: str
    """Of parameter sets."""
    gas: str | None = None
    quality_class: QualityClass | None = None
    """Only if it must be separate."""
    customer_id: UUID | None = None
    """Only if the customer is segregated."""

    def __str__(self) -> str:
        return _SEPARATOR.join(_NOTHING if field is None else str(field) for field in astuple(self))


def build_key(
    process: str,
    material: MaterialRow,
    parameter_set: ParameterSetRow,
    *,
    quality_class: QualityClass,
    customer: CustomerRow | None,
) -> BuildKey:
    """Return the key of the builds that may contain a piece."""
    return BuildKey(
        process=process,
        material=material.key,
        family=parameter_set.family,
        gas=parameter_set.gas,
        quality_class=quality_class if quality_class in SEPARATE else None,
        customer_id=customer.id if customer is not None and customer.segregated else None,
    )


def parse(text: str) -> BuildKey:
    """Return the key that ``str`` has written."""
    process, material, family, *optional = text.split(_SEPARATOR)
    gas, quality_class, customer_id = (None if field == _NOTHING else field for field in optional)
    return BuildKey(
        process,
        material,
        family,
        gas,
        QualityClass(quality_class) if quality_class else None,
        UUID(customer_id) if customer_id else None,
    )
