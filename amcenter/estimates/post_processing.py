"""What is done with pieces after their build: attended work, waiting, and what it costs."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from amcenter.estimates.builds import Builds
from amcenter.estimates.candidate import Candidate
from amcenter.estimates.machine_time import EACH_BUILD, build_values
from amcenter.estimates.sources import MEASURED, Source, of_set, of_step
from amcenter.estimates.terms import Sum, Term, term
from amcenter.tables import PostStepRow, StepBasis

HOUR_S = 3600

AMOUNT: Mapping[StepBasis, str] = {
    StepBasis.BUILD: EACH_BUILD,
    StepBasis.PIECE: "pieces",
    StepBasis.SURFACE_CM2: "pieces · surface_cm2",
    StepBasis.CUT_CM2: "pieces · cut_cm2",
    StepBasis.SUPPORT_CM2: "pieces · supported_cm2",
}
"""How often a step is done, by what it is counted by."""


@dataclass(frozen=True, slots=True)
class Step:
    """A step with how much of it there is to do."""

    row: PostStepRow
    amount: float
    values: Mapping[str, float]

    @property
    def code(self) -> str:
        return f"step:{self.row.key}"

    @property
    def formula(self) -> str:
        return AMOUNT[self.row.basis]

    @property
    def names(self) -> Mapping[str, str]:
        return {"en": self.row.name, "ru": self.row.name_ru}

    @property
    def sources(self) -> tuple[Source, ...]:
        measured = self.row.basis not in (StepBasis.BUILD, StepBasis.PIECE)
        return (MEASURED, of_step(self.row)) if measured else (of_step(self.row),)


def steps_of(
    candidate: Candidate, builds: Builds, rows: tuple[PostStepRow, ...]
) -> tuple[Step, ...]:
    """Return what there is to do; supports need no removal where there are none."""
    areas = _areas_cm2(candidate)
    values = build_values(builds) | {
        "surface_cm2": areas[StepBasis.SURFACE_CM2],
        "cut_cm2": areas[StepBasis.CUT_CM2],
        "supported_cm2": areas[StepBasis.SUPPORT_CM2],
    }
    amounts = {basis: builds.pieces * area_cm2 for basis, area_cm2 in areas.items()}
    amounts |= {StepBasis.BUILD: float(builds.together), StepBasis.PIECE: builds.pieces}
    steps = (Step(row, amounts[row.basis], values) for row in rows)
    return tuple(step for step in steps if step.amount > 0)


def attended_work(candidate: Candidate, builds: Builds, steps: tuple[Step, ...]) -> Sum:
    """Return the time that people spend, in seconds: at the machine and on the pieces."""
    return Sum("s", (*machine_work(candidate, builds).terms, *_step_work(steps)))


def machine_work(candidate: Candidate, builds: Builds) -> Sum:
    """Return the attended time at the machine, in seconds."""
    values = build_values(builds) | {
        "setup_s": candidate.mode.setup_s,
        "unload_s": candidate.mode.unload_s,
    }
    row = of_set(candidate.way.parameter_set)
    return Sum(
        "s",
        tuple(
            term(
                code,
                f"{EACH_BUILD} · {code}_s",
                values,
                float(builds.together * int(values[f"{code}_s"])),
                unit="s",
                sources=(row,),
            )
            for code in ("setup", "unload")
        ),
    )


def waiting(candidate: Candidate, steps: tuple[Step, ...]) -> Sum:
    """Return how long pieces wait in furnaces and elsewhere, in seconds; all of them at once."""
    return Sum("s", tuple(_waiting(candidate, steps)))


def _step_work(steps: tuple[Step, ...]) -> Iterator[Term]:
    for step in steps:
        if step.row.work_h:
            yield term(
                step.code,
                f"{step.formula} · work_h · 3600",
                {**step.values, "work_h": step.row.work_h},
                step.amount * step.row.work_h * HOUR_S,
                unit="s",
                sources=step.sources,
                names=step.names,
            )


def _waiting(candidate: Candidate, steps: tuple[Step, ...]) -> Iterator[Term]:
    if after_s := candidate.mode.after_s:
        row = of_set(candidate.way.parameter_set)
        yield term("after", "after_s", {"after_s": after_s}, after_s, unit="s", sources=(row,))
    for step in steps:
        if step.row.wait_h:
            yield term(
                step.code,
                "wait_h · 3600",
                {"wait_h": step.row.wait_h},
                step.row.wait_h * HOUR_S,
                unit="s",
                sources=(of_step(step.row),),
                names=step.names,
            )


def _areas_cm2(candidate: Candidate) -> Mapping[StepBasis, float]:
    """Return the areas of one piece; no cut is larger than the shadow."""
    one, overhang_deg = candidate.orientation, candidate.way.process.overhang_deg
    supported = 0.0 if overhang_deg is None else one.support(overhang_deg).area_mm2
    return {
        StepBasis.SURFACE_CM2: candidate.part.document.analysis.area_mm2 / 100,
        StepBasis.CUT_CM2: min(one.shadow_mm2, one.contact_mm2 + supported) / 100,
        StepBasis.SUPPORT_CM2: supported / 100,
    }
