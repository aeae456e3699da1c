"""What the services this person is in ask of a note, beside what it holds."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from northstar.access.viewer import Viewer
from northstar.casework.acts import asking as acts
from northstar.casework.notes.asking import Written
from northstar.casework.programs import asking as programs
from northstar.engines.writing.values import Sentence
from northstar.knowledge.programs import name_of
from northstar.rules.note_holds import Held, Read, holds


@dataclass(frozen=True, slots=True)
class Service:
    """One service, and what its notes must hold."""

    title: str
    rows: list[Held]


def services(
    viewer: Viewer, patient: int, note: Written, sentences: Iterable[Sentence], now: datetime
) -> list[Service]:
    """Each service the person is in now, or the note was made for. A caregiver's own note serves none."""
    if note.row.about != "patient":
        return []
    sentences, day = list(sentences), now.date()
    cases = {one.program: one for one in programs.of_patient(viewer, patient, day) if one.active}
    codes = list(dict.fromkeys([*([note.row.program] if note.row.program else []), *cases]))
    done = _acts(viewer, patient, sentences) if codes else ()
    text = "\n".join(one.says for one in sentences)
    found = []
    for code in codes:
        case = cases.get(code)
        consent = f"{case.consent.at:%d %b %Y}" if case and case.consent else ""
        rows = holds(code, day, Read(text, done, consent))
        if rows:
            found.append(Service(name_of(code), rows))
    return found


def _acts(
    viewer: Viewer, patient: int, sentences: list[Sentence]
) -> tuple[tuple[str, str, int], ...]:
    """The acts that the note's sentences rest on."""
    wanted = {support.id.removeprefix("act:") for one in sentences for support in one.support}
    if not any(re.match(r"[0-9a-f]{8}-", one) for one in wanted):
        return ()
    return tuple(
        (act.kind, act.by, round((act.ended - act.began).total_seconds() / 60))
        for act in acts.of_patient(viewer, patient)
        if str(act.public_id) in wanted
    )
