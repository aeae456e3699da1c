"""Pharmacy fills: what was handed over the counter, one row a fill (CSV with a column map)."""

from northstar.sources.fills.read import VERSION, read
from northstar.sources.fills.split import split
from northstar.sources.fills.table import place, recognises
from northstar.sources.reading import Format

FORMAT = Format(
    name="fills",
    title="Pharmacy fills (CSV)",
    version=VERSION,
    recognises=recognises,
    read=read,
    place=place,
    split=split,
)
