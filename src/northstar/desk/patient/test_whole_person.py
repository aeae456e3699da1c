"""The parts of the page that tell of a whole person, on charts made by hand."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from msgspec.structs import replace as replace_struct

from northstar.chart.chart import Chart
from northstar.chart.clinical import Component, Observation
from northstar.chart.coverage import Coverage
from northstar.chart.medicines import MedicationRequest
from northstar.chart.people import Address, ContactPoint, HumanName, Patient, RelatedPerson
from northstar.chart.value import Coding, Concept, Source
from northstar.chart.visits import Appointment
from northstar.chart.when import when
from northstar.chart.words import (
    CareTeam,
    Communication,
    Consent,
    DocumentReference,
    Goal,
    Section,
)
from northstar.desk.patient import results
from northstar.desk.patient.circle import circle
from northstar.desk.patient.life import happenings
from northstar.desk.patient.matters import matters
from northstar.desk.patient.papers import documents, messages
from northstar.desk.patient.story import story
from northstar.desk.patient.taking import taking
from northstar.desk.patient.visits import coming
from northstar.desk.source.calendar import Calendar
from northstar.desk.source.chip import Chips
from northstar.record.changes import Gone

CALENDAR = Calendar(UTC, date(2026, 9, 8))
CHIPS = Chips({"clinic": "Our own record"}, CALENDAR)
HERS = Patient(
    names=(HumanName(family="Chen", given=("Mei-Ling",)),),
    telecoms=(ContactPoint("phone", "(415) 555-0132"),),
)
WEI = RelatedPerson(
    names=(HumanName(family="Chen", given=("Wei",)),),
    relationship=Concept(text="son"),
    telecoms=(ContactPoint("phone", "415-555-0177"),),
)


def chart(*values):
    sourced = [
        v.__class__(**{f: getattr(v, f) for f in v.__struct_fields__} | {"source": _source(n)})
        for n, v in enumerate(values)
    ]
    return Chart([(type(v).__name__, v) for v in sourced])


def _source(number):
    at = datetime(2026, 9, 1, tzinfo=UTC)
    return Source("clinic", "a", f"x#{number}", "", str(number), at, at, 1, number + 1, 0)


def message(text, phone="+14155550132", medium="voicemail", day="2026-09-04T10:00:00Z"):
    return Communication(medium=medium, text=text, phone=phone, received=when(day))


def test_her_words_are_hers_and_her_sons_are_his():
    told = story(
        chart(HERS, WEI, message("I feel dizzy in the mornings."),
              message("My mother forgets her pills.", phone="+14155550177")),
        CHIPS,
    )  # fmt: skip
    assert [s.words for s in told.own] == ["I feel dizzy in the mornings."]
    assert [s.words for s in told.near] == ["My mother forgets her pills."]
    assert told.near[0].how == "Voicemail from the phone of Wei Chen, Fri 4 Sep, 10:00"
    assert told.own[0].chip.href.startswith("/source/a/")


@pytest.mark.parametrize(
    ("note", "quoted"),
    [
        ("Did not come. Says on the phone that he drives a truck. Non-compliant.", ["Says on the phone that he drives a truck."]),
        ("Patient remains non-compliant.", []),
        ("Daughter says she is confused at night.", []),
        ("The plan letter states that it is denied.", []),
        ("He hopes to see his grandson graduate in June.", ["He hopes to see his grandson graduate in June."]),
    ],
)  # fmt: skip
def test_a_note_counts_where_it_reports_what_was_said(note, quoted):
    told = story(chart(HERS, DocumentReference(text=note, date=when("2026-06-25"))), CHIPS)
    assert [s.words for s in told.reported] == quoted


def test_a_fax_or_an_empty_voicemail_is_nobodys_word():
    told = story(chart(HERS, message("Referral", medium="fax"), message("")), CHIPS)
    assert not told.told


def test_a_fax_that_is_probably_hers_is_a_paper_and_not_her_own_words():
    fax, call = message("Pages: 1", medium="fax"), message("Please call me before noon.")
    told = story(chart(HERS), CHIPS, [("line-1", fax), ("line-2", call)])
    assert [s.words for s in told.perhaps] == ["Please call me before noon."]
    assert [(s.words, s.line) for s in told.papers] == [("Pages: 1", "line-1")]
    assert not story(chart(HERS), CHIPS, [("line-1", fax)]).told


def test_every_quotation_is_part_of_its_source():
    long = "I am tired. " * 60
    words = story(chart(HERS, message(long)), CHIPS).own[0].words
    assert words.endswith(" …")
    assert words.removesuffix(" …") in long


def test_what_matters_is_stated_or_not_asked():
    assert matters(chart(HERS), CHIPS) == []
    own = Goal(code=Concept(text="Cook on my feet"), author="Mei-Ling Chen", due=when("2027-02-05"))
    set_for = Goal(
        code=Concept(text="INR in range"), measure="INR", low=2, high=3, author="Dr. Park"
    )
    over = Goal(code=Concept(text="Lose weight"), status="cancelled")
    found = matters(chart(HERS, set_for, own, over), CHIPS)
    assert [(m.words, m.own) for m in found] == [("Cook on my feet", True), ("INR in range", False)]
    assert found[1].detail == "INR 2 to 3, set by Dr. Park"


def measured(loinc, number, day, **more):
    return Observation(
        code=Concept(text="anything", codings=(Coding("loinc", loinc),)), category="laboratory",
        number=number, effective=when(day), **more,
    )  # fmt: skip


def test_the_followed_numbers_lead_against_her_own_target():
    goal = Goal(code=Concept(text="Diabetes"), measure="Hemoglobin A1c", high=7.5, unit="%")
    found = results.tests(
        chart(HERS, goal, measured("9999-1", 5, "2026-09-01", interpretation="H"),
              measured("4548-4", 8.1, "2026-03-01", unit="%", low=4, high=5.6),
              measured("4548-4", 7.9, "2026-08-01", unit="%", low=4, high=5.6)),
        CHIPS,
    )  # fmt: skip
    assert [test.name for test in found] == ["A1c", "anything"]
    assert found[0].aim == "Hemoglobin A1c at most 7.5 %"
    assert found[0].aim_chip
    without = results.tests(
        chart(HERS, measured("4548-4", 8.1, "2026-03-01", unit="%", low=4, high=5.6),
              measured("4548-4", 7.9, "2026-08-01", unit="%", low=4, high=5.6)),
        CHIPS,
    )  # fmt: skip
    assert without[0].band != found[0].band


def test_a_goal_in_another_unit_draws_no_band():
    goal = Goal(measure="Weight", high=180, unit="lb")
    kilos = [measured("29463-7", n, f"2026-0{n - 50}-01", unit="kg") for n in (57, 58)]
    found = results.tests(chart(HERS, goal, *kilos), CHIPS)[0]
    assert (found.band, found.aim) == (None, "Weight at most 180 lb")


def test_both_numbers_of_a_pressure_are_drawn():
    def pressure(upper, lower, day):
        parts = tuple(
            Component(Concept(codings=(Coding("loinc", loinc),)), n)
            for loinc, n in (("8480-6", upper), ("8462-4", lower))
        )
        code = Concept(text="BP", codings=(Coding("loinc", "85354-9"),))
        return Observation(code=code, category="vital-signs", components=parts, effective=when(day))

    found = results.tests(
        chart(HERS, pressure(150, 90, "2026-07-01"), pressure(142, 88, "2026-08-01")), CHIPS
    )
    assert (found[0].name, found[0].value) == ("Blood pressure", "142/88")
    assert found[0].line
    assert found[0].lower


def test_who_decides_who_helps_and_who_must_not_be_told():
    son = RelatedPerson(
        names=(HumanName(text="Emeka"),), relationship=Concept(text="Son, health care proxy")
    )
    nephew = RelatedPerson(names=(HumanName(text="Chidi"),), relationship=Concept(text="Nephew"))
    never = Consent(
        status="active", decision="deny", scope="Must not receive details", actor="Chidi"
    )
    team = CareTeam(members=(("nurse", "Dana Cole", "415 555 0100"),))
    around = circle(chart(HERS, son, nephew, never, team), CHIPS)
    assert [p.name for p in around.decides] == ["Emeka"]
    assert [(p.name, p.never, p.told) for p in around.near] == [
        ("Chidi", True, "Must not receive details")
    ]
    assert around.team[0].phones == ("(415) 555-0100",)
    assert around.asked == []


def test_what_nobody_asked_is_said():
    assert len(circle(chart(HERS), CHIPS).asked) == 2


def test_moves_losses_and_coverage_stand_in_life():
    before = Patient(addresses=(Address(("1 Elm St",), "Oakland"),))
    after = Patient(addresses=(Address(("2 Oak St",), "Alameda"),))
    payer = Coverage(payer="Medicare", start=when("2026-01-01"), end=when("2026-06-30"))
    facts = chart(after, payer, message("My mother passed away on Sunday."))
    moved = Gone("Patient", before, 1, datetime(2026, 9, 1, tzinfo=UTC), "a newer version came")
    words = [words for words, *_ in happenings(facts, CALENDAR, [moved])]
    assert words == [
        "Medicare", "Medicare ended", "Moved to 2 Oak St, Alameda",
        "Tells of a death: “mother passed away”",
    ]  # fmt: skip
    same = replace(moved, value=Patient(addresses=(Address(("2 OAK ST.",), "Alameda"),)))
    assert not [w for w, *_ in happenings(facts, CALENDAR, [same]) if w.startswith("Moved")]


def test_a_confidential_address_is_no_move():
    before = Patient(addresses=(Address(("1 Elm St",), "Oakland"),))
    hidden = Patient(addresses=(Address(("9 Safe St",), "Alameda", use="confidential"),))
    moved = Gone("Patient", before, 1, datetime(2026, 9, 1, tzinfo=UTC), "")
    assert not list(happenings(chart(hidden), CALENDAR, [moved]))


def test_documents_are_found_by_words_inside_them():
    letter = DocumentReference(
        title="Letter", text="Ejection fraction 35%", date=when("2026-09-01")
    )
    note = DocumentReference(title="Visit note", date=when("2026-08-01"))
    inside = Section(title="Plan", text="Walk daily", document="1")
    facts = chart(letter, note, inside)
    assert [p.title for p in documents(facts, CHIPS, "fraction ejection")] == ["Letter"]
    assert [p.title for p in documents(facts, CHIPS, "walk")] == ["Visit note"]
    assert not documents(facts, CHIPS, "nothing of it")
    assert len(messages(chart(message("call me"), message("thanks")), CHIPS, "THANKS")) == 1


def test_a_tablet_of_two_substances_is_one_medicine():
    both = MedicationRequest(
        code=Concept(text="sacubitril 24 MG / valsartan 26 MG Oral Tablet"),
        status="active", intent="order", authored=when("2026-08-28"),
    )  # fmt: skip
    rows = taking(chart(HERS, both), CHIPS, {"valsartan"})
    assert [(row.name, row.state) for row in rows] == [(both.code.text, "Sources differ")]


def test_a_visit_that_two_systems_tell_of_stands_once_with_both_sources():
    at = when("2026-09-14T10:00:00Z")
    ours = Appointment(
        status="booked", start=at, service="Nephrology follow-up", practitioner="Dr. Helen Park"
    )
    theirs = Appointment(status="booked", start=at, service="Kidney clinic", practitioner="Park, Helen (MD)", location="Room 4")  # fmt: skip
    other = Appointment(status="booked", start=at, service="Dialysis", practitioner="Dr. Shah")
    told = _fed(("clinic", ours), ("hospital", theirs), ("hospital", other))
    shown = coming(told, [], datetime(2026, 9, 8, tzinfo=UTC), CHIPS)
    assert [(row.what, len(row.chips)) for row in shown] == [
        ("Nephrology follow-up, Dr. Helen Park", 2),
        ("Dialysis, Dr. Shah", 1),
    ]
    assert "Room 4" in shown[0].detail


def test_where_one_says_booked_and_the_other_pending_both_stand():
    at = when("2026-09-14T10:00:00Z")
    booked, pending = (
        Appointment(status=status, start=at, service="Kidney clinic", practitioner="Dr. Helen Park")
        for status in ("booked", "pending")
    )
    told = _fed(("clinic", booked), ("hospital", pending))
    assert len(coming(told, [], datetime(2026, 9, 8, tzinfo=UTC), CHIPS)) == 2


def _fed(*told):
    sourced = [
        replace_struct(value, source=replace_struct(_source(n), feed=feed))
        for n, (feed, value) in enumerate(told)
    ]
    return Chart([(type(value).__name__, value) for value in sourced])
