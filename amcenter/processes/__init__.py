"""The additive processes (ISO/ASTM 52900), one file each; a new one is a file and a line here."""

from collections.abc import Mapping

from amcenter.processes.angles import angles_mdeg
from amcenter.processes.base import Figures, Formulas, Process, Rate, Rates, Stance
from amcenter.processes.batch_model import BatchModel
from amcenter.processes.ded import Deposition
from amcenter.processes.mex import Extrusion
from amcenter.processes.mjf import MultiJetBed
from amcenter.processes.pbf_eb_m import ElectronBeamMetalBed
from amcenter.processes.pbf_lb_m import LaserMetalBed
from amcenter.processes.pbf_lb_p import LaserPolymerBed
from amcenter.processes.rates import check_rates
from amcenter.processes.vpp import MaskVat

_ALL: tuple[Process, ...] = (
    LaserMetalBed(),
    ElectronBeamMetalBed(),
    LaserPolymerBed(),
    MultiJetBed(),
    Deposition(),
    Extrusion(),
    MaskVat(),
    BatchModel(),
)

PROCESSES: Mapping[str, Process] = {process.key: process for process in _ALL}

__all__ = [
    "PROCESSES",
    "Figures",
    "Formulas",
    "Process",
    "Rate",
    "Rates",
    "Stance",
    "angles_mdeg",
    "check_rates",
]
