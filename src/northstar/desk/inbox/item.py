"""One row of the inbox, as it is shown: every word of it first, then its HTML, made once."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.safestring import SafeString

from northstar.casework.inbox.asking import Row
from northstar.desk.remembered import remembered
from northstar.desk.templatetags.desk import moment
from northstar.desk.templatetags.rows import language_name, marking, seconds

_ICONS = {
    "voice": "sound", "message": "msg", "email": "msg", "fax": "print", "paper": "print",
    "result": "chart", "notice": "eye",
}  # fmt: skip
_LONG = 150


@dataclass(frozen=True, slots=True)
class Item:
    """Everything that the HTML of a row depends on, and nothing else."""

    id: str
    sort: str
    icon: str
    name: str
    gist: SafeString
    came: str
    sure: bool
    clear: bool
    known: bool
    urgent: str
    language: str
    count: int
    pages: int
    length: str
    twins: int
    digest: bool
    tab: str
    current: bool


def item(row: Row, now: datetime, *, tab: str = "all", current: bool = False) -> Item:
    """The row of a conversation, a single piece, or the daily digest."""
    lead = row.lead
    foreign = lead.language and not lead.language.lower().startswith("en")
    return Item(
        id=str(lead.public_id),
        sort="Digest" if row.digest else lead.get_sort_display(),
        icon="bag" if row.digest else _ICONS[lead.sort],
        name=row.name,
        gist=marking(_gist(row), lead.words),
        came=moment(lead.came),
        sure=row.sure,
        clear=lead.clear,
        known=bool(row.who or row.candidates),
        urgent=_urgent(row),
        language=language_name(lead.language) if foreign else "",
        count=row.count,
        pages=lead.last - lead.first + 1 if lead.first else lead.pages,
        length=seconds(lead.seconds) if lead.seconds else "",
        twins=0,
        digest=row.digest,
        tab=tab,
        current=current,
    )


def _urgent(row: Row) -> str:
    """Why it cannot wait: what it says, or that nobody has heard yet what it says."""
    first = [piece for piece in row.pieces if piece.band == 0]
    if not first:
        return ""
    return "Urgent words" if any(piece.words for piece in first) else "Not heard yet"


def _gist(row: Row) -> str:
    """The beginning of what was said; where urgent words stand later in it, from just before them."""
    if row.digest:
        return f"{row.count} notices and results that ask for nothing"
    said = row.lead.gist or "No words were written down: listen, or look at it"
    at = min((said.find(word) for word in row.lead.words if word in said), default=-1)
    if at > _LONG - 40:
        said = "… " + said[max(0, said.rfind(" ", 0, at - 40)) :].lstrip()
    return said if len(said) <= _LONG else said[:_LONG].rsplit(" ", 1)[0] + " …"


shown = remembered("inbox/item.html")
