"""A person's own papers, scanned, photographed or saved: PDF, TIFF, JPEG, PNG, plain text."""

from northstar.sources.papers.read import VERSION, place, read, recognises
from northstar.sources.reading import Format

FORMAT = Format(
    name="papers",
    title="A document, scan or photo",
    version=VERSION,
    recognises=recognises,
    read=read,
    place=place,
)
