"""What we promised somebody, for which day, and what became of it."""
