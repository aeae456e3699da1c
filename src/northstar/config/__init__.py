"""Settings, addresses, clocks, and the command line."""
