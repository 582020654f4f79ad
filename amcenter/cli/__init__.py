"""The command line: ``amcenter ...``."""
