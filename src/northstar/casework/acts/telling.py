"""What was done, in words, for whoever has to say whose it was."""

from collections.abc import Iterable, Iterator

from northstar.casework.acts.models import Act
from northstar.casework.worklist.dividing import Words

# The one word of a kind as a sentence says it, where it is not that word itself.
_CALLED = {"case": "step of a program", "inbox": "answer from the inbox", "baton": "hand-over"}


def _told(identities: Iterable[int]) -> Iterator[tuple[int, Words]]:
    for act in Act.objects.filter(identity__in=list(identities)).order_by("pk"):
        yield act.identity_id, Words(_CALLED.get(act.kind, act.kind), act.says, act.by, act.label)


TOLD = _told
