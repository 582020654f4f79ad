"""What engineers ask for: requests, their parts and pieces."""
