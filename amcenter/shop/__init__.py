"""The centre: its machines and materials, how one builds the other, and when people are there."""
