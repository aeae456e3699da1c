"""Duplicate ingredient: the same medicine in two boxes, under two names or inside a combination."""

from datetime import date, timedelta

from northstar.knowledge.ingredients import ingredients_of, is_local, members, named_in
from northstar.knowledge.medicine_clocks import days
from northstar.rules.examples import chart_of, fills, prescribed, said_taken
from northstar.rules.medicines import medicines
from northstar.rules.signal import Band, Example, Finding, LookAgain, Signal, because
from northstar.rules.wording import with_year

# Two boxes of these are usual: two strengths make the dose, or a slow and a quick form go together.
_TWO_BOXES_USUAL = members("several-boxes")


def find(chart, now):
    """Each ingredient that is at home in two products at once, or prescribed alone and in a combination."""
    known = medicines(chart, now.tzinfo)
    names = sorted({*known.dispensed, *known.prescribed} - _TWO_BOXES_USUAL)
    for name in names:
        yield from _two_boxes(known, name, now)
        yield from _inside_another(known, name, now)
    yield from (LookAgain(day) for day in known.ends() if day > now.date())


def _two_boxes(known, name: str, now):
    """Two different products handed out, both lasting today, overlapping by more than an early refill."""
    supply = known.dispensed.get(name)
    if not supply or len(supply.fills) < 2:
        return
    lasting = [
        (f, *_span(f, now)) for f in supply.fills if f.days_supply and not is_local(f.code.words)
    ]
    lasting = [(f, begins, ends) for f, begins, ends in lasting if begins <= now.date() < ends]
    yield from (LookAgain(ends) for _, _, ends in lasting)
    for first, second in ((lasting[0], later) for later in lasting[1:]):
        if _product(first[0]) != _product(second[0]) and _overlap(first, second):
            yield _finding(name, first[0], second[0], second[1])
            return


def _inside_another(known, name: str, now):
    """Prescribed or said to be taken alone, and again inside a combination."""
    listed = [*known.prescribed.get(name, ()), *known.said_taken.get(name, ())]
    stop = known.last_stop(name)
    listed = [v for v in listed if v.began and (not stop or stop.day < v.began.start.date())]
    listed = [v for v in listed if known.shows_use(v, now.date())]
    alone = [v for v in listed if len(ingredients_of(v.code)) == 1 and not is_local(v.code.words)]
    within = [v for v in listed if len(ingredients_of(v.code)) > 1]
    if alone and within:
        later = max(alone[-1].began, within[-1].began)
        yield _finding(name, alone[-1], within[-1], later.first_day(now.tzinfo), " (by the lists)")


def _finding(name: str, first, second, day: date, how: str = "") -> Finding:
    return Finding(
        key=f"{name}{how}",
        says=f"has {name} twice since {with_year(day)}: {first.code.words} and {second.code.words}",
        because=(because(first, first.code.words), because(second, second.code.words)),
        due=day + timedelta(days=7),
        factors={"same medicine twice": 3},
        matter=f"medicine {name}",
    )


def _span(fill, now) -> tuple[date, date]:
    begins = fill.handed_over.first_day(now.tzinfo)
    return begins, begins + timedelta(days=round(fill.days_supply))


def _overlap(first, second) -> bool:
    length = min(first[2], second[2]) - max(first[1], second[1])
    return length >= days("double-overlap", second[1])


def _product(fill) -> str:
    """The name on the box: a brand differs from its generic, a strength alone does not."""
    first = fill.code.words.lower().split()
    return " ".join([*named_in(fill.code.words), *first[:1]])


SIGNAL = Signal(
    code="duplicate-ingredient",
    title="The same medicine twice",
    why="Two names on two boxes look like two medicines. People take both.",
    cites="Own rule; medication reconciliation, Joint Commission NPSG.03.06.01",
    reviewed=date(2026, 11, 1),
    find=find,
    band=Band.HARM,
    suggests="Call: ask to read the labels aloud, then ask the pharmacist which one is meant",
    minutes=8,
    wants="pharmacist",
    kinds=("MedicationDispense", "MedicationRequest", "MedicationStatement"),
)

_NOW = "Tue 8 Sep 2026 07:30"
EXAMPLES = [
    Example(
        "brand and generic, both at home",
        chart_of(fills(lisinopril="25 Aug 2026, 90 days", Zestril="1 Sep 2026, 30 days")),
        _NOW,
        1,
        says="has lisinopril twice since 1 Sep 2026",
        band=Band.HARM,
        looks_again="1 Oct 2026",
    ),
    Example(
        "an early refill of the same box",
        chart_of(fills(lisinopril=("20 Aug 2026, 30 days", "1 Sep 2026, 30 days"))),
        _NOW,
        0,
    ),
    Example(
        "alone and inside a combination",
        chart_of(
            prescribed("Lisinopril 20 MG", "1 Feb 2026"),
            prescribed("lisinopril 20 MG / hydrochlorothiazide 12.5 MG", "1 Aug 2026"),
        ),
        _NOW,
        1,
        says="has lisinopril twice",
    ),
    Example(
        "the single one was stopped when the combination began",
        chart_of(
            prescribed("Lisinopril 20 MG", "1 Feb 2026", status="stopped", ended="1 Aug 2026"),
            prescribed("Zestoretic", "2 Aug 2026"),
        ),
        _NOW,
        0,
    ),
    Example(
        "two strengths of warfarin make the dose",
        chart_of(fills(warfarin="1 Sep 2026, 30 days", Jantoven="1 Sep 2026, 30 days")),
        _NOW,
        0,
    ),
    Example(
        "the same medicine on two systems' lists is one medicine",
        chart_of(prescribed("Lisinopril 20 MG", "1 Feb 2026"), said_taken("Zestril", "1 Mar 2026")),
        _NOW,
        0,
    ),
]
