"""What sources may tell differently: one file a subject, found by being here."""
