"""Drafting a note, signing it, adding to it. Every keeping is a version; call inside `writing()`."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import msgspec

from northstar.access.audit import acted
from northstar.access.refuse import Refused
from northstar.access.viewer import Viewer
from northstar.casework.notes.models import (
    ADDED,
    DRAFT,
    PATIENT,
    SET_ASIDE,
    SIGNED,
    Note,
    NoteVersion,
)
from northstar.casework.worklist import by_hand
from northstar.casework.worklist.models import Line
from northstar.engines.writing.values import Sentence
from northstar.record.belonging import Identity

ASKS = "note "  # begins the key of the line that asks to sign a draft
LONGEST = 20_000  # characters of a note


def begin(
    *,
    identity: Identity,
    patient: int,
    person: str,
    kind: str,
    title: str,
    sentences: Iterable[Sentence],
    by: Viewer,
    at: datetime,
    began: datetime,
    about: str = PATIENT,
    program: str = "",
    covers: tuple[datetime, datetime] | None = None,
    line: Line | None = None,
    label: int = 0,
    refused: Iterable[dict[str, str]] = (),
    told_by: str = "",
    relation: str = "",
) -> Note:
    """A first draft, and the line that asks its author to sign it. `patient` is the row number,
    `person` the public id. `told_by` and `relation`: who else than the person spoke. `refused`: what a language model said that was not let through, with why."""
    if by.staff_id is None:
        raise Refused("A note is written by a person who works here.")
    start, end = covers or (None, None)
    note = Note.objects.create(
        identity=identity, kind=kind, about=about, program=program, covers_from=start, covers_to=end,
        began=min(began, at), at=at, by=by.name, staff_id=by.staff_id, label=label, line=line,
        told_by={"name": told_by[:120], "relation": relation[:60]} if told_by else None,
    )  # fmt: skip
    _keep(note, DRAFT, title, sentences, by=by, at=at, filed=list(refused))
    asked = title if about == PATIENT else "about who cares for them"
    _ask_to_sign(note, patient, asked, by, at)
    acted(by=by, what="note drafted", patients=[person], at=at)
    return note


def save(
    *, note: Note, person: str, title: str, sentences: Iterable[Sentence], by: Viewer, at: datetime
) -> NoteVersion:
    """The draft as it stands now; the one before stays."""
    _open(note)
    acted(by=by, what="note drafted", patients=[person], at=at)
    return _keep(note, DRAFT, title, sentences, by=by, at=at)


def sign(
    *,
    note: Note,
    person: str,
    title: str,
    sentences: Iterable[Sentence],
    filed: Iterable[dict[str, Any]],
    by: Viewer,
    at: datetime,
) -> NoteVersion:
    """Signed, once and for all, in this person's name."""
    _open(note)
    sentences = list(sentences)
    if not sentences:
        raise Refused("There is nothing in this note yet.", status=422)
    version = _keep(note, SIGNED, title, sentences, by=by, at=at, filed=list(filed))
    acted(by=by, what="note signed", patients=[person], at=at)
    _asked_no_more(note, by, at, "signed")
    return version


def add(
    *, note: Note, person: str, sentences: Iterable[Sentence], by: Viewer, at: datetime
) -> NoteVersion:
    """Something said later, under the signed note; the note itself stays as it was signed."""
    if not note.versions.filter(what=SIGNED).exists():
        raise Refused("A draft is changed, not added to. Sign it first.")
    title = note.versions.get(what=SIGNED).title
    acted(by=by, what="note added to", patients=[person], at=at)
    return _keep(note, ADDED, title, sentences, by=by, at=at)


def set_aside(*, note: Note, person: str, by: Viewer, at: datetime, why: str) -> NoteVersion:
    """A draft nobody will sign; it stays to be read by who asks for it."""
    _open(note)
    if not why.strip():
        raise Refused("Say why it is set aside.", status=422)
    last = note.versions.order_by("number").last()
    title = last.title if last else ""
    acted(by=by, what="note set aside", patients=[person], at=at)
    _asked_no_more(note, by, at, "draft set aside")
    return _keep(note, SET_ASIDE, title, (), by=by, at=at, why=why.strip()[:400])


def _keep(
    note: Note,
    what: str,
    title: str,
    sentences: Iterable[Sentence],
    *,
    by: Viewer,
    at: datetime,
    **more: Any,
) -> NoteVersion:
    if by.staff_id is None:
        raise Refused("A note is written by a person who works here.")
    if not by.may_see(note.label):
        raise Refused("This note is not here.", status=404)
    body = [sentence for sentence in sentences if sentence.says.strip()]
    if sum(len(sentence.says) for sentence in body) > LONGEST:
        raise Refused("This note is too long: 20,000 characters are the most.", status=422)
    last = note.versions.order_by("number").last()
    return NoteVersion.objects.create(
        note=note, number=last.number + 1 if last else 1, what=what, title=title.strip()[:160],
        sentences=msgspec.to_builtins(body), at=at, by=by.name, staff_id=by.staff_id, **more,
    )  # fmt: skip


def _open(note: Note) -> None:
    done = note.versions.filter(what__in=(SIGNED, SET_ASIDE)).first()
    if done:
        said = "signed" if done.what == SIGNED else "set aside"
        raise Refused(
            f"{done.by} has {said} this note since you opened it. Nothing was overwritten; "
            "what you typed can be added below it.",
            status=409,
        )


def _ask_to_sign(note: Note, patient: int, title: str, by: Viewer, at: datetime) -> None:
    """An unsigned note is open work of its author: nothing typed may fall through."""
    line = by_hand.new(patient=patient, key=_key(note), at=at)
    line.staff_id, line.team_id = by.staff_id, None
    line.matter, line.minutes, line.label = "notes", 3, note.label
    line.says = f"has a note drafted and not signed: {title}"[:400]
    line.suggests = "Look it over and sign it"
    line.factors, line.score = {"Drafted, not signed": 10}, 10
    by_hand.keep(line, at=at)


def _asked_no_more(note: Note, by: Viewer, at: datetime, outcome: str) -> None:
    for line in Line.objects.filter(signal=by_hand.BY_HAND, key=_key(note), is_open=True):
        by_hand.close(line, at=at, by=by.name, staff=by.staff_id, outcome=outcome)


def _key(note: Note) -> str:
    return f"{ASKS}{note.public_id}"
