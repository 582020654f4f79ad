"""Parts such as an additive centre builds, made by a program, and files that try its patience."""
