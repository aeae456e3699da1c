"""What the person at the telephone tells of one call, and the words it makes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from northstar.chart.chart import Chart
from northstar.chart.value import Value
from northstar.chart.when import When
from northstar.chart.words import Communication, Consent
from northstar.rules.call_consents import NO_CALLS, TO_SPEAK, VOICEMAIL, word_about
from northstar.rules.call_outcomes import BY_CODE, SOMEBODY_ELSE, Outcome
from northstar.rules.telephones import CALL, dialable

ENOUGH = 2  # identifiers
_LONGEST = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One call. `who` was on the line: empty for the person, else a name. `checked`: by what the person
    was identified. `heard`: what got in the way, as marked. `taught`: in their words, what they will do.
    `voicemail` and `speaks_with` ("yes", "no" or empty) are what they allowed when asked."""

    outcome: str
    number: str = ""
    who: str = ""
    incoming: bool = False
    purpose: str = ""
    checked: tuple[str, ...] = ()
    interpreter: str = ""
    language: str = ""
    heard: tuple[str, ...] = ()
    taught: str = ""
    note: str = ""
    emergency: str = ""
    held_minutes: int = 0
    promise: str = ""
    promise_on: date | None = None
    visit_by: date | None = None
    keep_on: date | None = None
    voicemail: str = ""
    speaks_with: str = ""
    speaks_with_name: str = ""

    def outcome_in(self, chart: Chart, today: date) -> Outcome:
        """How it ended, with regard to whom one may speak with."""
        found = BY_CODE[self.outcome]
        if self.who and self.outcome == "reached":
            word = word_about(chart, self.who, today)
            return found if word and word.allows else SOMEBODY_ELSE
        return found


def note_line(told: Told, outcome: Outcome) -> str:
    """The line in the person's notes: a sentence of what happened, then what was written."""
    way = "Called us" if told.incoming else "Called"
    number = (
        f" from {told.number}"
        if told.incoming and told.number
        else f" {told.number}"
        if told.number
        else ""
    )
    who = f", {told.who} on the line" if told.who else ""
    said = [
        f"{way}{number}{f' about {told.purpose}' if told.purpose else ''}: {outcome.says.lower()}{who}"
    ]
    if told.checked and outcome.person:
        said.append(f"Identified by {' and '.join(told.checked)}")
    if told.interpreter:
        said.append(f"Interpreter: {told.interpreter}")
    said += [part for part in (_cut(told.note), _taught(told, _cut), _heard(told)) if part]
    if told.emergency:
        said.append(f"{told.emergency} was called")
    return " ".join(part if part[-1] in ".!?”。" else f"{part}." for part in said)


def whole_text(told: Told) -> str:
    """Everything that was typed and marked, uncut: what the fact of the call keeps."""
    promise = f"Promised: {told.promise}" if told.promise else ""
    parts = (told.note.strip(), _taught(told, str.strip), _heard(told), promise)
    return "\n".join(part for part in parts if part)


def facts(told: Told, outcome: Outcome, sent: When) -> Iterable[tuple[str, Value]]:
    """The call itself, and what the person allowed or forbade in it."""
    reached = outcome.status == "reached"
    yield "Communication", Communication(
        medium=CALL, status=outcome.status, sent=sent, phone=dialable(told.number), subject=told.purpose,
        recipient=told.who, text=whole_text(told), language=told.language,
        about=(("reached", "caregiver" if told.who else "patient"),) if reached else (),
    )  # fmt: skip
    if outcome.code == "refused":
        yield "Consent", _consent("deny", NO_CALLS, "this clinic", sent)
    if told.voicemail:
        yield "Consent", _consent(_decision(told.voicemail), VOICEMAIL, "this clinic", sent)
    if told.speaks_with and told.speaks_with_name.strip():
        yield (
            "Consent",
            _consent(_decision(told.speaks_with), TO_SPEAK, told.speaks_with_name.strip(), sent),
        )


def _consent(decision: str, scope: str, actor: str, start: When) -> Consent:
    return Consent(status="active", decision=decision, scope=scope, actor=actor, start=start)


def _decision(said: str) -> str:
    return "permit" if said == "yes" else "deny"


def _taught(told: Told, shape) -> str:
    return f"In their own words: “{shape(told.taught)}”" if told.taught.strip() else ""


def _heard(told: Told) -> str:
    return f"In the way: {', '.join(told.heard)}" if told.heard else ""


def _cut(words: str) -> str:
    """The note line is a line; the whole stands in the call."""
    plain = " ".join(words.split())
    return plain if len(plain) <= _LONGEST else plain[: _LONGEST - 1].rstrip() + "…"
