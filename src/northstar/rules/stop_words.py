"""Does a message ask us to stop writing, or to write again? Obeyed at once, whoever sent it."""

import re

# 47 CFR 64.1200(a)(10), in force since 11 April 2025: these words, and any other reasonable way.
CITES = "47 CFR 64.1200(a)(10)"
_STOP = frozenset(
    [
        "stop",
        "stopall",
        "quit",
        "end",
        "revoke",
        "optout",
        "cancel",
        "unsubscribe",
        "alto",
        "parar",
        "basta",
    ]
)
_START = frozenset({"start", "unstop", "subscribe", "resume"})
_PLAIN = re.compile(
    r"\b(?:stop|quit) (?:texting|messaging|e-?mailing|writing|sending)\b"
    r"|\b(?:do not|don'?t|please no) (?:text|e-?mail|message|write)(?: to)? me\b"
    r"|\b(?:no|no me) (?:más|mas) (?:mensajes|textos)\b|\bno me (?:escriban?|manden? mensajes)\b",
    re.IGNORECASE,
)
_LONGEST = 400  # a longer letter is read by a person


def asks(text: str) -> str:
    """ "stop", "start", or "" where it asks for neither. A keyword counts only alone."""
    word = re.sub(r"[^\w]", "", text, flags=re.UNICODE).casefold()
    if word in _START:
        return "start"
    if word in _STOP or (len(text) <= _LONGEST and _PLAIN.search(text.replace("’", "'"))):
        return "stop"
    return ""
