"""Where sources disagree: each source's latest word on one matter, side by side, nothing merged away.

A subject (a medicine, an allergy, an appointment ...) is one file in `rules/disagreements/`. It gathers
words; this file says who agrees and who does not. A source that never spoke of a matter does not
disagree with anybody. What a restricted source adds is a disagreement of its own, so that who may not
see that source sees neither its word nor its trace.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta, tzinfo

from northstar.chart.chart import Chart
from northstar.chart.value import Value
from northstar.discover import declared

AHEAD = timedelta(days=30)  # what lies further off can wait for the next look at the chart
AGREED = "agreed "  # begins the keys of what our own people agreed: an answer, not a party


@dataclass(frozen=True, slots=True)
class Word:
    """One source's latest word. Equal stances agree; `voice` is whose word it is.

    A pharmacy's fill is a voice of its own, whichever feed brought it. `day` is the day the word
    itself tells of, and stands in `says` where that has `{day}`; `who` replaces the feed's name where
    the source names somebody nearer.
    """

    voice: str
    stance: str
    says: str
    value: Value
    day: date | None = None
    detail: str = ""
    who: str = ""

    def told(self, written: Callable[[date], str]) -> str:
        """The words, with the day as the reader's page writes days."""
        return self.says.replace("{day}", written(self.day) if self.day else "")


@dataclass(frozen=True, slots=True)
class Matter:
    """One thing of which several sources speak. `key` stays while the matter is the same."""

    key: str
    about: str
    words: tuple[Word, ...]
    names: tuple[str, ...] = ()  # what the subject calls it, to find what lies ahead of it


@dataclass(frozen=True, slots=True)
class Ahead:
    """Something that the answer would change: it counts from `AHEAD` before `on`, until `until`."""

    says: str
    value: Value
    on: date
    until: date


@dataclass(frozen=True, slots=True)
class Subject:
    """A kind of matter. `fades`: how long after the newest word a difference is still of use.

    `ahead(chart, matter, zone)` names what the answer could change; a subject without it never makes
    a line and stands only on the person's page.
    """

    code: str
    title: str
    why: str
    cites: str
    reviewed: date
    kinds: tuple[str, ...]
    matters: Callable[[Chart, tzinfo], Iterable[Matter]]
    ahead: Callable[[Chart, Matter, tzinfo], Iterable[Ahead]] = lambda chart, matter, zone: ()
    fades: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """An example of a subject: its test, and its line in the manual. `differs` maps the key of each
    matter on which the chart's sources differ to the stance of each voice; empty: they do not."""

    name: str
    chart: Callable[[], Chart]
    differs: dict[str, dict[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A matter on which at least two voices differ. `label` is the sensitivity of all its words."""

    subject: Subject
    key: str
    about: str
    words: tuple[Word, ...]
    label: int = 0
    matter: Matter | None = field(default=None, compare=False)

    @property
    def sides(self) -> dict[str, tuple[Word, ...]]:
        """Who agrees with whom: the words by stance, in the order in which they are shown."""
        found: dict[str, list[Word]] = defaultdict(list)
        for word in self.words:
            found[word.stance].append(word)
        return {stance: tuple(words) for stance, words in found.items()}

    @property
    def since(self) -> date | None:
        """The day on which a second side first spoke; None where a side does not tell its day."""
        first = [min((w.day for w in side if w.day), default=None) for side in self.sides.values()]
        known = sorted(day for day in first if day)
        return known[1] if len(known) > 1 else None

    @property
    def mark(self) -> dict[str, str]:
        """Who says what now, as it is remembered when somebody settles it."""
        return {word.voice: word.stance for word in self.words}

    def settled_in(self, chart: Chart) -> bool:
        """A named person settled it, and since then no source has said anything else."""
        known = chart.settled.get(self.key)
        return known is not None and all(known.get(v) == s for v, s in self.mark.items())


def subjects() -> tuple[Subject, ...]:
    """The kinds of matter that are compared."""
    return declared("northstar.rules.disagreements", "SUBJECT")


def disagreements(
    chart: Chart, zone: tzinfo, today: date | None = None
) -> tuple[Disagreement, ...]:
    """Every difference between sources, in the order of the subjects. With `today`, without what has faded."""
    if "disagreements" not in chart.views:
        chart.views["disagreements"] = tuple(_found(chart, zone))
    return tuple(d for d in chart.views["disagreements"] if not _faded(d, today))


def what_is_ahead(chart: Chart, found: Disagreement, zone: tzinfo) -> tuple[Ahead, ...]:
    """What an answer could change, whenever that is; the soonest first."""
    if found.matter is None:
        return ()
    return tuple(
        sorted(found.subject.ahead(chart, found.matter, zone), key=lambda one: (one.on, one.says))
    )


def latest(words: Iterable[tuple[tuple, Word]]) -> tuple[Word, ...]:
    """The last word of each voice; `words` come with what orders them, the latest greatest."""
    found: dict[str, tuple[tuple, Word]] = {}
    for order, word in words:
        source = word.value.source
        rank = (*order, source.key if source else "", word.stance, word.says, word.detail)
        if word.voice not in found or rank > found[word.voice][0]:
            found[word.voice] = (rank, word)
    return tuple(word for _, (_, word) in sorted(found.items()))


def parties(values: Iterable[Value]) -> Iterator:
    """The facts that count as somebody's word: what our own people agreed is the answer instead."""
    return (v for v in values if not (v.source and v.source.key.startswith(AGREED)))


def voice(value: Value) -> str:
    """Whose word a fact is: its feed's."""
    return value.source.feed if value.source else ""


def told_on(value: Value, zone: tzinfo) -> date | None:
    """The day a source wrote it; else the day on which what it tells of began."""
    source = value.source
    if source and source.written:
        return source.written.astimezone(zone).date()
    return value.began.first_day(zone) if value.began else None


def last_heard(value: Value, zone: tzinfo, otherwise: date) -> date:
    """When this word was last written or came in again."""
    source = value.source
    at = max((t for t in (source.written, source.received) if t), default=None) if source else None
    return at.astimezone(zone).date() if at else otherwise


def _found(chart: Chart, zone: tzinfo) -> Iterator[Disagreement]:
    plain, restricted = _apart(chart)
    stances: dict[str, set[str]] = {}
    for found in _compared(plain, zone):
        stances[found.key] = {word.stance for word in found.words}
        yield found
    for found in _compared(chart, zone) if restricted else ():
        if found.label and not {w.stance for w in found.words} <= stances.get(found.key, set()):
            yield Disagreement(
                found.subject, f"{found.key} ~{found.label}", found.about, found.words,
                found.label, found.matter,
            )  # fmt: skip


def _compared(chart: Chart, zone: tzinfo) -> Iterator[Disagreement]:
    for subject in subjects():
        if not any(chart.of(kind) for kind in subject.kinds):
            continue
        for matter in subject.matters(chart, zone):
            if len({word.stance for word in matter.words}) > 1:
                yield Disagreement(
                    subject, matter.key[:160], matter.about, matter.words, _label(matter), matter
                )


def _apart(chart: Chart) -> tuple[Chart, bool]:
    """The chart as anybody of the team may see it, and whether there is more to it."""
    values = [(kind, value) for kind in chart.kinds() for value in chart.of(kind)]
    plain = [(kind, v) for kind, v in values if not (v.source and v.source.label)]
    if len(plain) == len(values):
        return chart, False
    return Chart(plain, patient=chart.patient, heard=chart.heard), True


def _label(matter: Matter) -> int:
    label = 0
    for word in matter.words:
        label |= word.value.source.label if word.value.source else 0
    return label


def _faded(found: Disagreement, today: date | None) -> bool:
    fades = found.subject.fades
    newest = max((word.day for word in found.words if word.day), default=None)
    return bool(today and newest and fades is not None and today - newest > fades)
