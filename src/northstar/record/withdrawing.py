"""What one of us stated and takes back: it speaks no more, and stays to be read with who and why."""

from datetime import datetime

from northstar.record.models import Fact, Identity, Supersession


def withdraw(identity: Identity, key: str, *, by: str, at: datetime, why: str) -> int:
    """Set aside what was stated on our own registration under keys that begin so; gives how many facts.
    Call it inside `writing()`, and let the rules be asked again."""
    stated = Fact.objects.filter(identity=identity, key__startswith=key, superseded=None)
    rows = [
        Supersession(fact=fact, by=by[:80], at=at, why=f"taken back: {why}"[:300])
        for fact in stated
    ]
    Supersession.objects.bulk_create(rows)
    return len(rows)


def stated(identity: Identity, key: str) -> int:
    """How many facts under keys that begin so still speak."""
    return Fact.objects.filter(identity=identity, key__startswith=key, superseded=None).count()
