"""Notes: drafted from what was done and said, signed once, added to, never overwritten."""
