"""Finds the hand that reads a statement: by its template, else by its section and the sort of element."""

from northstar.sources.ccda import (
    allergies,
    medicines,
    observations,
    papers,
    plans,
    problems,
    procedures,
    visits,
)
from northstar.sources.ccda.document import (
    code_of,
    every,
    local_name,
    one,
    statements,
    templates,
)
from northstar.sources.ccda.entry import Entry

_BY_TEMPLATE = {
    root: hand
    for module in (allergies, medicines, observations, papers, plans, problems, procedures, visits)
    for root, hand in module.TEMPLATES.items()
}
# A vendor's own template in a well-known section: the section says what it is about.
_BY_SECTION = {
    ("allergies", "act"): allergies.concern,
    ("allergies", "observation"): allergies.allergy,
    ("problems", "act"): problems.concern,
    ("problems", "observation"): problems.problem,
    ("past-history", "observation"): problems.problem,
    ("health-concerns", "act"): problems.concern,
    ("admission-diagnosis", "act"): problems.diagnoses,
    ("discharge-diagnosis", "act"): problems.diagnoses,
    ("immunizations", "substanceAdministration"): medicines.vaccination,
    ("goals", "observation"): plans.goal,
    ("payers", "act"): plans.coverage,
    ("advance-directives", "observation"): plans.directive,
    ("care-teams", "organizer"): plans.team,
    ("family-history", "organizer"): papers.family,
    ("medical-equipment", "supply"): papers.supplied,
    ("plan-of-treatment", "act"): procedures.requested,
    ("plan-of-treatment", "observation"): procedures.requested,
    ("plan-of-treatment", "procedure"): procedures.requested,
    ("plan-of-treatment", "encounter"): visits.planned,
}
_BY_NAME = {
    "substanceAdministration": medicines.medicine,
    "supply": medicines.supply,
    "procedure": procedures.procedure,
    "encounter": visits.encounter,
    "observation": observations.observed,
    "organizer": observations.results,
}
_STATEMENTS = frozenset((*_BY_NAME, "act", "observationMedia", "regionOfInterest"))
_PRIVACY = frozenset(("2.16.840.1.113883.3.3251.1.4", "2.16.840.1.113883.3.3251.1.9"))


def statements_of(entry_element):
    """The clinical statements directly inside an entry."""
    return [e for e in entry_element.iterchildren("*") if local_name(e.tag) in _STATEMENTS]


def read_statement(entry: Entry, statement) -> None:
    """Add to `entry` what a statement says; statements inside a wrapper that is not known are tried too."""
    claimed = templates(statement)
    if claimed & _PRIVACY:
        papers.kept(entry, statement, "Permission")
        entry.facts += 1
        return
    hand = _hand(entry, statement)
    before = entry.facts
    if hand:
        hand(entry, statement)
    if entry.facts == before and hand is not papers.kept:
        _inside(entry, statement)
    if entry.facts == before:
        papers.kept(entry, statement)


def _hand(entry: Entry, statement):
    name = local_name(statement.tag)
    # In the sender's order: one that claims to be a problem and a finding is what it says first.
    for template in every(statement, "templateId"):
        hand = _BY_TEMPLATE.get(template.get("root", ""))
        if hand and _fits(hand, name):
            return hand
    hand = _BY_SECTION.get((entry.part.name, name)) or _BY_NAME.get(name)
    if name == "act":
        hand = hand or _act(statement)
    return hand


def _act(statement):
    if (statement.get("moodCode") or "EVN") != "EVN":
        return procedures.requested
    held = {local_name(inner.tag) for _, inner in statements(statement)}
    if "observation" in held and code_of(statement, "code") in (
        "CONC",
        "29308-4",
        "8646-2",
        "11535-2",
    ):
        return problems.diagnoses
    return None


_TAKES = {
    problems.problem: ("observation",),
    allergies.allergy: ("observation",),
    observations.observed: ("observation",),
    observations.results: ("organizer",),
    medicines.medicine: ("substanceAdministration",),
    medicines.vaccination: ("substanceAdministration",),
    medicines.supply: ("supply",),
    plans.goal: ("observation",),
    visits.encounter: ("encounter",),
    visits.planned: ("encounter",),
}


def _fits(hand, name: str) -> bool:
    """Vendors copy templates onto the wrong element; then the element decides."""
    takes = _TAKES.get(hand)
    return takes is None or name in takes


def _inside(entry: Entry, statement) -> None:
    for component in every(statement, "component"):
        for inner in statements_of(component):
            read_statement(entry, inner)
    for _, inner in statements(statement):
        if local_name(inner.tag) in _STATEMENTS and templates(inner) & _BY_TEMPLATE.keys():
            read_statement(entry, inner)


def is_empty(statement) -> bool:
    """True where the sender says that there is no information (nullFlavor on the statement)."""
    return bool(statement.get("nullFlavor")) and one(statement, "code") is None
