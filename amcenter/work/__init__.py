"""Background work: nothing accepted is lost, nothing happens twice."""
