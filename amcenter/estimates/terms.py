"""The terms of an estimate: a formula, its inputs, its value, and where its figures are from."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import cache

from amcenter.estimates.sources import Source
from amcenter.messages import Message, sentences

Values = Mapping[str, float]
"""Figures by name; the name ends with the unit."""

UNITS: Mapping[str, str] = {
    "_mm3_per_s": "mm3/s",
    "_mm_per_s": "mm/s",
    "_mm_per_h": "mm/h",
    "_s_per_mm3": "s/mm3",
    "_s_per_mm": "s/mm",
    "_g_cm3": "g/cm3",
    "_mm3": "mm3",
    "_cm2": "cm2",
    "_mm2": "mm2",
    "_mm": "mm",
    "_um": "um",
    "_s": "s",
    "_h": "h",
    "_g": "g",
}
SMALLEST = {"s": Decimal("0.001"), "g": Decimal("0.01")}
CENT = Decimal("0.01")
WIDE = Context(prec=400, rounding=ROUND_HALF_UP)
"""Every float fits, however absurd the rates of a parameter set are."""
_NAME = re.compile(r"\b[a-z][a-z0-9_]*\b(?!\()")


@dataclass(frozen=True, slots=True)
class Input:
    """A figure of a formula."""

    name: str
    value: float
    unit: str
    """``1``: a plain number."""

    @property
    def label(self) -> Mapping[str, str]:
        """Return what it is called, by language; nothing for a figure without a message."""
        return labels(f"estimate_input_{self.name}")


@dataclass(frozen=True, slots=True)
class Term:
    """One summand, rounded to 1 ms, 0.01 g or 0.01 of the currency (halves away from zero)."""

    code: str
    formula: str
    """Names of the inputs; ``·`` multiplies, ``max``, ``min`` and ``ceil`` are as usual."""
    inputs: tuple[Input, ...]
    value: Decimal
    unit: str
    """``s``, ``g`` or the currency."""
    sources: tuple[Source, ...]
    names: Mapping[str, str] | None = None
    """By language, of a step that the centre has named; None: the messages know the code."""

    @property
    def label(self) -> Mapping[str, str]:
        """Return what it is called, by language."""
        return labels(f"estimate_term_{self.code}") if self.names is None else self.names


@dataclass(frozen=True, slots=True)
class Sum:
    """Terms of one kind and their exact sum."""

    unit: str
    terms: tuple[Term, ...]

    @property
    def total(self) -> Decimal:
        return sum((term.value for term in self.terms), Decimal(0))


def term(
    code: str,
    formula: str,
    values: Values,
    value: float,
    *,
    unit: str,
    sources: Iterable[Source],
    names: Mapping[str, str] | None = None,
) -> Term:
    """Return a term whose inputs are what ``formula`` names, out of ``values``."""
    inputs = tuple(Input(name, values[name], its_unit) for name, its_unit in _named(formula, unit))
    return Term(code, formula, inputs, rounded(value, unit), unit, tuple(sources), names)


@cache
def labels(code: str) -> Mapping[str, str]:
    return sentences(Message(code))


def names_in(formula: str) -> tuple[str, ...]:
    """Return the names of a formula in the order in which they are read."""
    return tuple(dict.fromkeys(_NAME.findall(formula)))


@cache
def _named(formula: str, currency: str) -> tuple[tuple[str, str], ...]:
    return tuple((name, unit_of(name, currency)) for name in names_in(formula))


def unit_of(name: str, currency: str) -> str:
    """Return the unit that the name of a figure ends with; money is in ``currency``."""
    if name.startswith(("cost", "labour_", "price_")):
        _, per, what = name.rpartition("_per_")
        return f"{currency}/{what}" if per and what in {"h", "kg"} else currency
    return next((unit for end, unit in UNITS.items() if name.endswith(end)), "1")


def rounded(value: float, unit: str) -> Decimal:
    """Return a value in the smallest steps of its unit."""
    return Decimal(repr(value)).quantize(SMALLEST.get(unit, CENT), context=WIDE)
