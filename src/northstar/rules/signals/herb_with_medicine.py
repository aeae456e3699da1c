"""Herb with medicine: a tea, herb or supplement beside a medicine that it may strengthen or weaken."""

from datetime import date, timedelta

from northstar.knowledge.ingredients import is_local, named_in, where_named
from northstar.knowledge.interactions import is_herb, pairs_among
from northstar.rules.examples import chart_of, fills, message, prescribed, said_taken
from northstar.rules.medicines import medicines
from northstar.rules.places import quoting
from northstar.rules.signal import Band, Because, Example, Finding, LookAgain, Signal, because

_YEAR = timedelta(days=365)
_GRADE = {
    "A": "read in the source",
    "B": "from a secondary source",
    "unconfirmed": "weak, to verify",
}


def find(chart, now):
    """Pairs of a herb, from a list or from the person's own words, with a medicine in use."""
    known = medicines(chart, now.tzinfo)
    in_use = known.in_use(now.date())
    said = {
        name: because(v, f"Takes {v.code.words}") for name, v in in_use.items() if is_herb(name)
    }
    for told in chart.messages:
        if told.began and told.medium in ("voicemail", "portal", "text", "email"):
            yield from _mentioned(told, now, said)
    names = {*said, *(n for n in in_use if not is_local(in_use[n].code.words))}
    for pair, one, other in pairs_among(names, "herb"):
        herb, medicine = (one, other) if is_herb(one) else (other, one)
        if herb in said and medicine in in_use:
            yield _finding(pair, herb, medicine, said[herb], in_use[medicine])
    yield from (LookAgain(day) for day in known.ends() if day > now.date())


def _mentioned(told, now, said: dict):
    """A herb in the person's own words counts for a year."""
    herbs = [name for name in named_in(told.text) if is_herb(name) and name not in said]
    until = told.began.start + _YEAR
    if herbs and now < until:
        yield LookAgain(until)
        for name in herbs:
            said[name] = _in_own_words(told, name)


def _in_own_words(told, name: str) -> Because:
    at = where_named(told.text, name)
    if not at:
        return because(told, f"Speaks of {name} in a message")
    return quoting(told, *at, f"Speaks of {name} in a message")


def _finding(pair, herb: str, medicine: str, said, value) -> Finding:
    return Finding(
        key=f"{herb} with {medicine}",
        says=f"takes {herb} beside {medicine}: {pair.effect}",
        because=(
            said,
            because(value, f"In use: {value.code.words}"),
            Because(
                f"Not a settled matter: evidence {_GRADE[pair.row.confidence]} ({pair.row.cites})"
            ),
        ),
        factors={
            "herb beside a medicine of narrow range"
            if medicine == "warfarin"
            else "herb beside a medicine": 2
        },
        matter=f"pair {pair.code}",
    )


SIGNAL = Signal(
    code="herb-with-medicine",
    title="A herb beside a medicine",
    why="Teas and herbs are seldom on any list. The question is the pharmacist's, never a scolding.",
    cites="American Family Physician 2008;77:73-78; NCCIH 2024",
    reviewed=date(2026, 11, 1),
    find=find,
    band=Band.REST,
    suggests="Ask the pharmacist; ask the person how much and how often, with respect for why",
    minutes=6,
    wants="pharmacist",
    kinds=("MedicationStatement", "MedicationRequest", "MedicationDispense", "Communication"),
)

_NOW = "Tue 8 Sep 2026 07:30"
EXAMPLES = [
    Example(
        "danshen tea and warfarin",
        chart_of(said_taken("danshen tea", "2 Sep 2026"), fills(warfarin="1 Sep 2026, 30 days")),
        _NOW,
        1,
        says="takes danshen beside warfarin",
        band=Band.REST,
    ),
    Example(
        "in the person's own words, in Chinese",
        chart_of(
            message("我每天喝丹參茶", "7 Sep 2026 09:00"),
            prescribed("Warfarin 5 MG Oral Tablet", "1 Feb 2026"),
        ),
        _NOW,
        1,
    ),
    Example(
        "St. John's wort from the shelf with an antidepressant",
        chart_of(
            said_taken("St. John's wort 300 mg", "2 Sep 2026"),
            prescribed("sertraline 50 MG", "1 Feb 2026"),
        ),
        _NOW,
        1,
        says="too much serotonin",
    ),
    Example(
        "chamomile tea and metformin",
        chart_of(said_taken("chamomile tea", "2 Sep 2026"), prescribed("metformin", "1 Feb 2026")),
        _NOW,
        0,
    ),
    Example(
        "a tea without the medicine",
        chart_of(said_taken("danshen tea", "2 Sep 2026")),
        _NOW,
        0,
    ),
]
