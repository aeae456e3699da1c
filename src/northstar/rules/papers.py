"""The papers of a chart as they may be read against each other: notes, letters, forms, faxes, reports.

A document that was taken back or replaced is not among them. A document whose sections are facts of
their own is read by its sections, under the document's title, author and day.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from msgspec.structs import replace

from northstar.chart.chart import Chart
from northstar.chart.value import Value
from northstar.chart.when import When
from northstar.rules.signal import Because

_GONE = frozenset({"entered-in-error", "superseded", "cancelled", "revoked"})
_CONSENT = re.compile(r"\bconsent(?:s|ed)?\b", re.IGNORECASE)
_CONSENT_CODES = ("59284-0", "64293-4", "59282-4", "61359-5", "64297-5")
_MEDIA = frozenset({"fax", "letter", "email", "upload"})
_LONGEST = 100_000
_OFFSETS = re.compile(r"#(\d+)-\d+$")


@dataclass(frozen=True, slots=True)
class Paper:
    """One text with whose it is. `consent`: a form in which somebody agrees to a procedure.

    `document` is the key of the whole document, so that its sections are known as one paper.
    """

    value: Value
    text: str
    title: str
    author: str
    document: str
    written: When | None
    consent: bool

    @property
    def feed(self) -> str:
        return self.value.source.feed if self.value.source else ""

    @property
    def called(self) -> str:
        """Its source as people call it."""
        return self.value.source.called if self.value.source else ""

    @property
    def restricted(self) -> bool:
        return bool(self.value.source and self.value.source.label)

    def says(self, quote: str, words: str, start: int = 0) -> Because:
        """A reason that quotes a sentence of this paper, at the place where it stands."""
        source = self.value.source
        offsets = _OFFSETS.search(source.locator) if source else None
        if source is None or offsets is None:
            at = self._place(start)
            return Because(words, replace(source, locator=at) if source and at else source, quote)
        first = int(offsets[1]) + max(0, self.value.quote.find(quote))
        return Because(words, source, quote, place=f"{first}-{first + len(quote)}")

    def _place(self, start: int) -> str:
        """Of a text put together from several places, the one that holds the sentence; of a file
        inside a resource, the file."""
        told = [place for begins, place in getattr(self.value, "places", ()) if begins <= start]
        inside = [
            a.locator
            for a in getattr(self.value, "attachments", ())
            if a.content_type.startswith("text/")
        ]
        return told[-1] if told else inside[0] if inside else ""


def papers(chart: Chart) -> list[Paper]:
    """Every paper that stands, oldest first; read once for a chart."""
    if "papers" not in chart.views:
        found = list(_read(chart))
        found.sort(key=lambda paper: _sorted_by(paper))
        chart.views["papers"] = found
    return chart.views["papers"]


def within(chart: Chart, first: datetime, last: datetime) -> list[Paper]:
    """The papers written in a span, oldest first; one without a day counts by its arrival."""
    return [p for p in papers(chart) if (at := when_written(p)) and first <= at <= last]


def when_written(paper: Paper) -> datetime | None:
    """Its own time, else the source's, else when it came."""
    source = paper.value.source
    if paper.written:
        return paper.written.start
    return (source.written or source.received) if source else None


def _read(chart: Chart) -> Iterator[Paper]:
    replaced = {d.replaces for d in chart.documents if d.replaces and d.status not in _GONE}
    standing = {}
    for doc in chart.documents:
        key = doc.source.key if doc.source else ""
        if doc.status not in _GONE and not (key and key in replaced):
            standing[key] = doc
    in_sections = set()
    for section in chart.sections:
        home = standing.get(section.document)
        if section.document and home is None and _known(chart, section.document):
            continue
        in_sections.add(section.document)
        if section.text:
            yield _section(section, home)
    for key, doc in standing.items():
        if doc.text and key not in in_sections:
            yield _paper(doc, doc.text, doc.title or doc.code.words, doc.author, key, doc.date)
    for report in chart.reports:
        if report.conclusion and report.status not in _GONE:
            yield _paper(
                report, report.conclusion, report.code.words, report.performer, "", report.began
            )
    for message in chart.messages:
        if message.medium in _MEDIA and message.text:
            yield _paper(message, message.text, message.subject, message.sender, "", message.began)


def _known(chart: Chart, key: str) -> bool:
    if "document-keys" not in chart.views:
        chart.views["document-keys"] = {d.source.key for d in chart.documents if d.source}
    return key in chart.views["document-keys"]


def _section(section: Any, doc: Any) -> Paper:
    whole = doc.title if doc else ""
    part = "" if section.title.casefold() in whole.casefold() else section.title
    title = ", ".join(words for words in (whole, part) if words)
    author = section.author or (doc.author if doc else "")
    written = section.date or (doc.date if doc else None)
    coded = bool(doc and doc.code.has("loinc", _CONSENT_CODES))
    found = _paper(section, section.text, title, author, section.document, written)
    return found if not coded else _as_consent(found)


def _as_consent(paper: Paper) -> Paper:
    return Paper(paper.value, paper.text, paper.title, paper.author, paper.document, paper.written, True)  # fmt: skip


def _paper(
    value: Any, text: str, title: str, author: str, document: str, written: When | None
) -> Paper:
    own = document or (value.source.key if value.source else "")
    code = getattr(value, "code", None)
    consent = bool(code and code.has("loinc", _CONSENT_CODES)) or bool(
        _CONSENT.search(title) or re.search(r"\bI (?:hereby )?(?:consent|agree) to\b", text[:2000])
    )
    return Paper(value, text[:_LONGEST], title, author, own, written, consent)


def _sorted_by(paper: Paper) -> tuple:
    at = when_written(paper)
    source = paper.value.source
    return (at.timestamp() if at else 0.0, paper.feed, source.key if source else "")


RECENT = timedelta(days=270)
