"""The layouts in which carriers, fax services and portals write their notices."""

import re
from dataclasses import dataclass

import phonenumbers

from northstar.sources.mail.message import Message, Part

_VOICEMAIL = re.compile(r"voice ?-?mail|voice message|missed call", re.IGNORECASE)
_FAX = re.compile(r"\bfax\b|\befax\b|\bCSID\b|\bfacsimile\b", re.IGNORECASE)
_SMS = re.compile(r"\b(?:text message|sms)\b.{0,10}\bfrom\b", re.IGNORECASE)
_UPLOAD = re.compile(
    r"\b(?:document|file|photo|scan)s?\b.{0,30}\buploaded\b|\bnew upload\b", re.IGNORECASE
)
_LABEL = re.compile(
    r"^[ \t>*]{0,20}([A-Za-z][A-Za-z /'#-]{1,24}?)[ \t*]{0,20}:[ \t*]{0,20}(.*)$", re.MULTILINE
)
_TRANSCRIPT = re.compile(
    r"^[ \t>*\"]{0,20}(?:voicemail |voice ?mail |voice message |message )?(?:transcript(?:ion)?|preview)"
    r"(?: \([^)\n]{1,30}\))?[ \t*]{0,20}:[ \t*]{0,20}",
    re.IGNORECASE | re.MULTILINE,
)
_UNHEARD = re.compile(
    r"\W*(?:\(?no transcri\w+|transcri\w+ (?:is |was )?(?:not|un)\s?-?available|not available|unavailable"
    r"|n/?a\b|(?:we )?(?:were |was )?unable to transcribe|could not be transcribed|pending)",
    re.IGNORECASE,
)
# Where a carrier's own words begin again. Strict: what is cut off here is heard by nobody, so a plain
# sentence ends the message only after a blank line and only where it can hardly be the caller's own.
_FOOT = re.compile(
    r"\n(?=[ \t]{0,40}(?:--+|__+|==+|\*\*\*+)[ \t]{0,40}\n)"
    r"|\n(?=[ \t]{0,40}(?:duration|length|received|sent to|mailbox|call ?back(?: number)?|confidence)[ \t]{0,40}:)"
    r"|\n(?=[ \t]{0,40}(?:duration|length)[ \t]{1,5}\d{1,4}(?::\d|[ \t]?s(?:ec|\b)))"
    r"|\n(?=[ \t]{0,40}(?:©|\(c\) |https?://))"
    r"|\n[ \t]{0,40}\n\s{0,40}(?=(?:to (?:listen to|play|hear) (?:this|your|the) (?:voice ?)?(?:message|mail)"
    r"|(?:listen to|play) (?:this|your|the)? ?(?:message|voicemail)|click (?:here|the link|to)"
    r"|to (?:manage|unsubscribe|reply,? )|(?:please )?do not reply|powered by|rate this transcri|was this transcri"
    r"|this transcri|this (?:e-?mail|message) (?:was sent|is confidential|may contain|and any|was automatically)"
    r"|you (?:are receiving|received) this|thank you for using"
    r"|if (?:this is|you are having|you have|you think you (?:are|may be) having) an? (?:medical |life-threatening )?"
    r"emergency,? (?:please )?(?:call|dial|go)))",
    re.IGNORECASE,
)
_LASTS = re.compile(
    r"\b(?:duration|length)\b[ \t*]{0,20}:?[ \t*]{0,20}(?:(?:(\d{1,2}):)?(\d{1,3}):(\d{2})|(\d{1,5})\s{0,5}s(?:ec|\b))"
    r"|\(()(\d{1,3}):(\d{2})()\)|\b()()()(\d{1,5})[- ]seconds?\b",
    re.IGNORECASE,
)
_LONGEST = 200_000
_FROM_LABELS = (
    "from",
    "caller",
    "caller id",
    "callerid",
    "csid",
    "sender",
    "number",
    "phone",
    "from number",
)


@dataclass(frozen=True, slots=True)
class Words:
    """The words that count, and where they begin in the text of their part."""

    part: Part | None = None
    start: int = 0
    text: str = ""
    transcript: str = ""


def medium(message: Message, body: str, settings: dict) -> str:
    """voicemail, fax, portal, text, upload or email; a feed may declare that it only sends one."""
    said = f"{message.header('Subject')}\n{body[:600]}"
    paper = any(p.seen in ("application/pdf", "image/tiff") for p in message.parts)
    picture = paper or any(p.seen in ("image/jpeg", "image/png") for p in message.parts)
    found = labels(body)
    if settings.get("medium"):
        return str(settings["medium"])
    if any(part.audio for part in message.parts) or _VOICEMAIL.search(message.header("Subject")):
        return "voicemail"
    if paper and (_FAX.search(said) or _FAX.search(message.header("From"))):
        return "fax"
    if "message" in found and ("patient" in found or "from" in found):
        return "portal"
    if _SMS.search(said):
        return "text"
    return "upload" if picture and _UPLOAD.search(said) else "email"


def labels(body: str) -> dict[str, str]:
    """`Label: words` lines by label in small letters; the first of each counts."""
    found: dict[str, str] = {}
    for label, words in _LABEL.findall(body[:20_000]):
        found.setdefault(label.strip().casefold(), words.strip(" \t*"))
    return found


def words(kind: str, message: Message, body: Part | None) -> Words:
    """What the person said or wrote, without the carrier's own sentences around it."""
    if kind == "voicemail":
        return _heard(message, body)
    if kind == "portal" and body:
        start = re.search(
            r"^[ \t>*]{0,20}message[ \t*]{0,20}:[ \t*]{0,20}\n?",
            body.text,
            re.IGNORECASE | re.MULTILINE,
        )
        return _cut(body, start.end() if start else 0, feet=bool(start))
    return _cut(body, 0, feet=False) if body else Words()


def seconds(body: str, subject: str) -> float | None:
    """How long the recording lasts, as the carrier says."""
    found = _LASTS.search(f"{subject}\n{body[:3000]}")
    if not found:
        return None
    groups = found.groups()
    hours, minutes, rest, alone = (next((g for g in groups[i::4] if g), "") for i in range(4))
    return float(alone or int(hours or 0) * 3600 + int(minutes or 0) * 60 + int(rest or 0))


def phone_of(subject: str, body: str, region: str) -> str:
    """The caller's number in E.164, '' where it was withheld."""
    after = re.search(r"\bfrom\b(.*)", subject, re.IGNORECASE)
    found = labels(body)
    lines = [found[label] for label in _FROM_LABELS if label in found]
    said = re.search(r"\bfrom\b[^\n]{0,80}", body[:2000], re.IGNORECASE)
    for words_ in (after[1] if after else subject, *lines, said[0] if said else ""):
        number = next(iter(numbers(words_, region)), None)
        if number:
            return number[0]
    return ""


def numbers(text: str, region: str) -> list[tuple[str, str]]:
    """Every telephone number in a text: E.164, and the words as they stand."""
    lenient = phonenumbers.Leniency.POSSIBLE
    try:
        found = list(
            phonenumbers.PhoneNumberMatcher(text[:4000], region, leniency=lenient, max_tries=500)
        )
    except (ValueError, phonenumbers.NumberParseException):
        return []
    e164 = phonenumbers.PhoneNumberFormat.E164
    # A date or a member number can look like a short number; a person leaves a whole one.
    return [
        (phonenumbers.format_number(m.number, e164), m.raw_string)
        for m in found
        if len(str(m.number.national_number)) >= 9
    ]


def _heard(message: Message, body: Part | None) -> Words:
    for part in message.parts:
        apart = (
            part.seen == "text/plain"
            and part.filename
            and part.filename.lower().endswith((".txt", ".text"))
        )
        if apart and part is not body and part.text.strip() and not _UNHEARD.match(part.text):
            return _cut(part, 0, feet=False, transcript="carrier")
    if body is None:
        return Words(transcript="none")
    start = _TRANSCRIPT.search(body.text)
    if not start:
        return _cut(body, 0, feet=False, transcript="none")
    found = _cut(body, start.end(), feet=True, transcript="carrier")
    if not found.text or _UNHEARD.match(found.text):
        return _cut(body, 0, feet=False, transcript="none")
    return found


def _cut(part: Part, start: int, feet: bool, transcript: str = "") -> Words:
    text = part.text[start : start + _LONGEST]
    foot = _FOOT.search(text) if feet else None
    text = text[: foot.start()] if foot else text
    bare = text.strip()
    return Words(part, start + len(text) - len(text.lstrip()), bare, transcript)
