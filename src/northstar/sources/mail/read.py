"""One e-mail into one message about somebody, with everything attached to it."""

import contextlib
import hashlib
import re

from northstar.chart.people import ContactPoint, HumanName, Patient
from northstar.chart.value import Coding, Concept
from northstar.chart.words import Attachment, Communication, DocumentReference
from northstar.sources import content, days, pdf
from northstar.sources.mail import carriers
from northstar.sources.mail.about import about
from northstar.sources.mail.envelope import language, mailbox, received, thread, time_of
from northstar.sources.mail.message import Message, NotAMessage, Part, message, part_at, recognises
from northstar.sources.mail.report import CAME_BACK, STATUS_CODES, report
from northstar.sources.reading import Feed, Found, Reading, Trouble, refused

VERSION = "3"
_LONGEST, _QUOTED = 100_000, 300
_OWN_ADDRESS = ("email", "upload")
_STUB = re.compile(r"\bhtml\b", re.IGNORECASE)
_A_PAGE = 20_000  # smaller pictures are signatures and logos


def read(data: bytes, feed: Feed, name: str = "") -> Reading:
    """A message with what it says. One element is one part that holds no others."""
    if not data.strip():
        return refused("mail", VERSION, "The file is empty.")
    if not recognises(data[:65536], "x.eml"):
        return refused(
            "mail", VERSION, "This is not an e-mail: it does not begin with header lines."
        )
    try:
        found = message(data)
    except NotAMessage as problem:
        return refused("mail", VERSION, str(problem))
    return _account(data, found, feed)


def place(data: bytes, locator: str) -> str:
    """The words at `part:1#120-160` or `header:Subject`; a part that is no text has none."""
    if locator.startswith("header:"):
        try:
            words = message(data).header(locator[7:])
        except NotAMessage as problem:
            raise LookupError(str(problem)) from None
        if not words:
            raise LookupError(f"The message has no {locator[:60]}")
        return words
    text = part_at(data, locator).text
    at = re.search(r"#(\d{1,8})-(\d{1,8})\Z", locator)
    if at and int(at[1]) <= int(at[2]) <= len(text):
        return text[int(at[1]) : int(at[2])]
    if "#" in locator:
        raise LookupError(f"The part has no place “{locator[:60]}”")
    return text


def _account(data: bytes, found: Message, feed: Feed) -> Reading:
    reading = Reading(format="mail", version=VERSION, title=found.header("Subject")[:200])
    number = re.sub(r"[<>\s]", "", found.header("Message-ID"))
    if not number or len(number) > 250:
        number = hashlib.sha256(data).hexdigest()
    reading.control, reading.sender = number, mailbox(found.header("From"))[1]
    _count(found, reading)
    value, locator = _communication(found, feed, reading)
    reading.sort = value.medium
    person = f"message:{number}"
    reading.written = value.sent or value.received
    reading.people[person] = known(value, feed)
    reading.found.append(
        Found(person, "Communication", number, value, locator, reading.written, label=feed.label)
    )
    reading.found.extend(_papers(found, value, person, number, feed))
    return reading


def _count(found: Message, reading: Reading) -> None:
    """Every part is kept in the message; an empty one holds nothing to keep."""
    for part in found.parts:
        where = f"part:{part.number}"
        if not part.data.strip():
            reading.dropped.append(
                Trouble(where, part.filename, "This part of the message is empty.")
            )
            continue
        reading.kept["part"] += 1
        for why in _doubts(part):
            reading.doubted.append(Trouble(where, part.filename or part.declared, why))


def _doubts(part: Part):
    if not content.same(part.declared, part.seen):
        yield f"It says it is {part.declared} and is {part.seen}."
    if part.seen in ("application/x-msdownload", "application/x-executable"):
        yield "This attachment is a program. Do not open it."
    if part.declared == "application/ms-tnef" or part.filename.lower() == "winmail.dat":
        yield "Outlook has packed attachments into this part, and it is not unpacked here: ask for them again."
    if part.misread:
        yield "The text does not fit the character set it names; some letters may be wrong."
    if part.seen == "application/pdf":
        found = pdf.look(part.data)
        if found.problem or found.remark:
            yield found.problem or found.remark
    if part.seen == "image/tiff" and content.tiff_pages(part.data) is None:
        yield "The scan seems to be cut short."


def _communication(found: Message, feed: Feed, reading: Reading) -> tuple[Communication, str]:
    body = _body(found)
    text = body.text if body else ""
    back = report(found)
    kind = "email" if back else carriers.medium(found, text, feed.settings)
    words = carriers.words(kind, found, body)
    lines = carriers.labels(text) if kind == "portal" else {}
    subject, region = found.header("Subject"), str(feed.settings.get("region", "US"))
    shown, address = mailbox(found.header("From"))
    phone = (
        ""
        if back or kind in ("email", "portal", "upload")
        else carriers.phone_of(subject, text, region)
    )
    said = words.text[:_LONGEST]
    if words.part and len(words.text) > _LONGEST:
        why = f"The text is longer than {_LONGEST:,} letters; the rest is in the original only."
        reading.doubted.append(Trouble(f"part:{words.part.number}", "", why))
    quote, locator = _quote(words, said, found)
    value = Communication(
        quote=quote,
        medium=kind,
        code=Concept(back.status, (Coding(STATUS_CODES, back.status),)) if back else Concept(),
        status=CAME_BACK if back else "completed",
        regards=back.message if back else "",
        sent=time_of(found.header("Date"), feed, reading, "header:Date"),
        received=received(found, feed, reading),
        sender=lines.get("from") or ("" if kind == "voicemail" else shown)[:200],
        phone=phone,
        # The address of a carrier, a mail server or a portal is nobody's own.
        email=address if kind in _OWN_ADDRESS and "@" in address and not back else "",
        recipient=mailbox(found.header("To"))[1],
        subject=lines.get("subject") or subject,
        text=said,
        transcript=words.transcript,
        language=language(found, body),
        thread=thread(found),
        about=about(said, text[:20_000], region, phone),
        attachments=tuple(_attachments(found, body, words, carriers.seconds(text, subject))),
        enclosed=tuple(_enclosed(found, body, words)),
    )
    return value, locator


def _quote(words: carriers.Words, said: str, found: Message) -> tuple[str, str]:
    """The first words, whose place begins where `text` begins: `text[i:j]` stands at start + i."""
    quote = said[:_QUOTED]
    if quote and words.part:
        return quote, f"part:{words.part.number}#{words.start}-{words.start + len(quote)}"
    subject = found.header("Subject")
    return (subject, "header:Subject") if subject else ("", "part:1#0-0")


def _body(found: Message) -> Part | None:
    """The text a reader would see first. A plain part that only says "use HTML" does not count."""
    texts = [
        p
        for p in found.parts
        if p.text.strip() and p.disposition != "attachment" and not p.filename
    ]
    texts = [p for p in texts if not p.forwarded] or texts
    plain = next((p for p in texts if p.declared == "text/plain"), None)
    page = next((p for p in texts if p.declared == "text/html"), None)
    if plain and page and _STUB.search(plain.text) and len(page.text) > len(plain.text):
        return page
    return plain or page or next((p for p in texts if p.seen == "text/plain"), None)


def _enclosed(found: Message, body: Part | None, words: carriers.Words):
    """What other messages and text files inside it say: a daughter's words that an office passes on."""
    told = [p for p in found.parts if p.text.strip() and p not in (body, words.part)]
    plain = [p for p in told if p.seen == "text/plain" and p.declared != "text/html"]
    pages = [p for p in told if p.declared == "text/html" and p.forwarded]
    for part in plain or pages:
        yield f"part:{part.number}#0-{len(part.text[:_QUOTED])}", part.text[:_LONGEST]


def _attachments(found: Message, body: Part | None, words: carriers.Words, lasts: float | None):
    for part in found.parts:
        other_form = body is not None and part.declared == "text/html" and not part.filename
        other_form = other_form and part.forwarded == body.forwarded  # type: ignore[union-attr]
        if part is body or other_form or not part.data.strip():
            continue
        yield _attachment(part, lasts)


def _attachment(part: Part, lasts: float | None = None) -> Attachment:
    pages = None
    if part.seen == "application/pdf":
        pages = pdf.look(part.data).pages
    elif part.seen == "image/tiff":
        pages = content.tiff_pages(part.data)
    plays = (content.seconds(part.data) or lasts) if part.audio else None
    return Attachment(
        part.content_type, part.filename, f"part:{part.number}", len(part.data), plays, pages
    )


def _papers(found: Message, value: Communication, person: str, number: str, feed: Feed):
    """Scans, faxes and photos are also documents about the person."""
    for part in found.parts:
        scan = part.seen in ("application/pdf", "image/tiff")
        photo = part.seen in content.PAPERS and not part.inline and len(part.data) >= _A_PAGE
        if not (scan or photo):
            continue
        quote = part.text[:_QUOTED]
        paper = DocumentReference(
            quote=quote,
            status="current",
            title=part.filename or value.subject,
            date=value.received or value.sent,
            author=value.sender,
            text=part.text[:_LONGEST],
            attachments=(_attachment(part),),
        )
        where = f"part:{part.number}" + (f"#0-{len(quote)}" if quote else "")
        key = f"{number}/part:{part.number}"
        yield Found(
            person,
            "DocumentReference",
            key,
            paper,
            where,
            value.sent or value.received,
            label=feed.label,
        )


def known(value: Communication, feed: Feed) -> Patient:
    """What the message tells of the person meant; enough to suggest somebody, never to decide."""
    told = dict(reversed(value.about))
    name = told.get("name", "")
    born = None
    with contextlib.suppress(days.Doubt):
        born = days.day(
            told.get("birth date", ""),
            str(feed.settings.get("date_order", "")),
            feed.zone,
            century=False,
        )
    points = (("phone", value.phone), ("email", value.email))
    return Patient(
        names=(HumanName(text=name),) if name else (),
        birth_date=born if born and born.precision == "day" else None,
        telecoms=tuple(ContactPoint(system, point) for system, point in points if point),
        language=value.language,
    )
