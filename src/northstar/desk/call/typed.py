"""The form of a finished call, as it was typed."""

from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from django.http import QueryDict

from northstar.access.refuse import Refused
from northstar.chart.chart import Chart
from northstar.desk.when_done import minutes
from northstar.doing.call_told import Told
from northstar.knowledge.call_purposes import purpose
from northstar.rules.call_outcomes import BY_CODE, SOMEBODY_ELSE


def told(said: QueryDict, chart: Chart, *, incoming: bool = False) -> Told:
    """What was typed and ticked; Refused where a day or a number cannot be read."""
    who = said.get("who", "")
    language = next((p.language for p in reversed(chart.persons) if p.language), "")
    interpreter = said.get("interpreter", "").strip()
    return Told(
        outcome=said.get("outcome", ""),
        # Who called us by themselves did so from a number that nobody has told here.
        number="" if said.get("incoming") and not incoming else said.get("number", "")[:40],
        who=(said.get("other", "").strip() or "somebody else") if who == "other" else who,
        incoming=incoming or bool(said.get("incoming")),
        purpose=purpose(said.get("purpose", "")).about,
        checked=tuple(said.getlist("checked")),
        interpreter=interpreter,
        language=language if interpreter else "",
        heard=tuple(said.getlist("heard")),
        taught=said.get("taught", ""),
        note=said.get("note", ""),
        emergency=said.get("emergency", ""),
        held_minutes=minutes(said.get("held", "")),
        promise=said.get("promise", ""),
        promise_on=day(said.get("promise_on", ""), "the promise"),
        visit_by=day(said.get("visit_by", ""), "the visit") if said.get("visit") else None,
        keep_on=day(said.get("keep_on", ""), "the line"),
        voicemail=said.get("voicemail", ""),
        speaks_with=said.get("speaks_with", ""),
        speaks_with_name=said.get("speaks_with_name", ""),
    )


def began(said: QueryDict, now: datetime) -> datetime:
    """When it began, where nothing was dialled here: by the minutes that were typed."""
    return now - timedelta(minutes=minutes(said.get("minutes", "")))


def key(said: QueryDict) -> UUID:
    """The form's own number: it is written once, however often it is sent."""
    try:
        return UUID(said.get("key", ""))
    except ValueError:
        return uuid4()


def uuid(text: str) -> UUID | None:
    """The number of a line or call in a form."""
    try:
        return UUID(text)
    except ValueError:
        return None


def day(text: str, what: str) -> date | None:
    """A day of a form; nothing typed is none."""
    if not text.strip():
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise Refused(f"Choose a day for {what}.") from None


def label_of(outcome: str) -> str:
    """Reached; Left message."""
    known = {**BY_CODE, SOMEBODY_ELSE.code: SOMEBODY_ELSE}
    return known[outcome].says if outcome in known else ""
