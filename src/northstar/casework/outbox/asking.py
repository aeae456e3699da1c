"""What waits to leave, what has left, and what wants a person."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from northstar.access.refuse import Refused
from northstar.access.viewer import Viewer
from northstar.casework.outbox.models import (
    FAILED,
    FOR_A_PERSON,
    LEFT,
    QUEUED,
    RECALLED,
    SENDING,
    WAITING,
    Message,
    Passage,
)
from northstar.chart.chart import Chart
from northstar.record import belonging, following, panels
from northstar.record.people import Card, people
from northstar.rules.writing_to import relatives, ways

WEEK = timedelta(days=7)
LETTER = "letter"
RELEASED = "let go together at the close of the day"
_OPEN, _GONE = (*FOR_A_PERSON, *WAITING, SENDING), (*LEFT, RECALLED)
_MOST_OPEN, _MOST = 2000, 300
LATEST = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Row:
    """A message as the outbox shows it."""

    message: Message
    card: Card

    @property
    def beginning(self) -> str:
        """The first words of it."""
        words = " ".join((self.message.subject or self.message.text).split())
        return words[:90] + ("…" if len(words) > 90 else "")


@dataclass(frozen=True, slots=True)
class Outbox:
    """What this viewer may see of it: what a person must look at, what waits, letters to print, what left;
    `is_cut` where more are open than are shown."""

    wanted: list[Row]
    waiting: list[Row]
    letters: list[Row]
    printing: list[Row]
    left: list[Row]
    is_cut: bool

    @property
    def is_empty(self) -> bool:
        return not (self.wanted or self.waiting or self.letters or self.printing or self.left)


def outbox(viewer: Viewer, now: datetime) -> Outbox:
    """The messages about people of the viewer's panels: all that are open, as far as one page holds them,
    and of the last week what left."""
    theirs = _about_theirs(viewer, now)
    open_ = theirs.filter(state__in=_OPEN).order_by("at", "pk")[: _MOST_OPEN + 1]
    gone = theirs.filter(state__in=_GONE, changed__gte=now - WEEK).order_by("-changed", "-pk")
    shown = list(_shown(viewer, [*open_[:_MOST_OPEN], *gone[:_MOST]], now))

    def rows(*states: str, letters: bool) -> list[Row]:
        some = (row for row in shown if row.message.state in states)
        return [row for row in some if (row.message.channel == LETTER) is letters]

    return Outbox(
        wanted=[row for row in shown if row.message.state in FOR_A_PERSON],
        waiting=rows(*WAITING, SENDING, letters=False),
        letters=rows(*WAITING, letters=True),
        printing=rows(SENDING, letters=True),
        left=[row for row in shown if row.message.state in _GONE],
        is_cut=len(open_) > _MOST_OPEN,
    )


def unfinished_of(viewer: Viewer) -> dict[str, int]:
    """How many of the viewer's own messages want somebody, wait to leave and wait to be printed."""
    own = Message.objects.filter(staff=viewer.staff_id, state__in=_OPEN)
    counted = own.aggregate(
        wanted=Count("pk", filter=Q(state__in=FOR_A_PERSON)),
        waiting=Count("pk", filter=~Q(channel=LETTER) & ~Q(state__in=FOR_A_PERSON)),
        letters=Count("pk", filter=Q(channel=LETTER, state__in=WAITING)),
    )
    return dict(counted)


def own_batch(viewer: Viewer, now: datetime) -> dict[str, int]:
    """How many of the viewer's own messages may leave now, and how many were let go together and have not
    left yet."""
    counted = _own_waiting(viewer).aggregate(
        ready=Count("pk", filter=_hour_allows(now) & ~_let_go()),
        released=Count("pk", filter=_let_go()),
    )
    return dict(counted)


def own_ready(viewer: Viewer, now: datetime, most: int = 50) -> list[Message]:
    """Those that may leave now, locked; call it inside `writing()`."""
    found = _own_waiting(viewer).filter(_hour_allows(now)).exclude(_let_go())
    return list(found.select_for_update().order_by("pk")[:most])


def own_released(viewer: Viewer) -> list[Message]:
    """Those let go together that have not left, locked; call it inside `writing()`."""
    return list(_own_waiting(viewer).filter(_let_go()).select_for_update().order_by("pk"))


def _own_waiting(viewer: Viewer) -> QuerySet[Message]:
    own = Message.objects.filter(staff=viewer.staff_id, state__in=WAITING)
    return own.exclude(channel=LETTER)


def _hour_allows(now: datetime) -> Q:
    return Q(held_until=None) | Q(held_until__lte=now)


def _let_go() -> Q:
    """Its newest word is that it was let go with the others."""
    latest = Passage.objects.filter(message=OuterRef("pk"), at=OuterRef("changed"))
    return Q(Exists(latest.filter(why=RELEASED))) & Q(state=QUEUED)


def _about_theirs(viewer: Viewer, now: datetime) -> QuerySet[Message]:
    """The messages about whom the viewer may open now, asked of the store by whose record each hangs on:
    a page of the clinic's oldest is not a page of the viewer's."""
    within = panels.reach(viewer, now.date()).filter(pk=OuterRef("whose"))
    hidden = ~viewer.labels & 0x7FFF
    seen = Message.objects.annotate(
        whose=following.owner_of("identity"), hidden=F("label").bitand(hidden)
    )
    return seen.filter(Exists(within), hidden=0)


def message_for(viewer: Viewer, public_id: str | UUID, now: datetime) -> Row:
    """One message; raises Refused where it is not the viewer's to see."""
    found = Message.objects.filter(public_id=public_id)
    for row in _shown(viewer, found, now):
        return row
    raise Refused("There is no such message here.", status=404)


def of_patient(viewer: Viewer, identities: Iterable[int], most: int = 20) -> list[Message]:
    """What was written about somebody, newest first, as far as the viewer may see it."""
    found = Message.objects.filter(identity__in=list(identities)).order_by("-at", "-pk")
    return [one for one in found[:most] if viewer.may_see(one.label)]


def with_key(key: str) -> Message | None:
    """The message of this key, if there is one."""
    return Message.objects.filter(key=key).first()


def same_words(
    patient: int, channel: str, address: str, text: str, since: datetime
) -> Message | None:
    """The newest message of the same words to the same place since then, if it was not recalled."""
    found = _of(patient).filter(channel=channel, address=address, text=text.strip(), at__gte=since)
    return found.exclude(state=RECALLED).order_by("-at", "-pk").first()


def did_not_come(viewer: Viewer, patient: int) -> dict[tuple[str, str], Passage]:
    """The addresses of (channel, address) at which the last try failed, with what was said of it."""
    ended = Passage.objects.filter(message__in=_of(patient), state__in=(FAILED, *LEFT))
    newest = {
        (end.message.channel, end.message.address): end
        for end in ended.select_related("message").order_by("pk")
        if viewer.may_see(end.message.label)
    }
    return {where: end for where, end in newest.items() if end.state == FAILED}


def _of(patient: int) -> QuerySet[Message]:
    return Message.objects.filter(identity__in=list(belonging.owners_of([patient])))


def batch(viewer: Viewer, claim: UUID, now: datetime) -> list[Row]:
    """The letters of one printing."""
    found = Message.objects.filter(claim=claim, channel="letter").order_by("pk")
    return list(_shown(viewer, found, now))


def history(message: Message) -> list:
    """What happened to it, oldest first."""
    return list(message.passages.order_by("pk"))


def addresses_of(chart: Chart) -> set[str]:
    """Every address known of a person and those around them."""
    own = {way.address for way in ways(chart, LATEST)}
    return own | {address for _, address in relatives(chart)}


def _shown(viewer: Viewer, found: QuerySet | list[Message], now: datetime) -> Iterator[Row]:
    """Those that the viewer may see, with the name of whom each is about; the looks are noted."""
    some = [one for one in found if viewer.may_see(one.label)]
    owners = following.owners({one.identity_id for one in some})
    within = panels.reach(viewer, now.date()).filter(pk__in=set(owners.values()))
    cards = people(viewer, within.values_list("pk", flat=True))
    for one in some:
        card = cards.get(owners.get(one.identity_id, 0))
        if card:
            yield Row(one, card)
