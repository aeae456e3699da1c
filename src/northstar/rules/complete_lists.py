"""What a sender's newer complete medicine list leaves out: the older entry shows use no more.

A continuity of care document (CCD, HL7 C-CDA R2.1; LOINC 34133-9) carries the whole list of its sender. What
stood in the earlier one and not in the next was taken off it, though nobody wrote a stop.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import Any

from northstar.chart.chart import Chart
from northstar.chart.value import Source
from northstar.chart.words import DocumentReference, Section
from northstar.knowledge.ingredients import ingredients_of, plain_name
from northstar.rules.wording import with_year

_CCD = "34133-9"
_MEDICINES = "10160-0"  # LOINC, history of medication use: the section that is the list

_Sender = tuple[str, str]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A list entry that its sender's newer list (`paper`) has no more: since when, and who sent it."""

    on: date
    sender: str
    paper: DocumentReference

    @property
    def says(self) -> str:
        """Why it shows no use any more, in words."""
        return f"not on {self.sender}’s list of {with_year(self.on)} any more"


@dataclass(frozen=True, slots=True)
class _List:
    """One sender's newest complete list: its paper and moment, the ingredients on it, and its text."""

    paper: DocumentReference
    at: datetime
    names: frozenset[str]
    text: str

    def holds(self, listed: Any) -> bool:
        """It names the medicine, coded or in words. Where in doubt, it does."""
        words = listed.code.words.lower().split()
        return bool(_names(listed) & self.names) or bool(words and words[0] in self.text)


def left_out(chart: Chart, zone: tzinfo) -> dict[int, LeftOut]:
    """The newer list for each list entry (by its identity) that it leaves out.

    Only what is not restricted: a sender may leave that out of a list that goes to everybody. A list with
    nothing on it, not even "no medicines", leaves nothing out.
    """
    told: tuple[Any, ...] = (*chart.prescribed, *chart.said_taken)
    listed = [v for v in told if _on_a_list(v)]
    papers = {d.source.arrival: d for d in chart.documents if d.source and d.date}
    newest = _newest(chart, papers.values(), listed)
    return {
        id(v): LeftOut(found.at.astimezone(zone).date(), _called(found.paper), found.paper)
        for v in listed
        if not v.source.label
        and (found := newest.get(_whose(v.source, papers, newest)))
        and _told_before(v.source, papers, found.at)
        and not found.holds(v)
    }


def _on_a_list(listed: Any) -> bool:
    source = listed.source
    return bool(
        source
        and source.locator.startswith("/ClinicalDocument")
        and source.key.startswith(f"{_MEDICINES}|")
    )


def _newest(
    chart: Chart, papers: Iterable[DocumentReference], listed: Iterable[Any]
) -> dict[_Sender | None, _List]:
    named: dict[str, set[str]] = defaultdict(set)
    for one in listed:
        named[one.source.arrival] |= _names(one)
    text = {s.source.arrival: s.text.lower() for s in chart.sections if s.source and _is_list(s)}
    found: dict[_Sender | None, _List] = {}
    for paper in sorted(filter(_is_complete, papers), key=_order):
        at, arrival = _order(paper)
        if arrival in named and arrival in text:
            found[_sender(paper)] = _List(paper, at, frozenset(named[arrival]), text[arrival])
    return found


def _is_list(section: Section) -> bool:
    return section.code.code("loinc") == _MEDICINES


def _is_complete(paper: DocumentReference) -> bool:
    return paper.code.code("loinc") == _CCD


def _order(paper: Any) -> tuple[datetime, str]:
    return paper.date.start, paper.source.arrival


def _sender(paper: Any) -> _Sender:
    """The feed, and in an exchange's feed the organization whose document it is."""
    return paper.source.feed, paper.custodian


def _called(paper: Any) -> str:
    return paper.custodian or paper.source.called


def _whose(source: Source, papers: dict, newest: dict) -> _Sender | None:
    """Whose complete list it stood on. A document that its next version replaced is in no chart any more:
    it was that sender's, where the feed has only one."""
    paper = papers.get(source.arrival)
    if paper:
        return _sender(paper) if _is_complete(paper) else None
    alone = [sender for sender in newest if sender[0] == source.feed]
    return alone[0] if len(alone) == 1 else None


def _told_before(source: Source, papers: dict, at: datetime) -> bool:
    """Its list is older; of one that is not there any more, the entry was written, else came, before."""
    paper = papers.get(source.arrival)
    told = paper.date.start if paper else source.written or source.received
    return bool(told and told < at)


def _names(listed: Any) -> set[str]:
    return {*ingredients_of(listed.code), plain_name(listed.code)}
