"""How long machines are taken: by every build, by its layers, by the exposure of every piece."""

from collections.abc import Iterator
from fractions import Fraction

from amcenter.estimates.builds import Builds
from amcenter.estimates.candidate import Candidate
from amcenter.estimates.sources import MEASURED, Source, of_machine, of_set
from amcenter.estimates.terms import Sum, Term, Values, term

EACH_BUILD = "(full_builds + rest_builds)"
LAYERS = "(full_builds · layers_full + layers_rest)"
COOLING = (
    "full_builds · max(cool_s, ceil(building_full_s · cool_permille / 1000))"
    " + rest_builds · max(cool_s, ceil(building_rest_s · cool_permille / 1000))"
)


def machine_time(candidate: Candidate, builds: Builds) -> Sum:
    """Return the time that machines are taken, in seconds; for one build the plan's duration."""
    return Sum("s", tuple(_terms(candidate, builds)))


def build_values(builds: Builds) -> dict[str, float]:
    """Return the figures about builds by name."""
    return {
        "pieces": builds.pieces,
        "full_builds": float(builds.full),
        "rest_builds": builds.rests,
    }


def _terms(candidate: Candidate, builds: Builds) -> Iterator[Term]:
    mode, formulas = candidate.mode, candidate.way.process.formulas
    values = _values(candidate, builds)
    row = of_set(candidate.way.parameter_set)
    pieces, together = builds.pieces, builds.together
    yield _time("setup", f"{EACH_BUILD} · setup_s", values, together * mode.setup_s, row)
    yield _time("heat", f"{EACH_BUILD} · heat_s", values, together * mode.heat_s, row)
    yield _time(
        "exposure",
        f"pieces · ({formulas.exposure})",
        values,
        pieces * candidate.exposure_ms / 1000,
        MEASURED,
        row,
        of_machine(candidate.way.machine),
    )
    layers = builds.full * int(values["layers_full"]) + int(values["layers_rest"])
    seconds = layers * mode.layer_ms / 1000
    yield _time("layers", f"{LAYERS} · ({formulas.layer})", values, seconds, MEASURED, row)
    cool = builds.full * int(values["cool_full_s"]) + int(values["cool_rest_s"])
    yield _time("cool", COOLING, values, cool, row)
    yield _time("unload", f"{EACH_BUILD} · unload_s", values, together * mode.unload_s, row)


def _time(
    code: str, formula: str, values: Values, seconds: Fraction | float, *sources: Source
) -> Term:
    return term(code, formula, values, float(seconds), unit="s", sources=sources)


def _values(candidate: Candidate, builds: Builds) -> dict[str, float]:
    mode, capacity, rest = candidate.mode, candidate.filling.capacity, builds.rest
    return {
        **candidate.values,
        **build_values(builds),
        "setup_s": mode.setup_s,
        "heat_s": mode.heat_s,
        "unload_s": mode.unload_s,
        "cool_s": mode.cool_s,
        "cool_permille": mode.cool_permille,
        "layers_full": candidate.layers(capacity),
        "layers_rest": candidate.layers(rest) if rest else 0,
        "building_full_s": candidate.building_s(capacity),
        "building_rest_s": candidate.building_s(rest) if rest else 0,
        "cool_full_s": candidate.cool_s(capacity),
        "cool_rest_s": candidate.cool_s(rest) if rest else 0,
    }
