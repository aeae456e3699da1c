"""May this message go to this address about this person now? The one answer that every road obeys."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from northstar.chart.chart import Chart
from northstar.rules.death import has_died
from northstar.rules.told_addresses import OURS
from northstar.rules.writing_to import (
    CHANNELS,
    NEEDS_A_YES,
    TO_OFFICES,
    Way,
    as_sent,
    is_former,
    one,
    place,
    relatives,
    ways,
)


@dataclass(frozen=True, slots=True)
class Answer:
    """`address` as it is sent to; `forbids` says in a sentence why not, or ""; `to_person` is False
    for an office or a relative."""

    address: str
    forbids: str = ""
    to_person: bool = True


def answer(
    chart: Chart,
    channel: str,
    address: str,
    now: datetime,
    *,
    recipient: str = "",
    label: int = 0,
    stopped: Iterable[tuple[str, str]] = (),
) -> Answer:
    """Judge one address. Without one, the person's best of that road is taken. `recipient` names an
    office; `label` is the sensitivity of what is written."""
    if channel not in CHANNELS:
        return Answer("", "There is no such road for a message.")
    known = [way for way in ways(chart, now, stopped) if way.channel == channel]
    if not address.strip():
        return _best(known, channel, label, chart)
    sent = as_sent(channel, address)
    if not sent:
        return Answer("", f"This cannot be the address of {one(channel)}. Look at it again.")
    here = place(channel, sent)
    way = next((way for way in known if place(channel, way.address) == here), None)
    if way:
        return Answer(way.address, _forbids(way, label))
    return _somebody_else(chart, channel, sent, recipient, label, set(stopped), now)


def _best(known: list[Way], channel: str, label: int, chart: Chart) -> Answer:
    if not known:
        dead = "This person has died: nothing is written to them."
        none = f"No address for {one(channel)} is known. Ask for one, or take another road."
        return Answer("", dead if has_died(chart) else none)
    return Answer(known[0].address, _forbids(known[0], label))


def _forbids(way: Way, label: int) -> str:
    if way.closed:
        return way.closed
    if way.wants_yes:
        return f"Nobody has noted a yes to {CHANNELS[way.channel]}s at this address. Ask, and note the answer."
    if label and way.channel not in ("letter", "portal"):
        return f"This holds something restricted: it does not go by {CHANNELS[way.channel]}."
    return ""


def _somebody_else(
    chart: Chart, channel: str, sent: str, recipient: str, label: int,
    stopped: set[tuple[str, str]], now: datetime,
) -> Answer:  # fmt: skip
    kin = relatives(chart).get((channel, sent))
    forbids = ""
    if (channel, sent) in stopped:
        forbids = "Somebody at this address asked us to stop."
    elif label:
        forbids = "This holds something restricted: it goes to the person only, unless they consent in writing."
    elif kin:
        forbids = _to_kin(chart, channel, sent, kin, now)
    elif channel not in TO_OFFICES:
        forbids = f"This address is not known as theirs: {one(channel)} goes to the person only."
    elif not recipient.strip():
        forbids = "This address is not known as theirs. Name the office it belongs to."
    return Answer(sent, forbids, to_person=False)


def _to_kin(chart: Chart, channel: str, sent: str, kin: str, now: datetime) -> str:
    if has_died(chart):
        return "This person has died: call the family yourself, do not send."
    if is_former(chart, channel, sent, now):
        return f"{kin} is around them no longer, by what we hold: nothing goes there."
    told = [
        c for c in chart.consents if c.status == "active" and (c.scope, c.actor) == (channel, sent)
    ]
    told = [c for c in told if not (c.end and c.end.start <= now)]
    told = [c for c in told if not c.code.has(OURS, ("theirs", "landline"))]
    told.sort(key=lambda c: (c.start.start if c.start else now, c.decision == "deny"))
    if told and told[-1].decision == "permit":
        return ""
    return f"This is the address of {kin}. Note the person’s own yes to it first."


__all__ = ["NEEDS_A_YES", "Answer", "answer"]
