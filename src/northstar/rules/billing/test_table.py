"""The published rules, case by case; each names the section and line of the rules it restates.

A month starts out as one that may be billed; a case says what is different and what then stands.
"""

from datetime import date, timedelta

import pytest

from northstar.rules.billing.month import (
    Consent,
    Evidence,
    Facility,
    Month,
    Plan,
    Spell,
    Transition,
)
from northstar.rules.billing.ready import judge

SEP = date(2026, 9, 1)
PARK = "Dr. Helen Park"


def spell(minutes, who="staff", day=10, name="", month=SEP, seconds=0):
    return Spell(
        minutes * 60 + seconds, month.replace(day=day), frozenset(who.split("+")), name, "s"
    )


def visit(kind="office", on=date(2026, 2, 2)):
    return Evidence("seen", "v", on, kind=kind)


def judged(level):
    return Evidence("judged", "j", SEP, kind=level)


def needs(count):
    return tuple(Evidence(f"condition {n}", f"c{n}") for n in range(count))


def good(program, first=SEP, **changed):
    """A month that lacks nothing but time."""
    known = {
        "program": program, "first": first, "enrolled": Evidence("in it", "e"),
        "consent": Consent(date(2026, 2, 3) if first == SEP else first - timedelta(days=200), id="k"),
        "visit": visit(on=date(2026, 2, 2) if first == SEP else first - timedelta(days=201)),
        "conditions": needs(2), "risk": Evidence("at risk", "r"),
        "plan": Plan("p", date(2026, 3, 3) if first == SEP else first, (), Evidence("copy", "pc", first)),
        "billers": (PARK,),
    }  # fmt: skip
    return Month(**(known | changed))


def way(discharged=date(2026, 8, 20), **changed):
    known = {
        "contact": Evidence("call", "a", date(2026, 8, 21)),
        "visit": Evidence("visit", "b", date(2026, 8, 26)),
        "reconciled": Evidence("list", "l", date(2026, 8, 25)),
    }
    return Transition(discharged, "t", **(known | changed))


def told(verdict):
    """99490 99439x2; or the state and the questions that do not pass."""
    if verdict.lines:
        return " ".join(
            line.number + (f"x{line.units}" if line.units > 1 else "") for line in verdict.lines
        )
    return f"{verdict.state}: {' '.join(check.name for check in verdict.missing)}"


def one(program, wanted, cites, label, **changed):
    return pytest.param(good(program, **changed), wanted, id=f"{cites}: {label}")


def timed(program, minutes, wanted, cites, who="staff", **changed):
    spells = (spell(minutes, who, name=changed.pop("name", "")),)
    return one(program, wanted, cites, f"{minutes} min {who}", spells=spells, **changed)


NONE = "missing: minutes"
CASES = [
    # Section 1: thresholds of CCM
    timed("CCM", 0, NONE, "1, 99490"),
    timed("CCM", 19, NONE, "1, 99490 and the time rule"),
    timed("CCM", 20, "99490", "1, 99490"),
    timed("CCM", 39, "99490", "1, 99439"),
    timed("CCM", 40, "99490 99439", "1, 99439"),
    timed("CCM", 59, "99490 99439", "1, 99439"),
    timed("CCM", 60, "99490 99439x2", "1, 99439"),
    timed("CCM", 80, "99490 99439x2", "1, 99439 at most twice"),
    timed("CCM", 200, "99490 99439x2", "1, 99439 at most twice"),
    timed("CCM", 20, "99490", "1, practitioner's time counts as staff's", "practitioner", name=PARK),
    timed("CCM", 29, "99490", "1, 99491 needs 30", "practitioner", name=PARK),
    timed("CCM", 30, "99491", "1, 99491", "practitioner", name=PARK),
    timed("CCM", 59, "99491", "1, 99437 each full 30", "practitioner", name=PARK),
    timed("CCM", 60, "99491 99437", "1, 99437", "practitioner", name=PARK),
    timed("CCM", 90, "99491 99437x2", "1, 99437 limit unconfirmed", "practitioner", name=PARK),
    timed("CCM", 30, "99490", "1, 99491 is the practitioner's who bills", "practitioner", name="Dr. Other"),
    timed("CCM", 30, NONE, "1, non-clinical time never counts", ""),
    timed("CCM", 45, NONE, "1, a health worker is no clinical staff", "auxiliary"),
    timed("CCM", 59, "99490 99439", "1, 99487 needs 60", complexity=judged("high"), plan=Plan("p", SEP, (), Evidence("c", "pc", SEP))),
    timed("CCM", 60, "99487", "1, 99487", complexity=judged("high"), plan=Plan("p", SEP, (), Evidence("c", "pc", SEP))),
    timed("CCM", 60, "99487", "1, 99487 moderate", complexity=judged("moderate"), plan=Plan("p", SEP, (), Evidence("c", "pc", SEP))),
    timed("CCM", 60, "99490 99439x2", "1, 99487 low", complexity=judged("low"), plan=Plan("p", SEP, (), Evidence("c", "pc", SEP))),
    timed("CCM", 60, "99490 99439x2", "1, 99487 not judged", plan=Plan("p", SEP, (), Evidence("c", "pc", SEP))),
    timed("CCM", 60, "99490 99439x2", "1, 99487 plan not revised", complexity=judged("high")),
    timed("CCM", 89, "99487", "1, 99489 less than 30 not reportable", complexity=judged("high"), plan=Plan("p", SEP, (), Evidence("c", "pc", SEP))),
    timed("CCM", 90, "99487 99489", "1, 99489", complexity=judged("high"), plan=Plan("p", SEP, (), Evidence("c", "pc", SEP))),
    timed("CCM", 180, "99487 99489x4", "1, 99489 none stated", complexity=judged("high"), plan=Plan("p", SEP, (), Evidence("c", "pc", SEP))),
    one("CCM", "99490", "1, minutes add up", "12 and 8", spells=(spell(12), spell(8, day=20))),
    one("CCM", NONE, "1, minutes add up", "12 and 7", spells=(spell(12), spell(7, day=20))),
    one("CCM", "99490", "1, minutes add up", "seconds", spells=(spell(12, seconds=30), spell(7, seconds=30))),
    one("CCM", NONE, "1, a threshold", "19 min 59 s", spells=(spell(19, seconds=59),)),
    one("CCM", NONE, "1, calendar month", "the month before", spells=(spell(25, month=date(2026, 8, 1)),)),
    one("CCM", NONE, "2, consent before billing", "time before it", spells=(spell(25, day=5),), consent=Consent(SEP.replace(day=6), id="k"), visit=visit(on=SEP)),
    one("CCM", "99490", "2, consent before billing", "time from its day on", spells=(spell(25, day=6),), consent=Consent(SEP.replace(day=6), id="k"), visit=visit(on=SEP)),
    # Section 2: eligibility, consent, first visit, plan
    timed("CCM", 25, "missing: conditions", "2, patient", conditions=needs(1)),
    timed("CCM", 25, "missing: conditions", "2, patient", conditions=()),
    timed("CCM", 25, "99490", "2, patient", conditions=needs(3)),
    timed("CCM", 25, "ask: conditions", "2, significant risk", risk=None),
    timed("CCM", 25, "missing: enrolled_program", "12, enrolled", enrolled=None),
    timed("CCM", 25, "missing: consent minutes", "2, consent", consent=None),
    timed("CCM", 25, "missing: consent minutes", "2, consent", consent=Consent(date(2026, 10, 1), id="k")),
    timed("CCM", 25, "missing: consent minutes", "2, stopped before", consent=Consent(date(2026, 2, 3), date(2026, 8, 31), "k")),
    timed("CCM", 25, "99490", "2, stops at the month's end", consent=Consent(date(2026, 2, 3), date(2026, 9, 30), "k")),
    timed("CCM", 25, "missing: initiating_visit", "2, initiating visit", visit=None),
    timed("CCM", 25, "99490", "2, initiating visit: AWV", visit=visit("wellness")),
    timed("CCM", 25, "99490", "2, initiating visit: IPPE", visit=visit("welcome")),
    timed("CCM", 25, "missing: initiating_visit", "2, initiating visit: not E/M", visit=visit("staff")),
    timed("CCM", 25, "missing: initiating_visit", "2, initiating visit: inpatient", visit=visit("hospital")),
    timed("CCM", 25, "99490", "2, within 1 year unconfirmed: no stop", visit=visit(on=date(2024, 6, 1))),
    timed("CCM", 25, "missing: initiating_visit", "2, before the start", visit=visit(on=date(2026, 9, 20))),
    timed("CCM", 25, "missing: plan_version", "2, plan", plan=None),
    timed("CCM", 25, "missing: plan_version", "2, elements", plan=Plan("p", SEP, ("caregiver",), Evidence("c", "pc", SEP))),
    timed("CCM", 25, "missing: plan_version", "2, copy given", plan=Plan("p", SEP)),
    timed("CCM", 25, "missing: plan_version", "2, plan of a later month", plan=Plan("p", date(2026, 10, 2), (), Evidence("c", "pc", SEP))),
    timed("CCM", 25, "missing: plan_version", "2, copy of a later month", plan=Plan("p", SEP, (), Evidence("c", "pc", date(2026, 10, 2)))),
    timed("CCM", 25, "missing: single_biller", "2, who bills", billers=()),
    timed("CCM", 25, "ask: single_biller", "2, one practitioner a month", billers=(PARK, "Dr. Other")),
    timed("CCM", 25, "99490", "2, one practitioner a month", billers=(PARK, PARK)),
    timed("CCM", 25, "missing: single_biller", "2, one practitioner a month", elsewhere=(("CCM", "Bay Practice"),)),
    timed("CCM", 25, "99490", "2, another program elsewhere", elsewhere=(("BHI", "Bay Practice"),)),
    timed("CCM", 25, "missing: facility", "2, setting: Part A", stays=(Facility(date(2026, 8, 1), None, True, "f"),)),
    timed("CCM", 25, "ask: facility", "2, setting: who pays is not known", stays=(Facility(date(2026, 8, 1), None, None, "f"),)),
    timed("CCM", 25, "99490", "2, setting: not paid by Part A", stays=(Facility(date(2026, 8, 1), None, False, "f"),)),
    timed("CCM", 25, "99490", "12, a stay of part of the month", stays=(Facility(date(2026, 9, 2), date(2026, 9, 30), True, "f"),)),
    timed("CCM", 25, "99490", "12, a stay of part of the month", stays=(Facility(date(2026, 8, 2), date(2026, 9, 29), True, "f"),)),
    timed("CCM", 25, "missing: facility", "12, a stay of the whole month", stays=(Facility(SEP, date(2026, 9, 30), True, "f"),)),
    timed("CCM", 25, "missing: excluded_code", "11, CCM with G0181", codes=(("G0181", "Bay Home Health"),)),
    timed("CCM", 25, "missing: excluded_code", "11, CCM with ESRD 90960", codes=(("90960", "The dialysis unit"),)),
    timed("CCM", 25, "99490", "11, CCM with RPM", codes=(("99457", PARK),)),
    timed("CCM", 25, "missing: alive", "12, died before", died=date(2026, 8, 30)),
    timed("CCM", 25, "99490", "12, died in the month", died=date(2026, 9, 20)),
    # Section 3: PCM
    timed("PCM", 29, NONE, "1, 99426"),
    timed("PCM", 30, "99426", "1, 99426", conditions=needs(1)),
    timed("PCM", 59, "99426", "1, 99427"),
    timed("PCM", 60, "99426 99427", "1, 99427"),
    timed("PCM", 120, "99426 99427x2", "1, 99427 at most twice, unconfirmed"),
    timed("PCM", 29, NONE, "1, 99424", "practitioner", name=PARK),
    timed("PCM", 30, "99424", "1, 99424; 3, direction reversed", "practitioner", name=PARK),
    timed("PCM", 60, "99424 99425", "1, 99425", "practitioner", name=PARK),
    timed("PCM", 30, "99426", "3, direction reversed", "practitioner", name="Dr. Other"),
    timed("PCM", 30, "missing: conditions", "3, one condition", conditions=()),
    timed("PCM", 30, "missing: plan_version", "3, plan of the disease", plan=None),
    timed("PCM", 30, "ask: conditions", "3, significant risk", risk=None),
    timed("PCM", 30, "99426", "3, elsewhere for another condition", elsewhere=(("PCM", "Bay Heart"),)),
    # Section 4: TCM
    one("TCM", "99496", "4, visit <= 7 and high", "day 6", transition=way(), complexity=judged("high")),
    one("TCM", "99496", "4, visit <= 7 and high", "day 7", transition=way(visit=Evidence("v", "b", date(2026, 8, 27))), complexity=judged("high")),
    one("TCM", "99495", "4, high on days 8 to 14", "day 8", transition=way(visit=Evidence("v", "b", date(2026, 8, 28))), complexity=judged("high")),
    one("TCM", "99495", "4, visit <= 14", "day 14", transition=way(visit=Evidence("v", "b", date(2026, 9, 3))), complexity=judged("high")),
    one("TCM", "missing: visit", "4, visit <= 14", "day 15", transition=way(visit=Evidence("v", "b", date(2026, 9, 4))), complexity=judged("high")),
    one("TCM", "99495", "1, 99495 moderate", "day 6", transition=way(), complexity=judged("moderate")),
    one("TCM", "missing: visit", "1, 99495 at least moderate", "low", transition=way(), complexity=judged("low")),
    one("TCM", "ask: visit", "4, MDM", "not judged", transition=way()),
    one("TCM", "missing: visit", "4, visit", "none", transition=way(visit=None), complexity=judged("high")),
    one("TCM", "99496", "4, contact in 2 business days", "Monday 24", transition=way(contact=Evidence("c", "a", date(2026, 8, 24))), complexity=judged("high")),
    one("TCM", "missing: interactive_contact", "4, contact in 2 business days", "Tuesday 25", transition=way(contact=Evidence("c", "a", date(2026, 8, 25))), complexity=judged("high")),
    one("TCM", "99496", "4, a holiday is no business day", "Labor Day", first=date(2026, 10, 1), transition=way(date(2026, 9, 4), contact=Evidence("c", "a", date(2026, 9, 9)), visit=Evidence("v", "b", date(2026, 9, 10)), reconciled=None), complexity=judged("high")),
    one("TCM", "99496", "4, two attempts in time", "tried twice", transition=way(contact=None, tries=(Evidence("t", "1", date(2026, 8, 21)), Evidence("t", "2", date(2026, 8, 24)))), complexity=judged("high")),
    one("TCM", "missing: interactive_contact", "4, two attempts in time", "tried once", transition=way(contact=None, tries=(Evidence("t", "1", date(2026, 8, 21)),)), complexity=judged("high")),
    one("TCM", "missing: interactive_contact", "4, two attempts in time", "second late", transition=way(contact=None, tries=(Evidence("t", "1", date(2026, 8, 21)), Evidence("t", "2", date(2026, 8, 27)))), complexity=judged("high")),
    one("TCM", "missing: stay", "4, not to SNF", "snf", transition=way(went_to="snf"), complexity=judged("high")),
    one("TCM", "99496", "4, to assisted living", "assisted living", transition=way(went_to="assisted living"), complexity=judged("high")),
    one("TCM", "99496", "4, from SNF", "snf", transition=way(came_from="snf"), complexity=judged("high")),
    one("TCM", "99496", "4, from observation", "observation", transition=way(came_from="observation"), complexity=judged("high")),
    one("TCM", "missing: stay", "4, from", "emergency", transition=way(came_from="emergency"), complexity=judged("high")),
    one("TCM", "missing: once", "11, TCM second", "second", transition=way(earlier=True), complexity=judged("high")),
    one("TCM", "missing: period", "4, period of 30 days", "still running", transition=way(date(2026, 9, 10), contact=Evidence("c", "a", date(2026, 9, 11)), visit=Evidence("v", "b", date(2026, 9, 14))), complexity=judged("high")),
    one("TCM", "99496", "4, no consent is named", "none", transition=way(), complexity=judged("high"), consent=None),
    one("TCM", "99496", "4, reconciliation unconfirmed: no stop", "none", transition=way(reconciled=None), complexity=judged("high")),
    one("TCM", "99496", "4, death before day 30 unconfirmed: no stop", "died", transition=way(), complexity=judged("high"), died=date(2026, 9, 10)),
    one("TCM", "missing: transition", "4, period", "no stay", complexity=judged("high")),
    # Section 5: APCM
    one("APCM", "G0556", "5, level 1", "no condition", conditions=()),
    one("APCM", "G0556", "5, level 1", "one condition", conditions=needs(1)),
    one("APCM", "G0557", "5, level 2", "two", qmb=False),
    one("APCM", "G0557", "5, level 2", "benefit not known"),
    one("APCM", "G0558", "5, level 3", "two and QMB", qmb=True),
    one("APCM", "G0556", "5, level 3 needs two", "one and QMB", conditions=needs(1), qmb=True),
    one("APCM", "missing: consent", "5, element 1", "no consent", consent=None),
    one("APCM", "missing: initiating_visit", "5, element 2", "none", visit=None),
    one("APCM", "missing: initiating_visit", "5, element 2: 3 years", "4 years ago", visit=visit(on=date(2022, 1, 1))),
    one("APCM", "G0557", "5, element 2: 3 years", "2 years ago", visit=visit(on=date(2024, 2, 2))),
    one("APCM", "missing: plan_version", "5, element 7", "no plan", plan=None),
    one("APCM", "missing: single_biller", "5, one a month", "elsewhere", elsewhere=(("APCM", "Bay Practice"),)),
    one("APCM", "missing: excluded_code", "5, excludes 99421-99423", "99422", codes=(("99422", PARK),)),
    one("APCM", "missing: excluded_code", "5, excludes 99446-99449", "99447", codes=(("99447", PARK),)),
    one("APCM", "missing: excluded_code", "5, excludes G2252", "G2252", codes=(("G2252", PARK),)),
    one("APCM", "missing: excluded_code", "5, excludes 98970-98972", "98971", codes=(("98971", PARK),)),
    one("APCM", "G0557", "5, RPM in parallel", "99457", codes=(("99457", PARK),)),
    # Section 6: BHI and CoCM
    timed("BHI", 19, NONE, "1, 99484"),
    timed("BHI", 20, "99484", "1, 99484", conditions=needs(1)),
    timed("BHI", 60, "99484", "1, 99484 once a month"),
    timed("BHI", 20, "missing: conditions", "6, a condition", conditions=()),
    timed("BHI", 20, "99484", "6, no plan of 11 elements is named", plan=None),
    timed("CoCM", 29, NONE, "1, G2214", "care manager"),
    timed("CoCM", 30, "G2214", "1, G2214 any month", "care manager"),
    timed("CoCM", 59, "G2214", "1, 99493", "care manager"),
    timed("CoCM", 60, "99493", "1, 99493", "care manager"),
    timed("CoCM", 89, "99493", "1, 99494", "care manager"),
    timed("CoCM", 90, "99493 99494", "1, 99494", "care manager"),
    timed("CoCM", 60, NONE, "1, whose time", "staff"),
    timed("CoCM", 69, "G2214", "1, 99492 first month", "care manager", consent=Consent(SEP, id="k")),
    timed("CoCM", 70, "99492", "1, 99492 first month", "care manager", consent=Consent(SEP, id="k")),
    timed("CoCM", 100, "99492 99494", "1, 99494", "care manager", consent=Consent(SEP, id="k")),
    timed("CoCM", 36, "99492", "1, midpoint as a setting", "care manager", consent=Consent(SEP, id="k"), midpoint=True),
    timed("CoCM", 35, "G2214", "1, midpoint as a setting", "care manager", consent=Consent(SEP, id="k"), midpoint=True),
    timed("CoCM", 31, "99493", "1, midpoint as a setting", "care manager", midpoint=True),
    timed("CoCM", 60, "missing: consent", "6, permission to consult", "care manager", consent=Consent(date(2026, 2, 3), id="k", consult=False)),
    # Section 7: CHI and PIN
    timed("CHI", 59, NONE, "1, G0019", "auxiliary"),
    timed("CHI", 60, "G0019", "1, G0019", "auxiliary", conditions=needs(1)),
    timed("CHI", 89, "G0019", "1, G0022", "auxiliary"),
    timed("CHI", 90, "G0019 G0022", "1, G0022", "auxiliary"),
    timed("CHI", 180, "G0019 G0022x4", "1, G0022 none stated", "auxiliary"),
    timed("CHI", 60, NONE, "1, whose time", "staff"),
    timed("CHI", 60, "missing: conditions", "7, need", "auxiliary", conditions=()),
    timed("CHI", 60, "missing: initiating_visit", "7, not inpatient or ED", "auxiliary", visit=visit("hospital")),
    timed("CHI", 60, "missing: initiating_visit", "7, not a staff visit", "auxiliary", visit=visit("staff")),
    timed("CHI", 60, "G0019", "7, TCM visit", "auxiliary", visit=visit("transition")),
    timed("CHI", 60, "G0019", "7, AWV", "auxiliary", visit=visit("wellness")),
    timed("PIN", 59, NONE, "1, G0023", "navigator"),
    timed("PIN", 60, "G0023", "1, G0023", "navigator", conditions=needs(1)),
    timed("PIN", 90, "G0023 G0024", "1, G0024", "navigator"),
    timed("PIN", 60, "G0140", "1, G0140", "peer"),
    timed("PIN", 90, "G0140 G0146", "1, G0146", "peer"),
    timed("PIN", 60, NONE, "1, whose time", "auxiliary"),
    timed("PIN", 60, "missing: initiating_visit", "7, a new visit each year", "navigator", visit=visit(on=date(2025, 8, 1))),
    timed("PIN", 60, "G0023", "7, psychologist", "navigator", visit=visit("psychology")),
    timed("PIN", 60, "missing: initiating_visit", "7, not 99211", "navigator", visit=visit("staff")),
    # The year of service changes the rules
    one("CCM", "99490", "scope 2024-2026", "2024", first=date(2024, 9, 1), spells=(spell(20, month=date(2024, 9, 1)),)),
    one("APCM", "ask: rules", "5, from 2025-01-01", "2024", first=date(2024, 9, 1)),
    one("APCM", "G0557", "5, from 2025-01-01", "January 2025", first=date(2025, 1, 1)),
    one("APCM", "ask: rules", "scope 2024-2026", "2027", first=date(2027, 1, 1)),
    one("CHI", "G0019", "7, upstream drivers from 2026", "2025", first=date(2025, 9, 1), spells=(spell(60, "auxiliary", month=date(2025, 9, 1)),)),
]  # fmt: skip


@pytest.mark.parametrize(("month", "wanted"), CASES)
def test_the_table(month, wanted):
    assert told(judge([month])[0]) == wanted


def both(one, other):
    return [told(verdict) for verdict in judge([one, other])]


APART = "missing: excluded_code"
TOGETHER = [
    ("11, CCM and PCM, same biller", "CCM", "PCM", {}, [APART, APART]),
    ("3, different practitioners", "CCM", "PCM", {"billers": ("Bay Heart",)}, ["99490", "99426"]),
    ("11, CCM and APCM", "CCM", "APCM", {}, [APART, APART]),
    ("11, CCM and CHI", "CCM", "CHI", {}, ["99490", "G0019"]),
    ("11, CCM and PIN", "CCM", "PIN", {}, ["99490", "G0023"]),
    ("11, CCM and BHI", "CCM", "BHI", {}, ["99490", "99484"]),
    ("11, CCM and TCM", "CCM", "TCM", {}, ["99490", "99496"]),
    ("11, PCM and APCM", "PCM", "APCM", {}, [APART, APART]),
    ("11, TCM and APCM", "TCM", "APCM", {}, [APART, APART]),
    ("11, PCM and TCM", "PCM", "TCM", {}, ["99426", "99496"]),
    ("5, G0570", "APCM", "BHI", {}, ["G0557", "G0570"]),
    ("5, G0569", "APCM", "CoCM", {}, ["G0557", "G0569"]),
    ("5, G0568 in the first month", "APCM", "CoCM", {"consent": Consent(SEP, id="k")}, ["G0557", "G0568"]),
    ("5, add-on of the same practitioner", "APCM", "BHI", {"billers": ("Bay Mind",)}, ["G0557", "99484"]),
    ("11, APCM and CHI", "APCM", "CHI", {}, ["G0557", "G0019"]),
]  # fmt: skip
FULL = {
    "CCM": {"spells": (spell(25),)}, "PCM": {"spells": (spell(30),)}, "BHI": {"spells": (spell(20),)},
    "CHI": {"spells": (spell(60, "auxiliary"),)}, "PIN": {"spells": (spell(60, "navigator"),)},
    "APCM": {}, "CoCM": {}, "TCM": {"transition": way(), "complexity": judged("high")},
}  # fmt: skip


@pytest.mark.parametrize(("cites", "one", "other", "changed", "wanted"), TOGETHER)
def test_what_stands_together(cites, one, other, changed, wanted):
    assert both(good(one, **FULL[one]), good(other, **(FULL[other] | changed))) == wanted


def test_what_stands_against_each_other_may_each_stand_alone():
    """A program that is not ready blocks nothing."""
    assert both(good("CCM", **FULL["CCM"]), good("APCM", plan=None))[0] == "99490"


def test_the_year_changes_the_rule_set():
    """5, G0570 from 2026-01-01: in December 2025 BHI beside APCM still needs its own minutes."""

    def of(first):
        time = (spell(20, month=first),)
        return both(good("APCM", first), good("BHI", first, spells=time))

    assert of(date(2025, 12, 1)) == ["G0557", "99484"]
    assert of(date(2026, 1, 1)) == ["G0557", "G0570"]


def test_there_are_enough_cases_and_each_cites_its_line():
    assert len(CASES) + len(TOGETHER) >= 120
    assert all(case.id[0].isdigit() or case.id.startswith("scope") for case in CASES)
