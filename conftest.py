"""What every test may ask for, beside the code in `src/` and in `tests/`."""

pytest_plugins = [
    "tests.harness.account",
    "tests.harness.browser",
    "tests.harness.data",
    "tests.harness.flush",
    "tests.harness.no_network",
    "tests.harness.store",
]
