"""What happens to the builds of the published plan on the floor."""
