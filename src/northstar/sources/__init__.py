"""How facts arrive: one folder a format. Bytes in, facts out; no store, no clock, no network."""
