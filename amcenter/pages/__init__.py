"""Plain pages that need no program in the browser."""
