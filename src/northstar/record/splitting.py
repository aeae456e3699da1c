"""Pages of one paper filed by whom they are about; the whole is kept as it came."""

from collections.abc import Iterable
from datetime import datetime

from northstar.access.refuse import Refused
from northstar.access.viewer import system_viewer
from northstar.chart.people import Patient as Person
from northstar.chart.words import Communication, DocumentReference
from northstar.record import filing, inbox, keeping
from northstar.record.charts import values_of
from northstar.record.feeds import as_source
from northstar.record.models import Arrival, Identity, Patient
from northstar.rules.item import Likely
from northstar.sources import pages

_READER = system_viewer("pages")


def split(
    arrival: Arrival, *, part: int, ranges: list[tuple[int, int]], of: int, at: datetime
) -> list[int]:
    """Cut a paper into ranges of pages, each an item about somebody not settled yet; `of` is the item
    (row number) that it was. Gives the new items' row numbers, in the order of the pages."""
    said = [value for _, _, _, value in values_of(_READER, [of])]
    message = next((v for v in said if isinstance(v, Communication | DocumentReference)), None)
    name = str(arrival.public_id)
    try:
        reading = pages.cut(
            keeping.original(arrival), as_source(arrival.feed), name, part, message, ranges
        )
    except LookupError as problem:
        raise Refused(str(problem)) from None
    filing.file([(arrival, reading)], arrival.feed, at)
    found = Identity.objects.filter(feed=arrival.feed, key__in=[f.person for f in reading.found])
    by_key = dict(found.values_list("key", "pk"))
    return [by_key[fact.person] for fact in reading.found]


def text_of(identity: int) -> str:
    """What is written on an item's pages, where words came along."""
    said = (value for _, _, _, value in values_of(_READER, [identity]))
    return next((v.text for v in said if isinstance(v, DocumentReference) and v.text), "")


def likely(identity: int) -> list[tuple[Likely, Patient]]:
    """Whom an item's pages may be about, by the name and birth date written on them."""
    text, born = "", ""
    for _, _, _, value in values_of(_READER, [identity]):
        if isinstance(value, DocumentReference):
            text = value.text
        elif isinstance(value, Person) and value.birth_date:
            born = value.birth_date.text
    return inbox.likely(Communication(text=text), born) if text else []


def patients_known(found: Iterable[tuple[Likely, Patient]]) -> list[dict[str, object]]:
    """Candidates as a line keeps them."""
    return [{"patient": patient.pk, "why": one.why} for one, patient in found]
