"""Repairing a mesh in small steps, each of which must help and must not change the shape."""
