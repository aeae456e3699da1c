"""Scene 6: the right knee in four days, six papers that cannot be right, and three that only look so."""

import base64
import json
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from northstar import spine
from northstar.access.models import Staff
from northstar.access.refuse import Refused
from northstar.access.viewer import system_viewer, viewer_of
from northstar.casework.worklist import acts, evidence
from northstar.casework.worklist.models import Line
from northstar.demo import build, cast
from northstar.demo.arrivals import Envelope
from northstar.desk.readiness.matters import everything
from northstar.desk.source.calendar import Calendar
from northstar.desk.source.chip import Chips
from northstar.record import charts, feeds
from northstar.record.arrivals import original
from northstar.record.models import Arrival
from northstar.rules.assess import needs_answer
from northstar.sources.recognise import formats
from tests.harness.the_knee import files

pytestmark = [pytest.mark.django_db(databases=["default", "audit"])]

ZONE = ZoneInfo("America/Los_Angeles")
THE_SIX = {
    "consent-for-other-side",
    "blood-thinner-without-plan",
    "paper-about-somebody-else",
    "authorized-for-other-procedure",
    "allergy-missing-on-procedure-papers",
    "fasting-against-insulin",
}


class Clinic:
    """Her part of the sample clinic on the Tuesday morning."""

    def __init__(self, **changed):
        self.now = cast.NOW
        build.build(files(**changed), self.now)
        self.sarah = viewer_of(Staff.objects.get(username="sarah"), self.now)

    def open(self):
        return {
            line.signal: line
            for line in Line.objects.filter(is_open=True, signal__in=needs_answer())
        }

    def shown(self, signal):
        """The question as the readiness page shows it."""
        line = self.open()[signal]
        chart = charts.charts(self.sarah, [line.patient_id], self.now)[line.patient_id]
        chips = Chips(feeds.titles(), Calendar(ZONE, self.now.date()))
        found = everything(self.sarah, line.patient_id, chart, self.now, chips)
        return next(m for one in found for m in one.matters if m.line.pk == line.pk)

    def comes(self, feed, name, text, at):
        self.now = datetime.fromisoformat(at).replace(tzinfo=ZONE)
        receipt = build.receive([Envelope(self.now, feed, name, text.encode())], build.rows())
        spine.review(receipt.patients, self.now)

    def consent(self, side, number, at, replaces="", event="T02"):
        stamp = at.replace("-", "").replace("T", "").replace(":", "") + "00"
        self.comes("hospital-b", f"mdm-{number}.hl7", "\r".join((
            f"MSH|^~\\&|HIS|HOSPB|NORTHSTAR|CLINIC|{stamp}||MDM^{event}^MDM_T02|{number}|P|2.5.1",
            f"EVN|{event}|{stamp}",
            "PID|1||B-90161^^^HOSPB^MR||Kowalski^Linda||19580211|F",
            f"TXA|1|CO^Consent to surgery|TX|{stamp}||{stamp}|||7040^Osei^Paul^^^Dr.|||{number}^HOSPB|{replaces}||||AU||AV",
            "OBX|1|TX|59284-0^Consent^LN||Patient: Linda Kowalski   DOB: 02/11/1958||||||F",
            f"OBX|2|TX|59284-0^Consent^LN||I consent to: {side} total knee replacement, by Dr. Paul Osei.||||||F",
        )) + "\r", at)  # fmt: skip

    def note(self, number, text, at):
        doc = {
            "resourceType": "DocumentReference", "id": f"C-2006-{number}", "status": "current",
            "subject": {"reference": "Patient/C-2006"}, "date": f"{at}:00-07:00", "description": "Note before surgery",
            "author": [{"display": "Dr. Paul Osei"}], "meta": {"lastUpdated": f"{at}:00-07:00"},
            "content": [{"attachment": {"contentType": "text/plain", "data": base64.b64encode(text.encode()).decode()}}],
        }  # fmt: skip
        self.fhir(doc, at)

    def fhir(self, resource, at):
        bundle = {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": resource}]}
        self.comes("clinic", "later.json", json.dumps(bundle), at)


def test_exactly_the_six_and_none_of_the_three():
    clinic = Clinic()
    lines = clinic.open()
    assert set(lines) == THE_SIX
    assert Line.objects.filter(is_open=True, signal__in=needs_answer()).count() == len(THE_SIX)
    assert len({line.matter for line in lines.values()}) == 1  # one row on Today
    for line in lines.values():
        assert line.asks
        assert line.words[0].rstrip().endswith("?")
        assert line.due < datetime(2026, 9, 12, 7, 30, tzinfo=ZONE)
        assert line.holder
        quotes = [why["quote"] for why in line.because[:2]]
        assert all(quotes), line.signal
        assert not any("sprain" in q or "X-ray" in q or "Hayes" in q for q in quotes)


def test_each_quotation_stands_word_for_word_where_it_says():
    for line in Clinic().open().values():
        for why in line.because:
            if not why["quote"]:
                continue
            arrival = Arrival.objects.get(public_id=why["arrival"])
            there = formats()[arrival.format].place(original(arrival), why["locator"])
            assert why["quote"] in there, (line.signal, why["locator"])


def test_the_last_safe_hour_follows_office_days_and_what_the_answer_is_for():
    due = {signal: f"{line.due.astimezone(ZONE):%a %H:%M}" for signal, line in Clinic().open().items()}  # fmt: skip
    assert due == {
        "authorized-for-other-procedure": "Tue 16:00",  # seventy-two hours before Saturday 7:30
        "blood-thinner-without-plan": "Wed 16:00",  # two days without it begin on Thursday
        "consent-for-other-side": "Fri 16:00",
        "paper-about-somebody-else": "Fri 16:00",
        "allergy-missing-on-procedure-papers": "Fri 16:00",
        "fasting-against-insulin": "Fri 16:00",
    }


@pytest.mark.parametrize(
    ("gone", "changed"),
    [
        ("consent-for-other-side", {"CONS161": {"LEFT": "RIGHT"}}),
        ("blood-thinner-without-plan", {"2006_0812": {"not yet decided.": "stop it after Wednesday evening."}}),
        ("paper-about-somebody-else", {"2006_0907": {"11/02/1958": "02/11/1958"}}),
        ("authorized-for-other-procedure", {"C_2006.json": {"partial knee replacement, one compartment (27446)": "total knee replacement (27447)"}}),
        ("allergy-missing-on-procedure-papers", {"PRE161": {"AL1|1|DA|2180^Cefazolin^RXNORM|MO|Hives|20110504": "ZZZ|1"}}),
        ("fasting-against-insulin", {"2006_0812": {"Insulin 22 units at bedtime as usual.": "Insulin 16 units at bedtime, reduced."}}),
    ],
)  # fmt: skip
def test_one_contradiction_less_is_one_line_less_and_nothing_else(gone, changed):
    assert set(Clinic(**changed).open()) == THE_SIX - {gone}


def test_the_other_side_everywhere_turns_with_the_papers():
    left = {"OR_7781": {"Right": "Left"}, "C_2006.json": {"(27446), right": "(27446), left"}, "2006_0812": {"Right total": "Left total"}}  # fmt: skip
    assert set(Clinic(**left).open()) == THE_SIX - {"consent-for-other-side"}


def test_another_day_moves_every_hour():
    wednesday = {"OR_7781": {"20260912073000": "20260916100000"}, "2006_0812": {"Saturday, September 12": "Wednesday, September 16"}}  # fmt: skip
    lines = Clinic(**wednesday).open()
    assert set(lines) == THE_SIX
    due = {s: f"{line.due.astimezone(ZONE):%a %d %H:%M}" for s, line in lines.items()}
    assert due["consent-for-other-side"] == "Wed 16 10:00"
    assert due["authorized-for-other-procedure"] == "Fri 11 16:00"
    assert due["blood-thinner-without-plan"] == "Mon 14 10:00"


def test_without_a_booking_nothing_is_asked_but_whose_the_paper_is():
    assert set(Clinic(OR_7781=None).open()) == {"paper-about-somebody-else"}


def test_a_corrected_consent_settles_it_and_a_revert_opens_it_again():
    clinic = Clinic()
    clinic.consent("RIGHT", "DOC-C162", "2026-09-08T09:00")
    assert set(clinic.open()) == THE_SIX - {"consent-for-other-side"}
    clinic.consent("LEFT", "DOC-C163", "2026-09-08T10:00")
    assert set(clinic.open()) == THE_SIX


def test_a_corrected_consent_that_is_taken_back_opens_it_again():
    clinic = Clinic()
    clinic.consent("RIGHT", "DOC-C162", "2026-09-08T09:00", replaces="DOC-C161", event="T10")
    assert "consent-for-other-side" not in clinic.open()
    clinic.consent("RIGHT", "DOC-C162", "2026-09-08T11:00", event="T11")
    assert set(clinic.open()) == THE_SIX


def test_a_routed_question_stays_until_somebody_closes_it_on_evidence():
    clinic = Clinic()
    line = clinic.open()["consent-for-other-side"]
    dana = Staff.objects.get(username="dana")
    evidence.route(line=line, by=clinic.sarah, at=clinic.now, to=dana, office="Dr. Osei’s office",
                   words="Which side is it?", on=datetime(2026, 9, 9).date())  # fmt: skip
    line.refresh_from_db()
    assert line.holder == dana
    assert line.next_on.isoformat() == "2026-09-09"
    with pytest.raises(Refused, match="named"):
        acts.done(line=line, by=clinic.sarah, at=clinic.now, outcome="Reached, and settled")
    with pytest.raises(Refused, match="still contradict"):
        evidence.settled(line=line, by=clinic.sarah, at=clinic.now)
    clinic.consent("RIGHT", "DOC-C162", "2026-09-08T09:00")
    line.refresh_from_db()
    assert line.is_open  # a person has begun it
    [papers] = clinic.shown("consent-for-other-side").papers
    assert "8 Sep" in papers.words, "the paper that says so stands beside it"
    evidence.settled(line=line, by=clinic.sarah, at=clinic.now)
    assert "consent-for-other-side" not in clinic.open()
    clinic.consent("RIGHT", "DOC-C162", "2026-09-08T11:00", event="T11")
    assert "consent-for-other-side" in clinic.open()
    again = clinic.shown("consent-for-other-side")
    assert (again.before.outcome, again.before.by) == ("The papers agree now", "Sarah Okafor")
    assert clinic.shown("fasting-against-insulin").before is None


def test_a_named_persons_answer_closes_it_until_the_papers_change():
    clinic = Clinic()
    line = clinic.open()["consent-for-other-side"]
    with pytest.raises(Refused, match="name"):
        evidence.answered(line=line, by=clinic.sarah, at=clinic.now, who="", said="It is the right knee.")  # fmt: skip
    evidence.answered(line=line, by=clinic.sarah, at=clinic.now, who="Dr. Paul Osei",
                      said="It is the right knee; a new form is signed on Thursday.")  # fmt: skip
    step = line.steps.get(what="done")
    assert step.outcome == "Answered by Dr. Paul Osei"
    spine.review([line.patient_id], clinic.now)
    assert "consent-for-other-side" not in clinic.open()
    clinic.consent("LEFT", "DOC-C164", "2026-09-08T15:00")
    assert "consent-for-other-side" in clinic.open()


def test_the_other_five_close_on_papers_too():
    clinic = Clinic()
    clinic.note("n8", "Right knee replacement on September 12. Stop apixaban after Wednesday evening.\n"
                "Eat nothing after midnight. Insulin glargine 16 units, reduced, the evening before.\n"
                "Allergic to cefazolin: give vancomycin.", "2026-09-08T12:00")  # fmt: skip
    assert set(clinic.open()) == {"consent-for-other-side", "paper-about-somebody-else", "authorized-for-other-procedure"}  # fmt: skip
    clinic.note("n9", "Preoperative clearance\nPatient: Linda Kowalski\nDOB: 02/11/1958\n"
                "Cleared for right total knee replacement.", "2026-09-08T13:00")  # fmt: skip
    assert "paper-about-somebody-else" not in clinic.open()
    clinic.fhir({"resourceType": "ClaimResponse", "id": "C-2006-z2", "status": "active", "use": "preauthorization",
                 "patient": {"reference": "Patient/C-2006"}, "type": {"coding": [{"code": "institutional"}]},
                 "created": "2026-09-08", "insurer": {"display": "Cascade Health Plan"}, "outcome": "complete",
                 "disposition": "Approved: total knee replacement (27447), right", "preAuthRef": "PA-20988",
                 "item": [{"itemSequence": 1, "adjudication": [{"category": {"coding": [{"code": "submitted"}]},
                   "extension": [{"url": "http://hl7.org/fhir/us/davinci-pas/StructureDefinition/extension-reviewAction",
                   "extension": [{"url": "http://hl7.org/fhir/us/davinci-pas/StructureDefinition/extension-reviewActionCode",
                   "valueCodeableConcept": {"coding": [{"code": "A1"}]}}]}]}]}]}, "2026-09-08T14:00")  # fmt: skip
    assert set(clinic.open()) == {"consent-for-other-side"}


def test_who_may_not_see_one_side_sees_no_question():
    clinic = Clinic()
    line = clinic.open()["blood-thinner-without-plan"]
    assert line.label == 0
    chart = charts.charts(system_viewer("a test"), [line.patient_id], clinic.now)[line.patient_id]
    assert len(chart.documents) >= 4
    Line.objects.filter(pk=line.pk).update(label=1)
    from northstar.casework.worklist.asking import lines_of

    assert line.pk not in {one.pk for one in lines_of(clinic.sarah, line.patient_id)}
