"""Turns about Z that the nester may choose from, in thousandths of a degree."""

from amcenter.processes.base import Process
from amcenter.tables import OrientationPolicy

QUARTERS = (0, 90_000, 180_000, 270_000)
EIGHTHS = tuple(range(0, 360_000, 45_000))
OFF_BLADE = tuple(quarter + offset for quarter in QUARTERS for offset in (5_000, 30_000, 60_000))
"""Never parallel to the recoater blade: it would hit a long wall along its whole length. Five
degrees are enough for that, and let a part in that just fits the platform."""


def angles_mdeg(process: Process, policy: OrientationPolicy) -> tuple[int, ...]:
    """Return the turns about Z that a part with this policy may make in a process."""
    return (0,) if policy is OrientationPolicy.LOCKED else process.angles_mdeg
