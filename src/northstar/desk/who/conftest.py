"""Two records that may be one person, and Sarah, who is asked."""

from tests.harness.two_records import sarah, two  # noqa: F401 - fixtures
