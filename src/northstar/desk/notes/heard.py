"""What is promised in a text that goes in at once (the note of a call, an addition, a message) and in no field of
its form: shown once, with its day, to be ticked. What has its line already is not asked for again."""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from django.http import QueryDict

from northstar.access.refuse import Refused
from northstar.access.staffing import holders
from northstar.access.viewer import Viewer
from northstar.casework.promises.asking import Standing, of_patient
from northstar.casework.promises.awaiting import awaited_of, waits
from northstar.desk.notes.proposing import Proposal, proposals
from northstar.doing.promising import Promised
from northstar.rules.call_outcomes import BY_CODE
from northstar.rules.extracts.awaited import owes
from northstar.rules.same_promise import same_promise

SHOWN, TICK = "shown", "promised"
_SOUNDS = (
    "What you wrote sounds like a promise. It stands above the button with its day: leave it ticked if it is "
    "one, and {}."
)
ASKS, ASKS_BEFORE_SENDING = _SOUNDS.format("write it down"), _SOUNDS.format("send it")


# "Will try again Wed" is the next attempt; "left word that I will call Wed" was said to somebody.
_ANOTHER_ATTEMPT = re.compile(r"\b(?:re-?)?(?:try|again|tcb|c/?b)\b", re.IGNORECASE)


def in_note(
    text: str, said: QueryDict, now: datetime, *, by: Viewer, patient: int, at: datetime | None = None
) -> list[Proposal]:  # fmt: skip
    """The promises that a text about a patient (row number) tells of; new ones are ticked until somebody has
    seen them. `at`: when it was said, where that is earlier than now: "Monday" is the Monday after that day."""
    seen, ticks = set(said.getlist(SHOWN)), said.getlist(TICK)
    told = proposals(text, now, _dict(said), ticks, at)
    found = standing([one for one in told if _is_new(one, said)], by, patient, now)
    return [one if one.key in seen or one.stands else replace(one, ticked=True) for one in found]


def standing(rows: list[Proposal], by: Viewer, patient: int, now: datetime) -> list[Proposal]:
    """The same rows; those whose promise has its open line already say so, with its words and day."""
    kinds = {one.extract.kind for one in rows}
    promised = of_patient(by, patient, now.date()) if "promise" in kinds else []
    made = [one for one in promised if one.promise.line.is_open]
    awaited = awaited_of(by, patient) if "awaited" in kinds else []
    return [
        replace(one, stands=_waits(one, awaited) if one.waits_for else _stands(one, made))
        for one in rows
    ]


def _waits(one: Proposal, awaited: list[str]) -> str:
    """From the same for the same day, or in the same words."""
    same = waits(one.waits_for, one.on) if one.on else one.words
    found = (says for says in awaited if says.startswith(f"{same}: ") or one.words in says)
    return next(found, "")


def _stands(one: Proposal, made: list[Standing]) -> str:
    if one.extract.kind != "promise":
        return ""
    on = one.extract.on
    same = (
        old
        for old in made
        if any(
            same_promise(one.words, on, old.promise.says, day) for day in (old.on, old.promise.on)
        )
    )
    found = next(same, None)
    return f"“{found.promise.says}”, by {found.on:%a} {found.on.day} {found.on:%b}" if found else ""


def ticked(rows: Iterable[Proposal], said: QueryDict, asks: str = ASKS) -> tuple[Promised, ...]:
    """What was left ticked; asked first, in these words, where somebody has not seen it yet."""
    rows, seen = list(rows), set(said.getlist(SHOWN))
    if any(one.key not in seen and not one.stands for one in rows):
        raise Refused(asks, status=422)
    known = holders() if any(one.to for one in rows) else {}
    return tuple(
        Promised(one.words[:300], one.on, known.get(one.to), one.waits_for)
        for one in rows
        if one.ticked and one.on
    )


def _dict(said: QueryDict) -> dict[str, str]:
    return {name: str(said[name]) for name in said}


def _is_new(one: Proposal, said: QueryDict) -> bool:
    """Whether the form does not hold it already: as its promise, as the day on which the line comes back, or
    as the next attempt, which has a day of its own."""
    told = one.extract
    if told.kind == "awaited":
        return _is_owed(one, said)
    if told.kind != "promise" or told.how.family or told.how.supposed:
        return False
    on = told.on.isoformat() if told.on else ""
    if said.get("promise", "").strip():
        return on not in ("", said.get("promise_on", ""))
    again = said.get("keep_on", "")
    if told.says == "call" and again:
        return on not in ("", again)
    outcome = BY_CODE.get(said.get("outcome", ""))
    if outcome is None or not outcome.in_vain or told.says != "call":
        return True
    return bool(told.on) and not _ANOTHER_ATTEMPT.search(one.words)


def _is_owed(one: Proposal, said: QueryDict) -> bool:
    """What a doctor or an office will do by a day: asked after, unless the line comes back on that day. Their own
    word people keep themselves."""
    told = one.extract
    plain = not (told.how.family or told.how.supposed)
    on = told.on.isoformat() if told.on else ""
    return bool(on) and plain and owes(one.waits_for) and said.get("keep_on", "") != on
