"""Which passwords will do."""

from zxcvbn import zxcvbn

from northstar.access.models import Staff

LEAST = 10
LONGEST = 200  # hashing and judging a longer one would only cost time
STRONG_ENOUGH = 3


def too_weak(password: str, staff: Staff) -> str:
    """What makes it easy to guess, in a sentence; nothing if it will do."""
    if not LEAST <= len(password) <= LONGEST:
        return f"A password has {LEAST} to {LONGEST} characters."
    judged = zxcvbn(
        password, [staff.username, *staff.name.split(), "northstar"], max_length=LONGEST
    )
    if judged["score"] >= STRONG_ENOUGH:
        return ""
    return f"This password is easy to guess. {judged['feedback']['warning']}".strip()
