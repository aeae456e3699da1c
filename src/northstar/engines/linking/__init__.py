"""Is this the same person? Three verdicts: same, ask, different. A wrong join is worse than a question."""
