"""One row of the list, as it is shown: every word of it first, then its HTML, made once."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.safestring import SafeString

from northstar.casework.worklist.rows import Row
from northstar.desk.remembered import remembered
from northstar.desk.templatetags.desk import due
from northstar.desk.templatetags.rows import first_clause, gist, signed, strongest
from northstar.rules.assess import needs_answer


@dataclass(frozen=True, slots=True)
class Item:
    """Everything that the HTML of a row depends on, and nothing else."""

    id: str
    band: int
    name: str
    says: str
    said: str
    gist: str
    next: str
    points: tuple[tuple[str, str], ...]
    due: SafeString
    known: bool
    by_hand: bool
    messages: int
    contradictions: int
    pinned: int
    minutes: int
    do: str
    current: bool
    picked: bool


def item(
    row: Row,
    said: str,
    now: datetime,
    *,
    do: str = "",
    current: bool = False,
    picked: bool = False,
) -> Item:
    """`said`: the sender's own words, where the row is about a message."""
    lead = row.lead
    return Item(
        id=str(lead.public_id),
        band=lead.band,
        name=row.name,
        says=lead.says,
        said=" ".join(said.split()),
        gist=gist(row.because[0]["says"]) if row.because else "",
        next=first_clause(lead.suggests),
        points=tuple((name, signed(points)) for name, points in strongest(row)),
        due=due(lead, now),
        known=row.known,
        by_hand=row.by_hand,
        messages=len(row.messages),
        contradictions=sum(line.signal in needs_answer() for line in row.lines),
        pinned=lead.pinned,
        minutes=row.minutes,
        do=do,
        current=current,
        picked=picked,
    )


shown = remembered("today/item.html")
