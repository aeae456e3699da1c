"""Situations of a feed itself, such as silence: one file each."""
