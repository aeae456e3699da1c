"""One file a house rule that `./northstar check` walks: a TITLE and a `problems()` that tells each."""
