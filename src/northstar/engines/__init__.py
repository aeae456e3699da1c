"""Heavy machines behind small doors: linking, scheduling, cohorts, risk, writing."""
