"""Feeds: how a source is known here, and how it has been heard."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count

from northstar.access.worded_once import worded_once
from northstar.chart.chart import Heard
from northstar.record.asked_once import once
from northstar.record.models import AT_ONCE, Arrival, Feed, Link, Patient, Stretch
from northstar.sources.reading import Feed as SourceFeed
from northstar.sources.reading import Reading

OUR_OWN = "staff"  # our own people promise no daily word, so their silence means nothing


def feed(name: str, **known: Any) -> Feed:
    """The feed of this name, made on first mention. `known` sets its columns then and now."""
    found, _ = Feed.objects.get_or_create(name=name, defaults=known)
    changed = [column for column, value in known.items() if getattr(found, column) != value]
    if changed:
        for column in changed:
            setattr(found, column, known[column])
        found.save(update_fields=changed)
    return found


def titles() -> dict[str, str]:
    """What each feed is called in words, by its name."""
    return {name: title or name for _, name, title in named()}


def named() -> list[tuple[int, str, str]]:
    """Row number, name and title of every feed."""
    return [(pk, name, title) for pk, name, title, _, _ in _rows()]


def our_own() -> set[str]:
    """The feeds that are the clinic's own record: those set so; where none is, whoever sends records
    (FHIR R4) and not documents or messages. What our own staff state is among them."""
    rows = _rows()
    told = {name for _, name, _, _, settings in rows if settings.get("own")}
    sends = {name for _, name, _, form, _ in rows if form == "fhir_r4"}
    return (told or sends) | {name for _, name, _, form, _ in rows if form == OUR_OWN}


def _rows() -> list[Any]:
    return once("feeds named", _named)


_named = worded_once(lambda: Feed.objects.values_list("pk", "name", "title", "format", "settings"))


def known(name: str) -> bool:
    """True where a feed of this name has been heard of."""
    return Feed.objects.filter(name=name).exists()


def every_feed() -> list[Feed]:
    """All feeds by name."""
    return list(Feed.objects.order_by("name"))


def as_source(row: Feed) -> SourceFeed:
    """The feed as a reader wants it."""
    return SourceFeed(
        name=row.name,
        format=row.format,
        zone=row.zone,
        assigner=row.assigner,
        label=row.label,
        settings=row.settings,
    )


def hear(fresh: list[tuple[Arrival, Reading]], row: Feed) -> None:
    """Note that a feed spoke, which kinds it brought, and since when it tells: the oldest time of
    writing in what it sent, from which on its silence means something."""
    received = [arrival.received for arrival, _ in fresh]
    facts = [fact for _, reading in fresh for fact in reading.found]
    told = min((f.recorded.start for f in facts if f.recorded), default=None)
    _stretch(row, min(received), max(received))
    speaks_from = min(t for t in (row.speaks_from, told, min(received)) if t)
    kinds = sorted(set(row.kinds) | {fact.kind for fact in facts})
    if (speaks_from, kinds) != (row.speaks_from, row.kinds):
        row.speaks_from, row.kinds = speaks_from, kinds
        row.save(update_fields=["speaks_from", "kinds"])


def _stretch(row: Feed, first: datetime, last: datetime) -> None:
    latest = Stretch.objects.filter(feed=row, start__lte=last).order_by("-end").first()
    if latest is None or latest.end + timedelta(seconds=row.every) < first:
        Stretch.objects.create(feed=row, start=first, end=last)
        _ask_again(row)
    elif last > latest.end or first < latest.start:
        latest.start, latest.end = min(first, latest.start), max(last, latest.end)
        latest.save(update_fields=["start", "end"])


def _ask_again(row: Feed) -> None:
    """A feed is heard again after a silence: what was not argued because of it may be argued now."""
    behind = Link.objects.filter(identity__feed=row, ended_at=None).values("patient")
    Patient.objects.filter(pk__in=behind).update(look_again=AT_ONCE)


def with_hearing() -> list[tuple[Feed, Heard]]:
    """Every feed that has ever spoken, with how it was heard."""
    known = heard()
    return [(row, known[row.pk]) for row in Feed.objects.order_by("name") if row.pk in known]


def heard() -> dict[int, Heard]:
    """Every feed as the rules see it, by its row number. Two queries."""
    stretches: dict[int, list[tuple[datetime, datetime]]] = {}
    for row in _stretches():
        stretches.setdefault(row[0], []).append(row[1:])
    return {
        row.pk: Heard(
            feed=row.name,
            kinds=frozenset(row.kinds),
            first=row.speaks_from or stretches[row.pk][0][0],
            last=stretches[row.pk][-1][1],
            every=timedelta(seconds=row.every),
            gaps=tuple(
                (before[1], after[0])
                for before, after in zip(stretches[row.pk], stretches[row.pk][1:], strict=False)
            ),
        )
        for row in _others_feeds()
        if row.pk in stretches
    }


_stretches = worded_once(
    lambda: Stretch.objects.order_by("feed_id", "start").values_list("feed_id", "start", "end")
)
_others_feeds = worded_once(lambda: Feed.objects.exclude(format=OUR_OWN))


def since(moment: datetime) -> list[tuple[str, int]]:
    """How many arrivals each feed has brought since a moment: (title, count), most first."""
    counted = (
        Arrival.objects.filter(received__gte=moment)
        .exclude(feed__format=OUR_OWN)
        .values_list("feed__title", "feed__name")
        .annotate(count=Count("pk"))
        .order_by("-count")
    )
    return [(title or name, count) for title, name, count in counted]
