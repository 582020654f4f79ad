"""Heuristic search: a first schedule at once, a better one with every second."""
