"""What every test may ask for, beside the code in `src/` and in `tests/`."""

from hypothesis import settings

pytest_plugins = [
    "tests.harness.account",
    "tests.harness.answers_in_turn",
    "tests.harness.browser",
    "tests.harness.data",
    "tests.harness.desk",
    "tests.harness.flush",
    "tests.harness.no_network",
    "tests.harness.prepared",
    "tests.harness.quick_hashes",
    "tests.harness.quiet_desk",
    "tests.harness.sample_clinic",
    "tests.harness.store",
]

# How long one try takes says how busy the machine is; speed is measured by `northstar bench`.
settings.register_profile("northstar", deadline=None)
settings.load_profile("northstar")
