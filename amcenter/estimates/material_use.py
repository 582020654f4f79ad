"""Which feedstock pieces use up, and how much of it must be at hand."""

from collections.abc import Iterator

from amcenter.estimates.builds import Builds
from amcenter.estimates.candidate import Candidate
from amcenter.estimates.machine_time import build_values
from amcenter.estimates.sources import MEASURED, of_assumption, of_machine, of_material, of_set
from amcenter.estimates.terms import Sum, Term, term
from amcenter.processes.feedstock import solid_g

SOLID = "pieces · {volume} / 1000 · density_g_cm3"
SPENT = "max(0, lost_share · ({powder} - {solid}), fresh_share · {powder} - {solid})"
POWDER_SPENT = "full_builds · {} + rest_builds · {}".format(
    SPENT.format(powder="powder_full_g", solid="solid_full_g"),
    SPENT.format(powder="powder_rest_g", solid="solid_rest_g"),
)


def material_use(candidate: Candidate, builds: Builds) -> Sum:
    """Return what is used up, in grams: pieces, supports, and powder that cannot be used again.

    A bed of powder loses ``lost_share`` of what is not built, and needs ``fresh_share`` of new
    powder; the greater of the two is spent beside the solid material. Where nothing returns, all
    feedstock is spent.
    """
    returns = candidate.assumption.powder_returns
    return Sum("g", tuple(_of_bed(candidate, builds) if returns else _all(candidate, builds)))


def powder_at_hand(candidate: Candidate, builds: Builds) -> Sum:
    """Return the feedstock that the fullest of the builds needs to begin, in grams."""
    process = candidate.way.process
    most = candidate.filling.capacity if builds.full else builds.rest
    formula = process.formulas.powder
    if not candidate.assumption.powder_returns:
        formula = f"pieces_at_once · ({formula})"
    values = {
        **candidate.values,
        "pieces_at_once": most,
        "top_mm": candidate.top_um(most) / 1000,
    }
    sources = (
        of_machine(candidate.way.machine),
        of_material(candidate.material),
        of_set(candidate.way.parameter_set),
    )
    grams = candidate.powder_g(most)
    return Sum("g", (term("powder", formula, values, grams, unit="g", sources=sources),))


def _all(candidate: Candidate, builds: Builds) -> Iterator[Term]:
    values = {**candidate.values, **build_values(builds)}
    formula = f"pieces · ({candidate.way.process.formulas.powder})"
    sources = (MEASURED, of_material(candidate.material), of_set(candidate.way.parameter_set))
    grams = builds.pieces * candidate.powder_g(1)
    yield term("feedstock", formula, values, grams, unit="g", sources=sources)


def _of_bed(candidate: Candidate, builds: Builds) -> Iterator[Term]:
    values = _values(candidate, builds)
    solid = (MEASURED, of_material(candidate.material))
    for code, volume in (("part", "volume_mm3"), ("support", "support_mm3")):
        if values[volume]:
            grams = builds.pieces * values[volume] / 1000 * values["density_g_cm3"]
            yield term(code, SOLID.format(volume=volume), values, grams, unit="g", sources=solid)
    grams = values["full_builds"] * _spent_g(candidate, candidate.filling.capacity)
    if builds.rest:
        grams += _spent_g(candidate, builds.rest)
    sources = (of_assumption(candidate.assumption), of_machine(candidate.way.machine))
    yield term("powder_spent", POWDER_SPENT, values, grams, unit="g", sources=sources)


def _spent_g(candidate: Candidate, pieces: int) -> float:
    """Return the powder that a build of so many pieces costs beside the solid material."""
    powder_g, solid = candidate.powder_g(pieces), _solid_g(candidate, pieces)
    assumed = candidate.assumption
    lost_g = assumed.lost_share * (powder_g - solid)
    return max(0.0, lost_g, assumed.fresh_share * powder_g - solid)


def _solid_g(candidate: Candidate, pieces: int) -> float:
    return pieces * solid_g([candidate.figures], candidate.material.density_g_cm3)


def _values(candidate: Candidate, builds: Builds) -> dict[str, float]:
    assumed, capacity, rest = candidate.assumption, candidate.filling.capacity, builds.rest
    return {
        **candidate.values,
        **build_values(builds),
        "lost_share": assumed.lost_share,
        "fresh_share": assumed.fresh_share,
        "powder_full_g": candidate.powder_g(capacity),
        "solid_full_g": _solid_g(candidate, capacity),
        "powder_rest_g": candidate.powder_g(rest) if rest else 0.0,
        "solid_rest_g": _solid_g(candidate, rest) if rest else 0.0,
    }
