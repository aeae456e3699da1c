"""Allergy against a medicine: somewhere an allergy is written, somewhere else the medicine is in use."""

from datetime import date

from northstar.knowledge.allergy_classes import Named, called, covers
from northstar.rules.examples import allergy, chart_of, fills, from_feed, prescribed
from northstar.rules.lists.allergies import name_of, refuted_by_us
from northstar.rules.medicines import medicines
from northstar.rules.reconciliation import changed_on
from northstar.rules.signal import Band, Because, Example, Finding, LookAgain, Signal, because

_PASSED = frozenset({"inactive", "resolved", "entered-in-error", "refuted"})
_GRAVE = ("anaphyla", "angioedema", "swelling", "stevens", "breath", "airway", "shock")


def find(chart, now):
    """One finding for each medicine in use that an allergy's words cover."""
    ours = refuted_by_us(chart, now.tzinfo)
    allergies = [a for a in chart.allergies if _stands(a) and not _answered(a, ours, now)]
    if not allergies:
        return
    known = medicines(chart, now.tzinfo)
    in_use = known.in_use(now.date())
    told: set[str] = set()
    for found in allergies:
        named = covers(found.code)
        for name in sorted({*in_use} & (named.direct | named.cross)):
            if name not in told:
                told.add(name)
                yield _finding(found, named, name, in_use[name])
    yield from (LookAgain(day) for day in known.ends() if day > now.date())


def _finding(found, named: Named, name: str, value) -> Finding:
    direct, grave = name in named.direct, _is_grave(found)
    reaction = f" ({', '.join(found.reactions)})" if found.reactions else ""
    reasons = [
        because(found, f"Allergy: {called(found.code)}{reaction}"),
        because(value, f"In use: {value.code.words}"),
    ]
    if not direct and named.why:
        reasons.append(Because(f"Not the same class: {named.why}"))
    return Finding(
        key=name,
        says=f"is written down as allergic to {called(found.code).lower()} and has {name}"
        f"{'' if direct else ' (a related class: ask, do not stop)'}",
        because=tuple(reasons),
        band=Band.SAFETY if direct and grave else Band.HARM if direct else Band.REST,
        factors={
            "allergy to this medicine" if direct else "allergy to a related one": 6 if direct else 1
        }
        | ({"grave reaction": 4} if grave else {}),
        suggests=_FIRST if direct else "Ask what the reaction was, and let the pharmacist judge",
        matter=f"medicine {name}",
    )


def _stands(found) -> bool:
    return not found.absent and not {found.clinical_status, found.verification_status} & _PASSED


def _answered(found, ours: dict[str, date], now) -> bool:
    """We have left it off the agreed list, and no source has written it since."""
    agreed = ours.get(name_of(found))
    return agreed is not None and (changed_on(found, now.tzinfo) or date.min) <= agreed


def _is_grave(found) -> bool:
    words = " ".join(found.reactions).lower()
    return (
        found.criticality == "high" or found.severity == "severe" or any(w in words for w in _GRAVE)
    )


_FIRST = "Call: ask whether a dose was taken and how they feel; tell the prescriber's office the same hour"

SIGNAL = Signal(
    code="allergy-against-medicine",
    title="Allergic to a medicine in use",
    why="The allergy stands in one system and the prescription in another; nobody saw both.",
    cites="Own rule; classes from general pharmacology (a pharmacist confirms)",
    reviewed=date(2026, 11, 1),
    find=find,
    band=Band.HARM,
    minutes=10,
    wants="nurse",
    kinds=("AllergyIntolerance", "MedicationRequest", "MedicationStatement", "MedicationDispense"),
)

_NOW = "Tue 8 Sep 2026 07:30"
EXAMPLES = [
    Example(
        "the words are general, the code is not",
        chart_of(
            allergy("Drug allergy", rxnorm="7980"),
            prescribed("Amoxicillin 500 MG", "1 Sep 2026"),
        ),
        _NOW,
        1,
    ),
    Example(
        "a code alone",
        chart_of(allergy("", rxnorm="7980"), prescribed("Amoxicillin 500 MG", "1 Sep 2026")),
        _NOW,
        1,
        says="allergic to penicillin and has amoxicillin",
    ),
    Example(
        "a course of ten days that nobody closed for years",
        chart_of(
            allergy("Penicillin"),
            prescribed("Amoxicillin 500 MG", "1 Mar 2015", days_supply=10.0, refills=0),
        ),
        _NOW,
        0,
    ),
    Example(
        "penicillin allergy with a grave reaction, amoxicillin handed out",
        chart_of(
            from_feed("hospital", allergy("Penicillin", "anaphylaxis")),
            fills(amoxicillin="7 Sep 2026, 10 days"),
        ),
        _NOW,
        1,
        says="has amoxicillin",
        band=Band.SAFETY,
        looks_again="17 Sep 2026",
    ),
    Example(
        "a cephalosporin is only a question",
        chart_of(allergy("Penicillins", "rash"), fills(Keflex="7 Sep 2026, 10 days")),
        _NOW,
        1,
        says="a related class",
        band=Band.REST,
    ),
    Example(
        "sulfa means the antibiotics, not the water tablet",
        chart_of(allergy("Sulfa"), prescribed("furosemide 40 MG", "1 Feb 2026")),
        _NOW,
        0,
    ),
    Example(
        "no known allergies",
        chart_of(
            allergy("No known allergies", absent=True), fills(amoxicillin="7 Sep 2026, 10 days")
        ),
        _NOW,
        0,
    ),
    Example(
        "the allergy was set aside",
        chart_of(
            allergy("Penicillin", status="resolved"), fills(amoxicillin="7 Sep 2026, 10 days")
        ),
        _NOW,
        0,
    ),
    Example(
        "the course is over",
        chart_of(allergy("Penicillin"), fills(amoxicillin="7 Aug 2026, 10 days")),
        _NOW,
        0,
    ),
]
