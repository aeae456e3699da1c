"""The certification programme's test persons, as many products wrote them: one patient each, never two in one.

Who is who was read from the documents by hand: name, birth date, address, and which product repeats whom.
John Wright has the birth date, sex, suffix, address and phones of Jeremy Bates; Alexandra "Allie" Newman has
those of Alice. One product gave Alice and Jeremy other addresses, phones and (Alice) another birth date.
"""

from collections import defaultdict
from datetime import UTC, datetime

import pytest

from northstar import decided, spine
from northstar.access.viewer import system_viewer
from northstar.record import feeds, questions
from northstar.record.feeds import as_source
from northstar.record.models import Identity, Link, Match, Patient
from northstar.sources.recognise import formats

pytestmark = pytest.mark.django_db(databases=["default", "audit"])
NOW = datetime(2026, 9, 8, 14, 30, tzinfo=UTC)
READER = system_viewer("a test")
ALICE, JEREMY, JOHN = "Alice Newman", "Jeremy Bates", "John Wright"
CECILIA, SUSAN, LINDSEY = "Cecilia Cummings", "Susan Turner", "Lindsey Pitt"
WHO = {
    "360 Oncology/Alice_Newman_health_summary Delegate.xml": ALICE,
    "360 Oncology/Jeremy_Bates_health_summary.xml": JEREMY,
    "Allscripts FollowMyHealth/Ambulatory Summary-jeremybates.xml": JEREMY,
    "Allscripts FollowMyHealth/Inpatient Referral Summary-lindsaypitt.xml": LINDSEY,
    "Allscripts Professional/Referral Summary (2015 Edition Referral Note)-Community Health Hospitals....xml": ALICE,
    "Allscripts Professional/xdr-test1-sample2-jb.xml": JEREMY,
    "Allscripts Sunrise/C-CDA_400700201_20160902122113_Bates_Jeremy.xml": JEREMY,
    "Allscripts Sunrise/C-CDA_400900201_20160902122036_Wright_John.xml": JOHN,
    "Allscripts TouchWorks/Allscripts TW Jeremy rn.xml": JEREMY,
    "Allscripts TouchWorks/CeciliaCummings_170.315_b2_ciri__r21_sample1_rn_export.xml": CECILIA,
    "Allscripts TouchWorks/SusanTurner_170.315_b2_ciri__r21_sample1_ccd_export.xml": SUSAN,
    "Amrita/Admission_Inpatient_3156206_CCD_201709180920.xml": "Inpatient Admission",
    "Amrita/Agustin_Albertina_315192_CCD_201709180920.xml": "Albertina Agustin",
    "Amrita/Johnson_Matilda_315191_CCD_201709180920.xml": "Matilda Johnson",
    "Atos Pulse/bates_patienthealthrecord_08032017.xml": JEREMY,
    "Atos Pulse/patienthealthrecord_0803201750155135.xml": JOHN,
    "CareEvolution/195372.xml": JEREMY,
    "CareEvolution/195416.xml": "Diana Catherine",
    "CareEvolution/TransitionOfCare_CCD_R21_Sample1_Susan_Turner.xml": SUSAN,
    "CareEvolution/TransitionOfCare_Ref_note_R21_Sample2_Cecilia_Cummings.xml": CECILIA,
    "Carefluence/Bates_Jeremy_0_Ambulatory.xml": JEREMY,
    "Carefluence/Larson_Rebecca_0_Inpatient.xml": "Rebecca Larson",
    "Carefluence/Newman_Alice_1_Ambulatory.xml": ALICE,
    "Carefluence/Wright_John_0_Inpatient.xml": JOHN,
    "ChartLogic/2015-06-22-1.xml": ALICE,
    "EchoMan/CUMMC00.xml": CECILIA,
    "EchoMan/JONEM00.xml": "Myra Jones",
    "EchoMan/TURNS00.xml": SUSAN,
    "Edaris Forerun/bates-rn-fixed.xml": JEREMY,
    "Edaris Forerun/ccd20170710182800-MRNX9966441.xml": JEREMY,
    "Freedom Medical/BATES_JR_JEREMY_V_1550_08-01-1980.52232.xml": JEREMY,
    "Freedom Medical/NEWMAN_ALICE_JONES_1000_05-01-1970.52306.xml": ALICE,
    "Get Real Health/CCD_e1.xml": LINDSEY,
    "Get Real Health/Jeremy_Bates-1.xml": JEREMY,
    "Get Real Health/Wright_John.xml": JOHN,
    "Get Real Health/alice_newman_1.xml": ALICE,
    "Key Chart/CCDA_723061_20Sep2017_1237580.xml": JEREMY,
    "Key Chart/CCDA_723064_20Sep2017_1210507.xml": ALICE,
    "MDLogic/ContinuityOfCareDocument_MUBatJer_20170601-145724.xml": JEREMY,
    "MDLogic/ContinuityOfCareDocument_MUNewAli_20170601-145612.xml": ALICE,
    "Medflow RCP/CCDA_23103_20Oct2017_1043418.xml": ALICE,
    "Medflow RCP/CCDA_23105_20Oct2017_1043418.xml": JEREMY,
    "Medfusion/ccd_AN_Sample1_V11.xml": ALICE,
    "Medfusion/ccd_JB_Sample2_V11.xml": JEREMY,
    "Medical Office Technologies/5492_6_Sample_ReferralNote.xml": JEREMY,
    "Medical Office Technologies/5595_5.xml": "test2",
    "Medical Office Technologies/CDA-E1-6-22-2015.xml": ALICE,
    "Navigating Cancer/AliceNewman_DirectMessage_FullRecord.xml": ALICE,
    "Navigating Cancer/AllieNewman_06232015_07072015.xml": "Alexandra Newman",
    "Navigating Cancer/JeremyBates_CCDdownload.xml": JEREMY,
    "OpenVista CareVue/B1 AMB CCD SAMPLE 2.xml": JEREMY,
    "OpenVista CareVue/B1 AMB RN SAMPLE 2.xml": JEREMY,
    "OpenVista CareVue/B1 INP CCD SAMPLE 2.xml": JOHN,
    "OpenVista CareVue/B1 INP DS SAMPLE 2.xml": JOHN,
    "Practice Fusion/AliceNewmanApi.xml": ALICE,
    "Practice Fusion/JeremyBatesApi.xml": JEREMY,
    "Practice Fusion/Referral_Note_Bates_Jeremy_V_Jr_19800801_40970158-5cd6-44c8-8679-0878bd02b2e7.xml": JEREMY,
    "Practice Fusion/Referral_Note_Newman_Alice_Jones_19700501_5970dfdd-fe04-47bb-9548-a90da78d3c0f.xml": ALICE,
    "SocialCare/SocialCare_v1.0_One.xml": ALICE,
    "Sophrona Solutions/PatientCCD (11).xml": JEREMY,
    "Sophrona Solutions/PatientCCD (12).xml": ALICE,
    "eRAD/Bates.xml": JEREMY,
}  # fmt: skip


@pytest.fixture
def read_in(shared_data):
    """Every document through the feed of its product; gives the records of each person."""
    folder = shared_data / "ccda-vendors-2015ed"
    records: dict[str, set[int]] = defaultdict(set)
    for name, person in WHO.items():
        data = (folder / name).read_bytes()
        feed = feeds.feed(name.split("/")[0], format="ccda")
        reading = formats()["ccda"].read(data, as_source(feed), name)
        done = spine.arrived([(data, reading, name)], feed, by=READER, at=NOW)
        records[person] |= {one.pk for one in _persons(done)}
    return records


def _persons(done) -> list[Identity]:
    return list(Identity.objects.filter(pk__in=done.filed.described, kind="person"))


def patients_of(records: set[int]) -> set[int]:
    return set(
        Link.objects.filter(identity__in=records, ended_at=None).values_list("patient", flat=True)
    )


def test_each_test_person_becomes_one_patient_and_no_two_are_ever_joined(read_in):
    alone = {person: len(patients_of(records)) for person, records in read_in.items()}
    assert no_two_are_joined(read_in)
    split = {person: count for person, count in alone.items() if count > 1}
    assert split == {ALICE: 2, JEREMY: 2, JOHN: 3}, "what stops these is tabled in docs/linking.md"
    whose = {pk: person for person, records in read_in.items() for pk in records}
    asked = Match.objects.filter(verdict__in=["ask", "held"]).values_list("one", "other")
    within = sum(whose[one] == whose[other] for one, other in asked)
    print(f"{sum(map(len, read_in.values()))} records of {len(read_in)} people; unasked: {alone}")
    print(f"in doubt: {within} pairs of records of one person, {len(asked) - within} of two")
    joined, apart = answer_everything(whose)
    print(f"answers: {joined} that people are one, {apart} that they are two")
    assert all(len(patients_of(records)) == 1 for records in read_in.values())
    assert no_two_are_joined(read_in)
    assert len(read_in) == Patient.objects.count() - gone()
    assert joined == len(split), "one answer for each who was not one patient unasked"
    assert apart == 2, "Jeremy and John have one house and birth date, and so have Alice and Allie"


def no_two_are_joined(read_in) -> bool:
    everyone = [patients_of(records) for records in read_in.values()]
    return sum(map(len, everyone)) == len(set().union(*everyone))


def answer_everything(whose: dict[int, str]) -> tuple[int, int]:
    """Answer as the coordinator would who knows the people, from the list of questions alone, until it is
    empty. Gives how often she said one person, and how often two."""
    joined = apart = 0
    while asked := questions.questions(READER, NOW)[0]:
        named = {row: whose[record] for row, record in _records(asked[0].rows)}
        alike = [row for row in asked[0].rows if list(named.values()).count(named[row]) > 1]
        if alike:
            _answer([row for row in alike if named[row] == named[alike[0]]], "same")
            joined += 1
        else:
            _answer(asked[0].rows, "different")
            apart += 1
    return joined, apart


def _records(rows) -> list[tuple[int, int]]:
    links = Link.objects.filter(patient__in=rows, ended_at=None)
    return list(links.values_list("patient", "identity"))


def _answer(rows, verdict: str) -> None:
    decided.who_is_who(
        by=READER, pairs=questions.pairs_for(rows, verdict), verdict=verdict,
        reason="the programme's own list", at=NOW,
    )  # fmt: skip


def gone() -> int:
    """Numbers of patients that nobody bears any more."""
    return Patient.objects.exclude(
        pk__in=Link.objects.filter(ended_at=None).values("patient")
    ).count()
