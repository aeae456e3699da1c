"""What a note says, for whoever has to say whose it was."""

from collections.abc import Iterable, Iterator

from northstar.casework.notes.models import NoteVersion
from northstar.casework.worklist.dividing import Words


def _told(identities: Iterable[int]) -> Iterator[tuple[int, Words]]:
    found = NoteVersion.objects.filter(note__identity__in=list(identities)).order_by("pk")
    for version in found.select_related("note"):
        note = version.note
        said = " ".join(str(sentence.get("says", "")) for sentence in version.sentences)
        yield note.identity_id, Words("note", said or version.title, note.by, note.label)


TOLD = _told
