"""Sarah, who is asked."""

from tests.harness.two_records import sarah  # noqa: F401 - a fixture
