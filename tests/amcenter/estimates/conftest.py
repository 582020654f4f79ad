"""A small machine with round figures and prices, and boxes to estimate."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import pytest
from sqlalchemy import Engine

from amcenter.estimates.candidate import Candidate
from amcenter.estimates.candidates import every_candidate
from amcenter.estimates.estimate import Estimate, estimate
from amcenter.estimates.prices import Prices
from amcenter.intake.document import AnalysisDocument, analyse_file
from amcenter.planning.wanted import WantedPart
from amcenter.shop.shop import Shop
from amcenter.tables import AssumptionRow, PostStepRow, PricingRow, StepBasis
from tests.amcenter.centre import TestCentre, open_centre
from tests.amcenter.people import Floor, small_floor
from tests.amcenter.shapes import box, stl

MakePart = Callable[..., WantedPart]


@dataclass(frozen=True)
class Workshop:
    """The small floor: 6,000 an hour of the machine, 9,000 a kilogram, 1,500 an hour of work."""

    floor: Floor
    prices: Prices

    @property
    def shop(self) -> Shop:
        return self.floor.shop

    def candidate(self, part: WantedPart) -> Candidate:
        found = every_candidate(self.shop, self.prices, [part])
        assert found.refusals == ()
        (only,) = found.candidates
        return only

    def estimate(self, part: WantedPart, quantity: int = 1) -> Estimate:
        return estimate(self.candidate(part), self.prices, quantity, with_costs=True)

    def with_steps(self, *steps: PostStepRow) -> "Workshop":
        return replace(self, prices=replace(self.prices, steps=steps))


def assumption(process: str = "pbf_lb_m", **more: object) -> AssumptionRow:
    usual: dict[str, object] = {
        "process": process,
        "typical_fill": 0.5,
        "failure_share": 0.0,
        "powder_returns": True,
    }
    return AssumptionRow(**(usual | more))


def step(key: str, basis: str, **more: object) -> PostStepRow:
    usual: dict[str, object] = {
        "key": key,
        "name": key.title(),
        "name_ru": key.title(),
        "process": "pbf_lb_m",
        "position": 10,
        "basis": StepBasis(basis),
    }
    return PostStepRow(**(usual | more))


@pytest.fixture
def workshop() -> Workshop:
    floor = small_floor()
    floor.machine.cost_per_h = 6000
    floor.material.price_per_kg = 9000
    prices = Prices(PricingRow(labour_per_h=1500), (assumption(),), ())
    return Workshop(floor, prices)


@cache
def measured(
    folder: Path, width: float, depth: float, height: float
) -> tuple[Path, AnalysisDocument]:
    path = folder / f"{width}x{depth}x{height}.stl"
    path.write_bytes(stl(box(width, depth, height)))
    return path, analyse_file(path, path.name, "mm")


@pytest.fixture(scope="session")
def boxes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("boxes")


@pytest.fixture
def part(workshop: Workshop, boxes: Path) -> MakePart:
    """Return a function that makes a wanted box, standing as sent."""

    def make(
        width: float = 30, depth: float = 20, height: float = 10, **more: object
    ) -> WantedPart:
        path, document = measured(boxes, width, depth, height)
        usual: dict[str, object] = {
            "key": path.stem,
            "document": document,
            "file": path,
            "material_id": workshop.floor.material.id,
            "orientation": "z+",
        }
        return WantedPart(**(usual | more))  # type: ignore[arg-type]

    return make


@pytest.fixture
def centre(engine: Engine, tmp_path: Path) -> TestCentre:
    return open_centre(engine, tmp_path)
