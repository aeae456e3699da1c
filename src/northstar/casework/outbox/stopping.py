"""Who asked us to stop writing: heard once, obeyed by every message to that address from then on."""

from collections.abc import Callable, Iterable
from datetime import datetime

from django.db.models import Max

from northstar.access.audit import acted
from northstar.access.viewer import Viewer
from northstar.casework.outbox.models import Listened, StopWord
from northstar.chart.words import Communication
from northstar.record.messages import said_since
from northstar.rules.stop_words import asks
from northstar.rules.writing_to import as_sent

_MEDIA = {"text": "text", "email": "email"}
_BACK = 2000


def stopped(addresses: Iterable[str]) -> set[tuple[str, str]]:
    """(channel, address) of those addresses from which the last word was to stop."""
    last = StopWord.objects.filter(address__in=set(addresses)).values("channel", "address")
    rows = StopWord.objects.filter(pk__in=last.annotate(last=Max("pk")).values("last"), stops=True)
    return set(rows.values_list("channel", "address"))


def heard(
    *,
    channel: str,
    address: str,
    text: str,
    by: Viewer,
    at: datetime,
    fact: int | None = None,
) -> StopWord | None:
    """Note a word to stop or to begin again, if the text holds one; call it inside `writing()`."""
    word, sent = asks(text), as_sent(channel, address)
    if not word or not sent:
        return None
    note = StopWord.objects.create(
        channel=channel, address=sent, stops=word == "stop", at=at, by=by.name, fact=fact
    )
    acted(by=by, what=f"asked to {word}: {channel}", at=at)
    return note


def taken_back(*, channel: str, address: str, by: Viewer, at: datetime) -> None:
    """Somebody there has told us that we may write again; call it inside `writing()`."""
    if (channel, address) in stopped([address]):
        StopWord.objects.create(channel=channel, address=address, stops=False, at=at, by=by.name)
        acted(by=by, what=f"told that we may write again: {channel}", at=at)


def listen(
    *,
    by: Viewer,
    at: datetime,
    most: int = 20_000,
    also: Callable[[int, Communication], object] = lambda fact, told: None,
) -> int:
    """Hear the messages that have come since the last time; gives how many words there were. `also` hears
    each with its number; it may hear one again."""
    place, _ = Listened.objects.select_for_update().get_or_create(pk=1)
    # On PostgreSQL a smaller number may be committed after a larger one: look back a little each time.
    until, told = said_since(max(0, place.fact - _BACK), most + _BACK)
    found = 0
    for fact, message in told:
        found += _hear(fact, message, by, at)
        also(fact, message)
    if until > place.fact:
        place.fact = until
        place.save(update_fields=["fact"])
    return found


def _hear(fact: int, told: Communication, by: Viewer, at: datetime) -> bool:
    channel = _MEDIA.get(told.medium, "")
    if not channel or told.ours or StopWord.objects.filter(fact=fact).exists():
        return False
    address = told.email if channel == "email" else told.phone
    # Many write the word into the subject, above nothing but what their telephone adds.
    text = told.text if asks(told.text) else told.subject
    return bool(heard(channel=channel, address=address, text=text, by=by, at=at, fact=fact))
