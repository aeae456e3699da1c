"""Work handed from one colleague to another: offered, read back, accepted, and returned."""
