"""Situations in one chart that need a coordinator: one file each, registered by being here."""
