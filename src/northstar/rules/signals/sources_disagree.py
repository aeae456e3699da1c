"""Sources disagree: two sources tell a matter differently, and within 30 days an act depends on it."""

from datetime import date

from northstar.rules.disagreement import AHEAD, disagreements, what_is_ahead
from northstar.rules.examples import (
    allergy,
    appointment,
    chart_of,
    fills,
    from_feed,
    prescribed,
    said_taken,
)
from northstar.rules.signal import Band, Example, Finding, LookAgain, Signal, because
from northstar.rules.wording import with_year

_SAYS = {
    "medicine": "has {about} at home, which one source stopped and another still lists",
    "allergy": "is allergic by one source and not by another: {about}",
    "contact": "has a different {about} in two sources",
    "code-status": "has two code statuses in two sources",
    "decision-maker": "has two different people named to decide",
    "appointment": "has {about}, told differently by two sources",
    "pregnancy": "is pregnant by one source and not by another",
}
_GRAVE = frozenset({"code-status", "decision-maker", "allergy", "pregnancy", "medicine"})


def find(chart, now):
    """One finding for each difference that nobody has settled and that something ahead depends on."""
    today = now.date()
    for found in disagreements(chart, now.tzinfo):
        if found.settled_in(chart):
            continue
        coming = []
        for one in what_is_ahead(chart, found, now.tzinfo):
            begins = max(one.on, date.min + AHEAD) - AHEAD
            if today < begins:
                yield LookAgain(begins)
            elif today < one.until:
                coming.append(one)
                yield LookAgain(one.until)
        if coming:
            yield _finding(found, coming[0], today)


def _finding(found, first, today) -> Finding:
    code = found.subject.code
    grave = code in _GRAVE
    return Finding(
        key=found.key,
        says=_SAYS[code].format(about=found.about),
        because=(
            *(because(word.value, f"{_who(word)}: {_told(word)}") for word in found.words[:6]),
            because(first.value, f"It matters now: {first.says}"),
        ),
        due=max(first.on, today) if code == "appointment" else None,
        band=Band.HARM if grave else Band.REST,
        factors={"sources differ": 4, "something ahead depends on it": 3 if grave else 1},
        matter=f"medicine {found.about}" if code == "medicine" else f"differs {found.key}",
    )


def _who(word) -> str:
    return word.who or word.voice.removesuffix(", fills")


def _told(word) -> str:
    said = word.told(with_year)
    return f"{said} ({word.detail})" if word.detail else said


SIGNAL = Signal(
    code="sources-disagree",
    title="Sources disagree, and it matters soon",
    why="Two records cannot both be right. Somebody asks now, or somebody acts on the wrong one.",
    cites="Own rule; 45 CFR 170.315(b)(2) asks that sources be seen side by side",
    reviewed=date(2026, 11, 1),
    find=find,
    band=Band.HARM,
    suggests="Ask the person or the office that wrote it; settle it on the person's page with the reason",
    minutes=8,
    kinds=(
        "MedicationRequest", "MedicationStatement", "AllergyIntolerance", "Appointment", "Patient",
        "Flag", "Consent", "Observation", "RelatedPerson", "CareTeam", "Condition",
    ),
)  # fmt: skip

_NOW = "Tue 8 Sep 2026 07:30"
_STOPPED = from_feed(
    "hospital",
    prescribed("Metoprolol 50 mg", "3 Feb 2025", status="stopped", ended="4 Sep 2026"),
)
_LISTED = from_feed("clinic", prescribed("metoprolol tartrate 50 MG", "1 Mar 2025"))
_OPERATION = appointment("Mon 21 Sep 2026 09:00", service="Knee replacement surgery")
EXAMPLES = [
    Example(
        "stopped by the hospital, still on the clinic's list, tablets in the house",
        chart_of(_STOPPED, _LISTED, fills(metoprolol="20 Aug 2026, 30 days")),
        _NOW,
        1,
        says="has metoprolol at home",
        band=Band.HARM,
        looks_again="19 Sep 2026",
    ),
    Example(
        "the same, but nothing is left in the house",
        chart_of(_STOPPED, _LISTED, fills(metoprolol="1 May 2026, 30 days")),
        _NOW,
        0,
    ),
    Example(
        "filled after the stop: the rule for that speaks, not this one",
        chart_of(_STOPPED, _LISTED, fills(metoprolol="5 Sep 2026, 30 days")),
        _NOW,
        0,
    ),
    Example(
        "both stopped it",
        chart_of(
            _STOPPED,
            from_feed("clinic", said_taken("Metoprolol", "5 Sep 2026", status="stopped")),
            fills(metoprolol="20 Aug 2026, 30 days"),
        ),
        _NOW,
        0,
    ),
    Example(
        "a clinic that never lists it is silent, and does not disagree",
        chart_of(
            _STOPPED,
            from_feed("clinic", prescribed("warfarin", "1 Mar 2025")),
            fills(metoprolol="20 Aug 2026, 30 days"),
        ),
        _NOW,
        0,
    ),
    Example(
        "an allergy one hospital denies, an operation in two weeks",
        chart_of(
            from_feed("hospital", allergy("Penicillin G", "hives")),
            from_feed("clinic", allergy("No known allergies", absent=True)),
            from_feed("hospital", _OPERATION),
        ),
        _NOW,
        1,
        says="is allergic by one source and not by another",
        looks_again="22 Sep 2026",
    ),
    Example(
        "the same with nothing ahead: it stands on the page only",
        chart_of(
            from_feed("hospital", allergy("Penicillin G", "hives")),
            from_feed("clinic", allergy("No known allergies", absent=True)),
        ),
        _NOW,
        0,
    ),
    Example(
        "one visit at two hours",
        chart_of(
            from_feed("hospital", appointment("Thu 17 Sep 2026 10:20", service="Cardiology")),
            from_feed("clinic", appointment("Thu 17 Sep 2026 14:00", service="Cardiology")),
        ),
        _NOW,
        1,
        says="the visit, Cardiology",
        due="17 Sep 2026",
    ),
    Example(
        "the same visit far ahead can wait",
        chart_of(
            from_feed("hospital", appointment("Thu 17 Dec 2026 10:20", service="Cardiology")),
            from_feed("clinic", appointment("Thu 17 Dec 2026 14:00", service="Cardiology")),
        ),
        _NOW,
        0,
        looks_again="17 Nov 2026",
    ),
]
