"""Exact models for OR-Tools CP-SAT: what is small enough to be proven."""
