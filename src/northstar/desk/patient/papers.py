"""Documents and messages: what was written about the person, and what came from or for them."""

from dataclasses import dataclass

from northstar.chart.chart import Chart
from northstar.chart.value import Value
from northstar.desk.source.chip import Chip, Chips
from northstar.desk.source.wording import MEDIA, join

_GONE = frozenset({"entered-in-error", "superseded"})
MOST = 15


@dataclass(frozen=True, slots=True)
class Paper:
    """A document or message as one row."""

    title: str
    detail: str
    when: str
    chip: Chip | None
    holds: str = ""


def documents(chart: Chart, chips: Chips, words: str = "") -> list[Paper]:
    """Documents and reports, the latest first; with `words`, those that hold all of them."""
    inside = _inside(chart) if words else {}
    found = [
        (
            value.began.start.timestamp() if value.began else 0.0,
            Paper(
                value.title or value.code.words or "Document",
                join(value.author, value.custodian),
                chips.calendar.short(value.date),
                chips.of(value),
                _holds(value.attachments),
            ),
        )
        for value in chart.documents
        if value.status not in _GONE
        and _holding(
            words,
            value.title,
            value.code.words,
            value.author,
            value.text,
            inside.get(_key(value), ""),
        )
    ]
    found += [
        (
            report.began.start.timestamp() if report.began else 0.0,
            Paper(
                f"Report: {report.code.words}",
                join(report.performer, report.conclusion[:200]),
                chips.calendar.short(report.began),
                chips.of(report),
            ),
        )
        for report in chart.reports
        if report.status not in _GONE
        and _holding(words, report.code.words, report.performer, report.conclusion)
    ]
    found.sort(key=lambda pair: -pair[0])
    return [paper for _, paper in found]


def _inside(chart: Chart) -> dict[str, str]:
    """The words of the sections of each document, by the document's place."""
    found: dict[str, str] = {}
    for section in chart.sections:
        if section.source:
            place = f"{section.source.arrival} {section.document}"
            found[place] = f"{found.get(place, '')} {section.title} {section.text}"
    return found


def _key(value: Value) -> str:
    return f"{value.source.arrival} {value.source.key}" if value.source else ""


def _holding(words: str, *texts: str) -> bool:
    within = " ".join(texts).casefold()
    return all(word in within for word in words.casefold().split())


def messages(chart: Chart, chips: Chips, words: str = "") -> list[Paper]:
    """Messages, the latest first, with the beginning of what they say."""
    found = []
    for message in reversed(chart.messages):
        if not _holding(words, message.text, message.subject, message.sender, message.phone):
            continue
        text = " ".join((message.text or message.subject).split())
        if message.transcript == "none" and not text:
            text = "A recording without a transcript."
        detail = text[:280] + ("…" if len(text) > 280 else "")
        title = join(MEDIA.get(message.medium, "Message"), message.sender)
        found.append(
            Paper(
                title,
                detail,
                chips.calendar.full(message.began),
                chips.of(message),
                _holds(message.attachments),
            )
        )
    return found


def _holds(attachments) -> str:
    """2 pages; 0:41 recording."""
    words = []
    for each in attachments[:4]:
        if each.seconds:
            words.append(f"recording {int(each.seconds) // 60}:{int(each.seconds) % 60:02}")
        elif each.pages:
            words.append(f"{each.pages} pages" if each.pages > 1 else "1 page")
    return ", ".join(words)
