"""The speed of intake against other programs: what is measured, on which files, and the table."""
