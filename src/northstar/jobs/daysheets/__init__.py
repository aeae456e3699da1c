"""The day on paper for the day the system is down: one locked file a coordinator, in a second place."""
