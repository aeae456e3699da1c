"""Pages of a fax or scan: how many there are, and what is written on some of them where words came along."""

from northstar.chart.people import Patient
from northstar.chart.words import Attachment, Communication, DocumentReference
from northstar.sources import content, mail, sheets
from northstar.sources.mail.about import about
from northstar.sources.mail.read import known
from northstar.sources.reading import Feed, Found, Reading

BEGINS = "paper:pages:"


def paper(data: bytes, part: int) -> bytes:
    """The paper within an arrival: a part of a message, or (part 0) the arrival itself. Raises LookupError."""
    return mail.attachment(data, f"part:{part}")[2] if part else data


def words_on(data: bytes, first: int, last: int) -> str:
    """What is written on these pages of a PDF that was born digital; '' of a scan."""
    return "\n".join(sheets.words(data).split("\f")[first - 1 : last]).strip()


def cut(
    data: bytes, feed: Feed, name: str, part: int, message: Communication | DocumentReference | None,
    ranges: list[tuple[int, int]],
) -> Reading:  # fmt: skip
    """Each range of pages as a paper about somebody of its own. The whole stays as it came."""
    pages = paper(data, part)
    reading = Reading(format="pages", version="1")
    for first, last in ranges:
        key = f"{BEGINS}{name}:{part}:{first}-{last}"
        said = words_on(pages, first, last)
        reading.found.append(_found(key, said, pages, part, first, last, message, feed))
        reading.people[key] = _person(said, feed)
        reading.kept["document"] += 1
    return reading


def _found(key, said, pages, part, first, last, message, feed) -> Found:
    title = f"Page {first}" if first == last else f"Pages {first} to {last}"
    sender = getattr(message, "sender", "") or getattr(message, "author", "")
    locator = f"part:{part}" if part else "file"
    value = DocumentReference(
        quote=said[:300] if not part else "", status="current", title=f"{title} of a fax or paper", text=said,
        author=sender, date=message.began if message else None,
        attachments=(Attachment(content.kind(pages), title, locator, len(pages), None, last - first + 1),),
    )  # fmt: skip
    return Found(key, "DocumentReference", key, value, locator, label=feed.label)


def _person(said: str, feed: Feed) -> Patient:
    region = str(feed.settings.get("region", "US"))
    return known(Communication(text=said, about=about(said, said[:20_000], region, "")), feed)
