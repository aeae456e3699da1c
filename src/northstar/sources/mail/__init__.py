"""Messages as they really come: voicemail, fax, portal notices and plain letters as e-mail (.eml)."""

from northstar.sources.mail.message import attachment, recognises
from northstar.sources.mail.read import VERSION, place, read
from northstar.sources.reading import Format

__all__ = ["FORMAT", "attachment"]

FORMAT = Format(
    name="mail",
    title="E-mail (voicemail, fax, portal notice, letter)",
    version=VERSION,
    recognises=recognises,
    read=read,
    place=place,
)
