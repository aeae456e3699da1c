"""Writing: notes assembled from what was done and said, every sentence proved by its sources."""
