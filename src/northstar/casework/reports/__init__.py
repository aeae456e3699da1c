"""A suspicion of abuse, neglect or exploitation, from the moment it was noticed to the report, in dated rows."""
