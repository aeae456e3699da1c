"""What every test may ask for, beside the code in `src/` and in `tests/`."""

from hypothesis import HealthCheck, settings

pytest_plugins = [
    "tests.harness.account",
    "tests.harness.answers_in_turn",
    "tests.harness.browser",
    "tests.harness.data",
    "tests.harness.desk",
    "tests.harness.flush",
    "tests.harness.no_network",
    "tests.harness.own_transaction",
    "tests.harness.prepared",
    "tests.harness.quick_hashes",
    "tests.harness.quiet_desk",
    "tests.harness.sample_clinic",
    "tests.harness.store",
]

# How long one try takes says how busy the machine is; speed is measured by `northstar bench`.
settings.register_profile("northstar", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("northstar")
