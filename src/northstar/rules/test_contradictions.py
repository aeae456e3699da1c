"""Ten planted contradictions and ten look-alikes, in the words of real papers, asked of every rule at once."""

import pytest

from northstar.chart.people import HumanName
from northstar.rules.assess import contradictions, judge
from northstar.rules.example_dates import at, moment
from northstar.rules.examples import (
    allergy,
    appointment,
    chart_of,
    concept,
    covered,
    document,
    fills,
    from_feed,
    message,
    order,
    patient,
    payer_answer,
    prescribed,
    problem,
    procedure,
    result,
)
from northstar.rules.papers import papers
from northstar.rules.procedure_words import mentions, sentences
from northstar.rules.procedures_ahead import ahead, last_office_hour

NOW = "Tue 8 Sep 2026 07:30"
HER = patient("3 Jun 1951", "female", names=(HumanName(family="Alder", given=("June",)),))
SHE = patient("1 May 1996", "female", names=(HumanName(family="Vale", given=("Nora",)),))


def hip(words="Right total hip arthroplasty", day="Mon 14 Sep 2026 07:30"):
    return appointment(day, service=words, practitioner="Dr. Reed", location="Hospital A")


def paper(title, text, day="Thu 27 Aug 2026", author="Dr. Reed", **more):
    return document(title, day, text=text, author=author, **more)


def fax(text, day="Fri 4 Sep 2026 10:00"):
    return message(text, day, medium="fax", sender="Harbor Heart Group")


def weight(number, day, unit="kg"):
    return result("Body weight", number, unit, day, loinc="29463-7", category="vital-signs")


PLANTED = {
    "a consent in abbreviations for the other hip": ("consent-for-other-side", chart_of(HER, hip(), paper(
        "Informed consent for operation", "Patient: June Alder   DOB: 06/03/1951\nProcedure: Lt. THA under spinal anesthesia.\n"
        "I consent to the above. History: right knee scope 2011."))),
    "a consent for the other eye": ("consent-for-other-side", chart_of(HER,
        appointment("Thu 10 Sep 2026 13:15", service="Phacoemulsification with lens, left eye", practitioner="Dr. Ames"),
        paper("Consent form", "1. I agree to cataract extraction with lens implant in my RIGHT eye.\n2. I was told the risks.", author="Dr. Ames"))),
    "the plan of the pre-operative visit names the other hip": ("paper-for-other-side", chart_of(HER, hip(), paper("Preoperative visit",
        "75-year-old with end-stage osteoarthritis. Exam: antalgic gait.\nPlan: proceed with LEFT total hip arthroplasty as scheduled."))),
    "the clearance of a namesake": ("paper-about-somebody-else", chart_of(HER, hip(), paper("Cardiac clearance",
        "Re: June Alder\nDate of birth: March 6, 1951\nStress test negative. Acceptable risk for hip surgery.", author="Harbor Heart Group"))),
    "a fax that says go on, a plan that says stop": ("blood-thinner-told-two-ways", chart_of(HER, hip(day="Wed 23 Sep 2026 07:30"),
        fills(warfarin="1 Sep 2026, 30 days"), paper("Preoperative instructions", "Stop Coumadin five days prior to your hip replacement."),
        fax("June Alder has a mechanical valve. Please continue warfarin through the surgery without interruption."))),
    "an approval that ends before the new day": ("authorized-for-other-procedure", chart_of(HER, hip(), covered("Acorn Health", plan="Medicare Advantage"),
        payer_answer("approved", "1 Jun 2026", payer="Acorn Health", quote="Approved: right total hip arthroplasty (27130)",
                     reference="PA-77", expires="30 Aug 2026"))),
    "a gliflozin that nobody holds": ("sugar-medicine-before-surgery", chart_of(HER, hip(day="Mon 21 Sep 2026 07:30"), fills(empagliflozin="1 Sep 2026, 30 days"),
        paper("Preoperative instructions", "Hold ibuprofen for a week before your hip replacement. Take your other morning medicines with a sip of water."))),
    "an allergy that the sheet does not have": ("allergy-missing-on-procedure-papers", chart_of(HER, hip(),
        from_feed("hospital", allergy("Penicillin", "Anaphylaxis")), paper("Pre-op orders",
        "Right total hip arthroplasty 9/14.\nAllergies: NKDA\nCefazolin 2 g IV within 60 minutes of incision."))),
    "pounds for kilograms": ("weight-in-two-units", chart_of(HER, hip(), weight(84.8, "Mon 3 Aug 2026"), weight(187, "Tue 1 Sep 2026"))),
    "pregnant, and nobody told the surgeon": ("pregnancy-before-procedure", chart_of(SHE,
        appointment("Mon 14 Sep 2026 07:30", service="Laparoscopic cholecystectomy", practitioner="Dr. Reed"),
        result("hCG, serum", None, "", "Fri 4 Sep 2026", loinc="2118-8", value=concept("Positive")),
        paper("Surgical consultation", "Biliary colic. Denies pregnancy. Plan: laparoscopic cholecystectomy.", "Mon 7 Sep 2026"))),
}  # fmt: skip

ALIKE = {
    "the other hip was done years ago": chart_of(HER, hip(), paper("Preoperative visit",
        "Past surgical history: left THA 2015, doing well; appendectomy.\nPlan: right total hip arthroplasty."),
        procedure("Left total hip arthroplasty", "9 Mar 2015")),
    "one eye in September, the other in October": chart_of(HER,
        appointment("Thu 10 Sep 2026 13:15", service="Cataract surgery, left eye"), appointment("Thu 8 Oct 2026 13:15", service="Cataract surgery, right eye"),
        paper("Consent", "I agree to cataract surgery of my left eye.", "Thu 20 Aug 2026"), paper("Consent", "I agree to cataract surgery of my right eye.", "Fri 21 Aug 2026")),
    "the X-ray names both, and the worse one is not the one": chart_of(HER, hip(), document("X-ray pelvis", "Thu 27 Aug 2026",
        text="Severe narrowing of the left hip joint, moderate on the right. No fracture.")),
    "the husband's birth date in her letter": chart_of(HER, hip(), paper("Cardiac clearance",
        "Patient: June Alder   DOB: 06/03/1951\nSubscriber: Carl Alder (husband), DOB: 01/17/1949\nEmergency contact: Carl Alder.\nCleared for hip surgery.")),
    "her name with her mother's behind a hyphen": chart_of(HER, hip(), paper("Echocardiogram", "Patient: June Alder-Marsh\nEF 60 percent.")),
    "bridged, in the surgeon's own words": chart_of(HER, hip(), fills(warfarin="1 Sep 2026, 30 days"), paper("Preoperative instructions",
        "Last dose of warfarin Tuesday 9/8. Start enoxaparin bridge 9/10. Resume Coumadin the evening after surgery.")),
    "no other allergies": chart_of(HER, hip(), from_feed("hospital", allergy("Penicillin", "Hives")), paper("Pre-op orders",
        "Right total hip arthroplasty 9/14.\nAllergies: penicillin (hives). No known latex allergy.\nVancomycin 1 g IV before incision.")),
    "pounds that say so": chart_of(HER, hip(), weight(84.8, "Mon 3 Aug 2026"), weight(187, "Tue 1 Sep 2026", "[lb_av]")),
    "a lower dose of insulin for the fast": chart_of(HER, hip(), prescribed("insulin glargine 100 UNT/ML", "1 Jun 2024", dosage="30 units at bedtime"),
        paper("Preoperative instructions", "NPO after midnight. Take 80% of your Lantus the night before surgery. No short-acting insulin in the morning.")),
    "a consent to share records, and a child born long ago": chart_of(SHE,
        appointment("Mon 14 Sep 2026 07:30", service="Laparoscopic cholecystectomy", practitioner="Dr. Reed"),
        problem("Pregnancy", status="resolved", snomed="77386006", since="1 Feb 2021", ended="3 Nov 2021"),
        paper("Consent to release of information", "I consent to the release of records about my left knee to my insurer."),
        order("Obstetric ultrasound", "3 Mar 2021", category="imaging", status="completed")),
}  # fmt: skip


def found(chart):
    answer = judge(chart(), moment(NOW), contradictions())
    assert not answer.failed
    return sorted(signal.code for signal, _ in answer.found)


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_contradiction_is_found_and_nothing_else(name):
    code, chart = PLANTED[name]
    assert found(chart) == [code]


@pytest.mark.parametrize("name", ALIKE)
def test_a_look_alike_is_left_alone(name):
    assert found(ALIKE[name]) == []


def test_precision_and_recall(capsys):
    right = wrong = missed = 0
    for code, chart in PLANTED.values():
        codes = found(chart)
        right, wrong = right + codes.count(code), wrong + sum(c != code for c in codes)
        missed += code not in codes
    wrong += sum(len(found(chart)) for chart in ALIKE.values())
    precision, recall = right / (right + wrong), right / (right + missed)
    with capsys.disabled():
        print(
            f"\ncontradictions: {right} of {len(PLANTED)} planted found, {wrong} false alarms "
            f"({len(ALIKE)} look-alikes): precision {precision:.2f}, recall {recall:.2f}"
        )
    assert (precision, recall) == (1.0, 1.0)


def test_a_sentence_is_not_cut_after_a_title_or_inside_a_number():
    said = [words for words, _ in sentences("By Dr. A. Reed at 7.30 today. Then home.\nCall us")]
    assert said == ["By Dr. A. Reed at 7.30 today.", "Then home.", "Call us"]


def test_every_sentence_stands_in_the_text_where_it_says():
    text = "Plan: right TKA.\n\n  History: left TKA in 2019; well.\r\nNo surgery on the left hip! Rt. THA later?"
    for words, start in sentences(text):
        assert text[start : start + len(words)] == words
    assert [(m.side, m.planned) for m in mentions(text)][:2] == [("right", True), ("left", False)]


@pytest.mark.parametrize(
    ("text", "family", "site", "side", "planned"),
    [
        ("Right TKA on Monday", "replacement", "knee", "right", True),
        ("replacement of the knee (left)", "replacement", "knee", "left", True),
        ("Bilateral knee replacement", "replacement", "knee", "both", True),
        ("Her sister had a left hip replacement", "replacement", "hip", "left", False),
        ("She may need a left hip replacement next year", "replacement", "hip", "left", False),
        ("S/p right total hip arthroplasty", "replacement", "hip", "right", False),
        ("No left knee surgery is planned", "surgery", "knee", "left", False),
        ("75-year-old man, plan: left TKA", "replacement", "knee", "left", True),
        ("Past surgical history:\nLeft hip replacement", "replacement", "hip", "left", False),
        ("Past history: none.\nPlan: left hip replacement", "replacement", "hip", "left", True),
        ("Surgeries include cataracts, and hernia repair", "hernia", "groin", "", False),
        ("Right carpal tunnel release", "release", "hand", "right", True),
    ],
)
def test_what_a_sentence_says_of_a_procedure(text, family, site, side, planned):
    [one] = mentions(text)
    assert (one.family, one.site, one.side, one.planned) == (family, site, side, planned)


def test_an_effusion_is_no_fusion():
    assert not mentions("Mild effusion of the left knee; two units of blood by transfusion.")


def test_a_replaced_document_is_no_paper_until_its_replacement_is_taken_back():
    old = document("Consent", "Thu 3 Sep 2026", text="Left.")
    new = document("Consent", "Fri 4 Sep 2026", text="Right.", replaces="documentreference-1")
    gone = document("Consent", "Fri 4 Sep 2026", text="Right.", replaces="documentreference-1", status="entered-in-error")  # fmt: skip
    assert [p.text for p in papers(chart_of(old, new)())] == ["Right."]
    assert [p.text for p in papers(chart_of(old, gone)())] == ["Left."]


def test_an_order_and_its_booking_are_one_plan():
    asked_for = order("Right total hip arthroplasty", "1 Aug 2026", category="procedure", occurrence=at("14 Sep 2026"))  # fmt: skip
    assert len(ahead(chart_of(hip(), asked_for)(), moment(NOW))) == 1


@pytest.mark.parametrize(
    ("before", "last"),
    [
        ("Sat 12 Sep 2026 07:30", "Fri 11 Sep 2026 16:00"),
        ("Mon 14 Sep 2026 07:30", "Fri 11 Sep 2026 16:00"),
        ("Tue 8 Sep 2026 07:30", "Fri 4 Sep 2026 16:00"),  # Labor Day between
        ("Wed 9 Sep 2026 13:20", "Wed 9 Sep 2026 13:00"),
        ("Wed 9 Sep 2026 22:00", "Wed 9 Sep 2026 16:00"),
    ],
)
def test_the_last_office_hour(before, last):
    assert last_office_hour(moment(before)) == moment(last)
