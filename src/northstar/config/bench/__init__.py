"""The benchmarks: one file each, found by being there. `northstar bench` runs them."""
