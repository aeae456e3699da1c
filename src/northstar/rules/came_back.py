"""Why mail came back, in a sentence: the server's own number, not its words, which may name the person."""

from northstar.chart.words import Communication

CITES = "RFC 3463, sections 3.2 to 3.8"
# By subject and detail, the longest that fits.
_WHY = {
    "1": "there is no such address",
    "2": "their mailbox takes nothing now",
    "2.1": "their mailbox is closed",
    "2.2": "their mailbox is full",
    "2.3": "it is too large for their mailbox",
    "3.4": "it is too large for their mail server",
    "4": "their mail server could not be reached for days",
    "7": "their mail server refuses our mail",
}


def why(report: Communication) -> str:
    """It came back: their mailbox is full."""
    number = report.code.text.partition(".")[2]
    known = _WHY.get(number) or _WHY.get(number.partition(".")[0])
    return f"it came back: {known or 'their mail server did not deliver it'}"
