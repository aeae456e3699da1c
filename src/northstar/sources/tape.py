"""A tar archive read straight through, entry by entry."""

import tarfile
from collections.abc import Iterator
from typing import IO

from northstar.sources.guard import BROKEN, Unreadable

_LONGEST_NOTE = 1024 * 1024
_NOTES = (
    tarfile.XHDTYPE,
    tarfile.XGLTYPE,
    tarfile.SOLARIS_XHDTYPE,
    tarfile.GNUTYPE_LONGNAME,
    tarfile.GNUTYPE_LONGLINK,
)
_CUT = "The tar archive is damaged or cut short; what came before is kept."


class _Header(tarfile.TarInfo):
    """A header that cannot ask for more memory than a name needs, and whose damage is not silent."""

    @classmethod
    def frombuf(cls, buf, encoding, errors):
        try:
            found = super().frombuf(buf, encoding, errors)
        except tarfile.HeaderError:
            # Nothing, or nothing but zeros, is how an archive ends; anything else is damage.
            if buf.strip(b"\0"):
                raise Unreadable(_CUT) from None
            raise
        if found.type in _NOTES and found.size > _LONGEST_NOTE:
            raise Unreadable("The tar archive holds a name that is far too long.")
        return found


def entries(stream) -> Iterator[tuple[tarfile.TarInfo, IO[bytes] | None]]:
    """Each entry in the order it stands, with its stream where it is a file."""
    try:
        with tarfile.open(fileobj=stream, mode="r|", tarinfo=_Header) as archive:
            while (entry := archive.next()) is not None:
                # The archive would remember every entry it ever gave.
                archive.members.clear()  # type: ignore[attr-defined]  # there is no public way
                if not entry.isdir():
                    yield entry, archive.extractfile(entry) if entry.isfile() else None
    except (RecursionError, UnicodeError, ValueError, *BROKEN):
        raise Unreadable(_CUT) from None


def unsafe(entry: tarfile.TarInfo) -> str:
    """Why an entry is not opened; '' for an ordinary file."""
    if entry.issym() or entry.islnk():
        return "This is a link inside an archive; it was not followed."
    return "" if entry.isfile() else "This is not an ordinary file."
