"""The people of the viewer's panel, as a list one can search."""
