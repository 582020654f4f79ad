"""What is used up, by hand sums."""

from dataclasses import replace
from decimal import Decimal

import pytest

from amcenter.estimates.builds import own_builds, shared_builds
from amcenter.estimates.candidate import Candidate
from amcenter.estimates.material_use import material_use, powder_at_hand
from amcenter.tables import AssumptionRow
from tests.amcenter.estimates.conftest import MakePart, Workshop, assumption


def grams(found: Candidate, pieces: int = 1) -> dict[str, Decimal]:
    used = material_use(found, own_builds(pieces, found.filling.capacity))
    return {one.code: one.value for one in used.terms}


def assuming(workshop: Workshop, row: AssumptionRow) -> Workshop:
    return replace(workshop, prices=replace(workshop.prices, assumptions=(row,)))


def test_of_a_metal_bed_pieces_and_a_share_of_the_powder_are_gone(
    workshop: Workshop, part: MakePart
) -> None:
    found = assuming(workshop, assumption(lost_share=0.01)).candidate(part())

    # 6 cm3 of 8 g/cm3 are 48 g. The bed: 100 x 100 x 10 mm3 · 8 g/cm3 · 0.6 · 1.5 = 720 g, of which
    # a hundredth of what is not built is lost
    assert grams(found) == {"part": Decimal(48), "powder_spent": Decimal("6.72")}
    assert grams(found, 5)["powder_spent"] == Decimal("4.80")
    assert grams(found, 6)["powder_spent"] == Decimal("11.52")


def test_a_bed_never_gives_powder_back(workshop: Workshop, part: MakePart) -> None:
    # 100 cm3 are 800 g, more than the 720 g of loose powder in the bed
    found = assuming(workshop, assumption(lost_share=0.5)).candidate(part())
    massive = replace(found, figures=replace(found.figures, volume_mm3=100_000.0))

    assert grams(massive)["powder_spent"] == 0


def test_of_a_shared_bed_a_piece_loses_its_part(workshop: Workshop, part: MakePart) -> None:
    found = assuming(workshop, assumption(lost_share=0.01)).candidate(part())

    used = material_use(found, shared_builds(1, found.filling.capacity))

    # a fifth of 4.80 g
    assert used.total == Decimal("48.96")


def test_supports_are_used_up_too(workshop: Workshop, part: MakePart) -> None:
    # 1000 mm3 of support material
    found = workshop.candidate(part())
    figures = replace(found.figures, support_mm3=1000.0)
    values = {**found.values, "support_mm3": 1000.0}

    assert grams(replace(found, figures=figures, values=values))["support"] == Decimal(8)


def polymer(workshop: Workshop, fresh: float) -> Workshop:
    floor = workshop.floor
    floor.machine.process, floor.machine.density_limit = "mjf", 0.12
    floor.material.density_g_cm3 = 1.0
    floor.parameter_set.rates = {"sweep_s": 8.0}
    return assuming(workshop, assumption("mjf", fresh_share=fresh))


@pytest.mark.parametrize(
    ("fresh", "spent"),
    [
        # the piece ends at 12 + 10 mm, the bed 12 mm above: 100 x 100 x 34 mm3 · 1 g/cm3 · 0.47
        # · 1.05 = 167.79 g; a fifth of it, less the 6 g of the piece, is new powder that replaces
        # worn powder
        (0.2, "27.56"),
        # a bed that needs less new powder than the piece took away
        (0.02, "0.00"),
    ],
)
def test_a_polymer_bed_needs_new_powder(
    workshop: Workshop, part: MakePart, fresh: float, spent: str
) -> None:
    found = polymer(workshop, fresh).candidate(part())

    assert grams(found) == {"part": Decimal(6), "powder_spent": Decimal(spent)}


def test_where_nothing_returns_all_feedstock_is_gone(workshop: Workshop, part: MakePart) -> None:
    floor = workshop.floor
    floor.machine.process = "ded"
    floor.machine.gap_mm = 2
    floor.parameter_set.rates = {
        "deposit_mm3_per_s": 30.0,
        "deposit_share": 0.7,
        "caught_share": 0.6,
        "interpass_s": 5.0,
    }
    row = assumption("ded", powder_returns=False)
    found = assuming(workshop, row).candidate(part())

    # 48 g stay, a weld catches 60 % of the powder
    assert grams(found) == {"feedstock": Decimal(80)}
    assert grams(found, 3) == {"feedstock": Decimal(240)}
    assert powder_at_hand(found, own_builds(3, 5)).total == Decimal(240)


def test_the_powder_of_the_whole_bed_must_be_at_hand(workshop: Workshop, part: MakePart) -> None:
    found = workshop.candidate(part())

    assert powder_at_hand(found, own_builds(1, 5)).total == Decimal(720)
    assert powder_at_hand(found, shared_builds(1, 5)).total == Decimal(720)
