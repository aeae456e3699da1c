"""What our people did for somebody, act by act: each is its own note line and its own time."""
