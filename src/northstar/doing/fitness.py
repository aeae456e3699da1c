"""May this message leave at this moment? Asked again just before: much may have come since it was written."""

from dataclasses import dataclass
from datetime import datetime

from northstar.access.viewer import system_viewer
from northstar.casework.outbox.models import HELD, RECALLED, WITHHELD, Message
from northstar.chart.chart import Chart
from northstar.doing.sending import permission
from northstar.record import belonging, charts, parting, patients
from northstar.rules.death import has_died
from northstar.rules.when_awake import not_before
from northstar.rules.writing_to import relatives


@dataclass(frozen=True, slots=True)
class Verdict:
    """`state` is where it goes instead of out, "" where it may leave; `until` for quiet hours."""

    state: str = ""
    why: str = ""
    until: datetime | None = None

    @property
    def may_leave(self) -> bool:
        return not self.state


_CHANGED = "Records were joined or parted after it was written. Look again whom it is about."


def judged(message: Message, now: datetime) -> Verdict:
    """By whose chart it is now, their wishes, a death, and their own clock."""
    owners = belonging.patients_of({message.identity_id})
    row = patients.rows(owners).first() if len(owners) == 1 else None
    looked_again = message.detail.get("looked again", 0)
    if row is None:
        return Verdict(WITHHELD, _CHANGED)
    moved = str(row.public_id) != str(message.person)
    if (moved and not looked_again) or parting.changed_since(row.pk, looked_again or message.links):
        return Verdict(WITHHELD, _CHANGED)
    chart = charts.charts(system_viewer("the outbox"), [row.pk], now)[row.pk]
    if message.to_person and has_died(chart):
        return Verdict(RECALLED, "The person has died; nothing is sent to them.")
    may = permission(
        row, message.channel, message.address, now, recipient=message.recipient,
        label=message.label, chart=chart,
    )  # fmt: skip
    if may.forbids:
        return Verdict(WITHHELD, may.forbids)
    until = not_before(message.channel, chart, now) if _at_home(message, chart) else None
    if until:
        return Verdict(HELD, "It is night where the person lives.", until)
    return Verdict()


def _at_home(message: Message, chart: Chart) -> bool:
    """It rings with the person or a relative; whose clock we do not know sleeps by the person's."""
    return message.to_person or (message.channel, message.address) in relatives(chart)
