"""From accepted requests to a published plan."""
