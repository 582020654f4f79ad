"""A month at a fictional centre, to look at and to try things on."""
