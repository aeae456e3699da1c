"""A sender's short name for itself is said as people here call that sender."""

import pytest

from northstar.record.charts import in_words


@pytest.mark.parametrize(
    ("facility", "title", "said"),
    [
        ("HOSPB", "Hospital B", "Hospital B"),
        ("HOSPB", "", "HOSPB"),
        ("HOSPB", "Hospital A", "HOSPB"),
        ("EAST", "Hospital B", "EAST"),
        ("Hospital B East", "Hospital B", "Hospital B East"),
        ("SMH", "St. Mary Hospital", "St. Mary Hospital"),
        ("", "Hospital B", ""),
    ],
)
def test_in_words(facility, title, said):
    assert in_words(facility, title) == said
