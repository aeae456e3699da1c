"""A record that replaces another: the feed says that two of its patients are one."""

from northstar.chart.people import Merge
from northstar.sources.fhir_r4.arrival import Arrival, patient_key
from northstar.sources.fhir_r4.fields import moment, part, parts, text
from northstar.sources.reading import Found

_REPLACING = ("replaces", "replaced-by")


def merges(on: Arrival, raw: dict, own: str) -> list[Found]:
    """One merge for each `Patient.link` that says so; the other kinds of link merge nobody."""
    found = []
    for at, link in enumerate(parts(on, raw, "link")):
        sort = text(on, link, "type", "link")
        other = on.person(part(on, link, "other", "link")) if sort in _REPLACING else None
        mine = patient_key(own)
        if not other or other == mine:
            continue
        stays, goes = (mine, other) if sort == "replaces" else (other, mine)
        found.append(_merge(on, raw, stays, goes, f"/link/{at}/type", link["type"]))
    return found


def _merge(on: Arrival, raw: dict, stays: str, goes: str, place: str, quote: str) -> Found:
    meta = part(on, raw, "meta")
    value = Merge(quote=quote, old=goes, at=moment(on, meta, "lastUpdated", "meta"))
    if type(raw.get("link")) is dict:
        place = place.replace("/link/0", "/link")
    return Found(stays, "Merge", goes, value, f"{on.locator}#{place}", recorded=value.at)
