"""The part families, one function per family; a new one is a function and a line here."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from sample_parts.families import crossings, flow, general, grids, rotating, workshop
from sample_parts.shapes import SamplePart


@dataclass(frozen=True)
class Family:
    """A function that makes a part, and between what its figures may lie.

    Two whole numbers stand for every whole number between them. What is not named keeps its usual
    value.
    """

    make: Callable[..., SamplePart]
    ranges: Mapping[str, tuple[float, float]]

    @property
    def name(self) -> str:
        """Return the name of the part in its usual size."""
        return self.make.__name__

    def variant(self, seed: int) -> SamplePart:
        """Return a part of other sizes, the same for the same seed."""
        random = Random(f"{self.name} {seed}")  # noqa: S311  (no secret)
        return self.make(
            **{
                name: random.randint(low, high)
                if isinstance(low, int) and isinstance(high, int)
                else round(random.uniform(low, high), 2)
                for name, (low, high) in self.ranges.items()
            }
        )


FAMILIES: Sequence[Family] = (
    Family(
        rotating.closed_impeller,
        {"diameter_mm": (80.0, 220.0), "blades": (5, 8), "bore_mm": (12.0, 20.0)},
    ),
    Family(
        flow.valve_body,
        {"bore_mm": (15.0, 50.0), "wall_mm": (4.0, 10.0), "length_mm": (150.0, 220.0)},
    ),
    Family(
        flow.spray_nozzle,
        {"diameter_mm": (20.0, 60.0), "length_mm": (40.0, 120.0), "channels": (4, 12)},
    ),
    Family(
        grids.debris_grid,
        {
            "cells": (10, 20),
            "cell_mm": (4.0, 10.0),
            "web_mm": (0.5, 1.2),
            "height_mm": (15.0, 40.0),
        },
    ),
    Family(
        grids.spacer_grid_segment,
        {"cells": (3, 9), "rib_mm": (0.5, 1.0), "height_mm": (20.0, 40.0)},
    ),
    Family(
        grids.gyroid_core,
        {"side_mm": (50.0, 65.0), "cell_mm": (12.0, 15.0), "wall_mm": (0.8, 1.2)},
    ),
    Family(
        flow.manifold_block,
        {
            "length_mm": (100.0, 250.0),
            "width_mm": (70.0, 150.0),
            "height_mm": (50.0, 120.0),
            "bore_mm": (6.0, 16.0),
        },
    ),
    Family(
        general.terminal_box,
        {
            "length_mm": (100.0, 220.0),
            "width_mm": (60.0, 160.0),
            "height_mm": (50.0, 120.0),
            "wall_mm": (2.5, 5.0),
        },
    ),
    Family(
        general.load_bracket,
        {"length_mm": (80.0, 180.0), "width_mm": (60.0, 120.0), "height_mm": (60.0, 160.0)},
    ),
    Family(
        rotating.labyrinth_ring,
        {"diameter_mm": (80.0, 260.0), "teeth": (4, 10), "pitch_mm": (4.0, 6.0)},
    ),
    Family(
        rotating.guide_vane, {"chord_mm": (25.0, 80.0), "span_mm": (40.0, 160.0), "holes": (1, 3)}
    ),
    Family(
        rotating.burner_swirler,
        {"diameter_mm": (50.0, 140.0), "height_mm": (18.0, 40.0), "vanes": (8, 24)},
    ),
    Family(
        flow.pipe_elbow,
        {"bore_mm": (25.0, 80.0), "wall_mm": (3.0, 6.0), "bend_deg": (30.0, 90.0)},
    ),
    Family(
        rotating.pump_diffuser,
        {"diameter_mm": (100.0, 260.0), "height_mm": (30.0, 90.0), "vanes": (7, 12)},
    ),
    Family(
        flow.tool_insert,
        {
            "length_mm": (70.0, 200.0),
            "width_mm": (70.0, 150.0),
            "height_mm": (55.0, 120.0),
            "turns": (2.0, 4.0),
        },
    ),
    Family(
        crossings.detector_housing,
        {
            "length_mm": (120.0, 220.0),
            "width_mm": (80.0, 140.0),
            "height_mm": (70.0, 120.0),
            "wall_mm": (2.5, 4.0),
        },
    ),
    Family(
        crossings.projector_bracket,
        {
            "length_mm": (120.0, 180.0),
            "width_mm": (70.0, 120.0),
            "height_mm": (70.0, 120.0),
            "stops": (3, 7),
        },
    ),
    Family(crossings.signal_visor, {"diameter_mm": (200.0, 300.0), "length_mm": (80.0, 120.0)}),
    Family(
        general.cable_gland_plate,
        {"columns": (1, 5), "gland_mm": (8.0, 25.0), "thickness_mm": (3.0, 8.0)},
    ),
    Family(crossings.pole_clamp_half, {"pole_mm": (76.0, 219.0), "width_mm": (40.0, 80.0)}),
    Family(
        general.wind_sensor_mount,
        {"base_mm": (80.0, 120.0), "height_mm": (70.0, 180.0), "boom_mm": (25.0, 40.0)},
    ),
    Family(
        flow.nacelle_duct,
        {"length_mm": (150.0, 340.0), "width_mm": (80.0, 200.0), "height_mm": (50.0, 100.0)},
    ),
    Family(
        workshop.drill_jig, {"length_mm": (150.0, 330.0), "holes": (3, 6), "drill_mm": (6.0, 12.0)}
    ),
    Family(workshop.gripper_finger, {"length_mm": (70.0, 160.0), "thickness_mm": (10.0, 30.0)}),
    Family(
        flow.flow_test_insert,
        {"length_mm": (90.0, 200.0), "side_mm": (50.0, 90.0), "throat_mm": (10.0, 30.0)},
    ),
    Family(
        rotating.spare_gear, {"module_mm": (1.0, 4.0), "teeth": (20, 38), "width_mm": (8.0, 30.0)}
    ),
    Family(
        workshop.training_dummy,
        {"height_mm": (120.0, 340.0), "rings": (2, 4), "pitch_mm": (7.0, 12.0)},
    ),
    Family(
        workshop.ded_blank,
        {"diameter_mm": (300.0, 900.0), "height_mm": (50.0, 200.0), "allowance_mm": (3.0, 5.0)},
    ),
    Family(
        grids.lattice_pad,
        {"side_mm": (60.0, 80.0), "height_mm": (15.0, 25.0), "cell_mm": (15.0, 20.0)},
    ),
    Family(workshop.witness_bar, {"diameter_mm": (12.0, 15.0), "length_mm": (80.0, 100.0)}),
)
