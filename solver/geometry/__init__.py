"""Exact geometry of pieces on platforms and in powder beds; knows no algorithm."""
