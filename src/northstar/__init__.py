"""Northstar: a care coordinator's workbench."""

__version__ = "0.1.0"
