"""How the house says no."""


class Refused(Exception):
    """One plain sentence: what may not be done, why, and what would help."""
