"""Real input from elsewhere, which lies beside the repository and is never copied into it."""

from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SHARED_DATA = ROOT.parent / "shared" / "data"


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of corpora; where it is absent (a user's clone) the test says skipped."""
    if not SHARED_DATA.is_dir():
        pytest.skip("the shared corpora (../shared/data) are not on this machine")
    return SHARED_DATA
