"""What of a signed note may be given to one reader. What the reader may not see is not there: no gap, no
count, no title that tells of it. Pure: a note in, sentences out.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from northstar.access.refuse import Refused
from northstar.casework.notes.asking import Version, Written
from northstar.casework.notes.models import CAREGIVER
from northstar.engines.writing.values import Sentence

THE_PERSON, RELATIVE, OFFICE = "person", "relative", "office"


@dataclass(frozen=True, slots=True)
class Reader:
    """Who is to have it. `allowed`: the person has said that this relative may know about their health."""

    kind: str
    name: str
    allowed: bool = False


@dataclass(frozen=True, slots=True)
class Given:
    """What may be given: (who wrote it, when, sentences) of the note and of what was added. `left_out`
    are the sentences that are not in it, with why; they are for whoever gives it, never for the reader."""

    parts: list[tuple[Version, list[str]]]
    left_out: list[tuple[str, str]]

    @property
    def is_empty(self) -> bool:
        """Nothing of it may be given to this reader."""
        return not any(says for _, says in self.parts)


def for_reader(note: Written, reader: Reader) -> Given:
    """The note as this reader may have it; Refused where it is not theirs to have at all.

    A caregiver's own note is a relative's, never the person's or an office's; of the person it tells
    nothing that the person has not allowed. What is restricted is on no copy.
    """
    if note.signed is None:
        raise Refused("Only what is signed is given to anybody.", status=409)
    own = note.row.about == CAREGIVER
    if own and reader.kind != RELATIVE:
        raise Refused(
            "A caregiver's own note is given to somebody who cares for them, and to nobody else."
        )
    if not own and reader.kind == RELATIVE and not reader.allowed:
        raise Refused(f"Nobody has noted that {reader.name} may know about this person's health.")
    given = Given([], [])
    for version in (note.signed, *note.additions):
        given.parts.append((version, list(_told(version.sentences, note, reader, own, given))))
    return given


def _told(
    sentences: Iterable[Sentence], note: Written, reader: Reader, own: bool, given: Given
) -> Iterator[str]:
    for sentence in sentences:
        why = _kept_back(sentence, note, reader, own)
        if why:
            given.left_out.append((sentence.says, why))
        elif sentence.says.strip():
            yield sentence.says


def _kept_back(sentence: Sentence, note: Written, reader: Reader, own: bool) -> str:
    """Why this sentence is not for this reader; '' where it is."""
    label = note.row.label | sentence.label
    for support in sentence.support:
        label |= support.label
    if label:
        return "restricted"
    if own and sentence.support and not reader.allowed:
        return "from the person's own record, which they have not opened to this reader"
    return ""
