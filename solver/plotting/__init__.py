"""Pictures of plans as plain SVG text: what stands on a platform, and when machines are busy."""

from solver.plotting.gantt import gantt_svg
from solver.plotting.plate import plate_svg, platform_svg
from solver.plotting.words import ENGLISH, Words

__all__ = ["ENGLISH", "Words", "gantt_svg", "plate_svg", "platform_svg"]
