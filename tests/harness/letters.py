"""What Sarah writes to Mrs. Chen, as the form sends it."""

from tests.harness.mrs_chen import NOW

DAY = NOW.replace(hour=9)
HOME = "letter|12 Grant Ave\nSan Francisco CA 94108"


def form(**more):
    return {"do": "send", "way": HOME, "purpose": "her pills", "subject": "Your pills",
            "text": "Please call us about your pills.", "language": "en"} | more  # fmt: skip
