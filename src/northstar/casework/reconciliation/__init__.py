"""The agreed lists of problems, allergies and medicines: signed by a person, kept version by version."""
