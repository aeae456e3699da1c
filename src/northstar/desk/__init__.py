"""The coordinator's pages: one folder a page."""
