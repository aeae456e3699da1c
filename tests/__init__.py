"""The tests that no single file of the package can hold."""
