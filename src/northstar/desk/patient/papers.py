"""Documents and messages: what was written about the person, and what came from or for them."""

from northstar.chart.chart import Chart
from northstar.chart.clinical import DiagnosticReport
from northstar.chart.value import Value
from northstar.chart.words import Communication, DocumentReference
from northstar.desk.patient.listed import Entry, Listed
from northstar.desk.source.chip import Chips
from northstar.desk.source.wording import MEDIA, join

_GONE = frozenset({"entered-in-error", "superseded"})
MOST = 15


def documents(chart: Chart, chips: Chips, words: str = "") -> Listed:
    """Documents and reports, the latest first; with `words`, those that hold all of them."""
    inside = _inside(chart) if words else {}
    papers = [
        d for d in chart.documents
        if d.status not in _GONE
        and _holding(words, d.title, d.code.words, d.author, d.text, inside.get(_key(d), ""))
    ]  # fmt: skip
    reports = [
        r for r in chart.reports
        if r.status not in _GONE and _holding(words, r.code.words, r.performer, r.conclusion)
    ]  # fmt: skip
    found: list[DocumentReference | DiagnosticReport] = [*papers, *reports]
    found.sort(key=lambda one: -one.began.start.timestamp() if one.began else 0.0)
    return Listed(
        found, lambda one: (_paper if isinstance(one, DocumentReference) else _report)(one, chips)
    )


def _paper(document: DocumentReference, chips: Chips) -> Entry:
    return Entry(
        title=document.title or document.code.words or "Document",
        detail=join(document.author, document.custodian),
        when=chips.calendar.short(document.date),
        chip=chips.of(document),
        holds=_holds(document.attachments),
    )


def _report(report: DiagnosticReport, chips: Chips) -> Entry:
    return Entry(
        title=f"Report: {report.code.words}",
        detail=join(report.performer, report.conclusion[:200]),
        when=chips.calendar.short(report.began),
        chip=chips.of(report),
    )


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


def messages(chart: Chart, chips: Chips, words: str = "") -> Listed:
    """Messages, the latest first, with the beginning of what they say."""
    found = [
        m for m in reversed(chart.messages)
        if _holding(words, m.text, m.subject, m.sender, m.phone)
    ]  # fmt: skip
    return Listed(found, lambda message: _message(message, chips))


def _message(message: Communication, chips: Chips) -> Entry:
    text = " ".join((message.text or message.subject).split())
    if message.transcript == "none" and not text:
        text = "A recording without a transcript."
    return Entry(
        title=join(MEDIA.get(message.medium, "Message"), message.sender),
        detail=text[:280] + ("…" if len(text) > 280 else ""),
        when=chips.calendar.full(message.began),
        chip=chips.of(message),
        holds=_holds(message.attachments),
        icon="msg",
        below=True,
    )


def _holds(attachments) -> str:
    """2 pages; 0:41 recording."""
    words = []
    for each in attachments[:4]:
        if each.seconds:
            words.append(f"recording {int(each.seconds) // 60}:{int(each.seconds) % 60:02}")
        elif each.pages:
            words.append(f"{each.pages} pages" if each.pages > 1 else "1 page")
    return ", ".join(words)
