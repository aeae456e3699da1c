"""What was sent about a joined chart, told when its records prove to be two people's."""

from collections.abc import Iterator

from northstar.casework.outbox.models import LEFT as GONE
from northstar.casework.outbox.models import Passage
from northstar.casework.worklist.leaving import Left
from northstar.record.parting import Span
from northstar.rules.writing_to import CHANNELS


def _messages(span: Span) -> Iterator[Left]:
    """Each message once, when it left; where it went, not what it said."""
    gone = Passage.objects.filter(
        message__person__in=span.numbers, state__in=GONE, at__gte=span.since, at__lte=span.made
    )
    told = set()
    for row in gone.select_related("message").order_by("pk"):
        sent = row.message
        if sent.pk not in told:
            told.add(sent.pk)
            where = sent.recipient or ("the person" if sent.to_person else "a relative")
            about = "" if sent.label else f" about {sent.purpose}"
            yield Left(
                row.at,
                sent.by,
                f"{CHANNELS[sent.channel]}{about}, by {sent.by}",
                where,
            )


LEFT = _messages
