"""Values as JSON, exactly and byte for byte the same every time; published instances as values."""

from solver.instances.codec import InstanceError, from_json, to_json
from solver.instances.luzedi import read_luzedi

__all__ = ["InstanceError", "from_json", "read_luzedi", "to_json"]
