"""Which feed a message belongs to, by who sent it: MSH-3 the application, MSH-4 the facility."""


class BadSenders(ValueError):
    """The setting cannot be read; the text is one plain sentence."""


class Senders:
    """`LAB|HOSPB=labs, *|WEST=west`: the first that fits; otherwise the feed of everybody else."""

    def __init__(self, other: str, told: str = ""):
        self.other = other
        self._known = [_pair(part) for part in told.split(",") if part.strip()]

    def feed_of(self, application: str, facility: str) -> str:
        """The feed's name."""
        for (wanted, place), feed in self._known:
            if wanted in ("*", application) and place in ("*", facility):
                return feed
        return self.other

    def feed_for(self, message: bytes) -> str:
        """The feed's name of a message as it came."""
        return self.feed_of(*sender_of(message)) if self._known else self.other


def sender_of(message: bytes) -> tuple[str, str]:
    """MSH-3 and MSH-4, their first components; empty where there is no header."""
    start = message.find(b"MSH")
    head = message[start : start + 1000]
    if start < 0 or len(head) < 5:
        return "", ""
    fields = head.split(b"\r", 1)[0].split(head[3:4])
    component = head[4:5]
    application, facility = (
        field.split(component)[0].strip().decode("utf-8", "replace")
        for field in (*fields[2:4], b"", b"")[:2]
    )
    return application, facility


def _pair(part: str) -> tuple[tuple[str, str], str]:
    who, equals, feed = part.strip().partition("=")
    application, bar, facility = who.partition("|")
    if not (equals and bar and feed.strip()):
        raise BadSenders(f"“{part.strip()}” is not like APPLICATION|FACILITY=feed.")
    return (application.strip() or "*", facility.strip() or "*"), feed.strip()
