"""Situations in an item that has arrived, also from a person not yet known: one file each."""
