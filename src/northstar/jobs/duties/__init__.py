"""What the worker does besides filing and reviewing: one file a duty, which declares `DUTY`."""
