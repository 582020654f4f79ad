"""The steps from an empty database to the newest schema; ``amcenter.migrate`` takes them."""
