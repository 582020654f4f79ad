"""The part families, one function per part; a new part is a function and a line here."""

from collections.abc import Callable, Sequence

from sample_parts.families import crossings, flow, general, grids, rotating
from sample_parts.shapes import SamplePart

Maker = Callable[[], SamplePart]

PARTS: Sequence[Maker] = (
    rotating.closed_impeller,
    rotating.labyrinth_ring,
    rotating.burner_swirler,
    rotating.guide_vane,
    rotating.spare_gear,
    flow.valve_body,
    flow.spray_nozzle,
    flow.manifold_block,
    flow.pipe_elbow,
    grids.debris_grid,
    grids.spacer_grid_segment,
    grids.gyroid_core,
    crossings.detector_housing,
    crossings.projector_bracket,
    crossings.signal_visor,
    crossings.pole_clamp_half,
    general.terminal_box,
    general.load_bracket,
    general.wind_sensor_mount,
    general.cable_gland_plate,
    general.gripper_finger,
    general.witness_bar,
)
