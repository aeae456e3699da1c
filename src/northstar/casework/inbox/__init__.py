"""The inbox: what has arrived and nobody has finished with, and what became of each piece."""
