"""A copy of a note for one reader: what the reader may not see is not there, in no word, count or title."""

import re

import pytest
from django.urls import reverse
from tests.harness.mrs_chen import NOW

from northstar.access.audit.models import AuditEntry
from northstar.access.refuse import Refused
from northstar.access.viewer import system_viewer, viewer_of
from northstar.casework.acts import asking as acts
from northstar.casework.notes import asking
from northstar.casework.notes.giving import OFFICE, RELATIVE, THE_PERSON, Reader, for_reader
from northstar.chart.words import Consent
from northstar.doing import noting
from northstar.doing.acting import did
from northstar.engines.writing.values import Sentence, Support

pytestmark = pytest.mark.django_db(databases=["default", "audit"])
READER = system_viewer("a test")
OWN = "He has not slept for a week."
HERS = "Lisinopril was stopped on 4 Sep."
SECRET = "She spoke of the Zanzibarine program."
SENTENCES = (
    Sentence(says=OWN, by="Sarah Okafor"),
    Sentence(says=HERS, support=(Support(id="fact:1"),)),
    Sentence(says=SECRET, support=(Support(id="act:1", label=1),)),
)
SON = Reader(RELATIVE, "Wei Chen")


@pytest.fixture
def signs(sarah, chen):
    def signs(about="patient", sentences=SENTENCES):
        by = viewer_of(sarah, NOW)
        note = noting.draft(
            by=by, patient=chen, kind="quick", title=OWN, sentences=sentences, at=NOW, about=about
        )
        noting.sign(
            by=by, patient=chen, note=note, title=OWN, sentences=sentences, ticked=(), at=NOW
        )
        return asking.one(READER, chen.pk, note.public_id)

    return signs


def says(note, reader):
    return [one for _, some in for_reader(note, reader).parts for one in some]


def test_a_caregivers_own_note_is_theirs_and_tells_nothing_of_the_person(signs):
    note = signs("caregiver")
    assert says(note, SON) == [OWN]
    assert says(note, Reader(RELATIVE, "Wei Chen", allowed=True)) == [OWN, HERS]
    for kind in (THE_PERSON, OFFICE):
        with pytest.raises(Refused, match="to nobody else"):
            for_reader(note, Reader(kind, "anybody"))


def test_the_persons_note_goes_to_a_relative_only_with_their_word(signs):
    note = signs()
    with pytest.raises(Refused, match="Nobody has noted"):
        for_reader(note, SON)
    for reader in (
        Reader(RELATIVE, "Wei Chen", allowed=True),
        Reader(OFFICE, "Dr. Park"),
        Reader(THE_PERSON, "her"),
    ):
        assert says(note, reader) == [OWN, HERS]


def test_what_is_restricted_is_on_no_copy_and_whoever_gives_it_sees_why(signs):
    made = for_reader(signs(), Reader(THE_PERSON, "her"))
    assert made.left_out == [(SECRET, "restricted")]
    assert for_reader(signs(sentences=SENTENCES[2:]), Reader(THE_PERSON, "her")).is_empty


@pytest.fixture
def page(client, sarah, chen):
    client.force_login(sarah)

    def page(note, name=""):
        address = reverse("note-copy", args=[chen.public_id, note.id])
        text = client.get(address).content.decode()
        if name:
            key = re.search(rf'<option value="(\w+)"[^>]*>{name}', text)[1]
            text = client.get(f"{address}?for={key}").content.decode()
        return text

    return page


def sheet(text):
    found = re.search(r"<article.*?</article>", text, re.DOTALL)
    return found[0] if found else ""


def test_the_sheet_for_a_son_holds_his_own_words_alone(page, signs):
    note = signs("caregiver")
    text = page(note)
    assert re.findall(r'<option value="\w+"[^>]*>([^<]+)', text)[0] == "Wei Chen", (
        "nobody else is offered"
    )
    assert "(the person)" not in text
    assert OWN in sheet(text)
    assert HERS not in sheet(text)
    assert "Zanzibarine" not in sheet(text)
    assert "Left out" in text


def test_once_given_it_is_one_act_that_tells_no_confidence(client, page, signs, chen):
    note = signs("caregiver")
    text = page(note, "Wei Chen")
    key = re.search(r'name="for" value="(\w+)"', text)[1]
    address = reverse("note-copy-given", args=[chen.public_id, note.id])
    assert client.post(address, {"for": key, "how": "by hand"}).status_code == 302
    [act] = acts.of_patient(READER, chen.pk, kinds=["note copy"])
    assert act.says == "gave a copy of a note to who cares for them"
    assert client.post(address, {"for": "nobody", "how": "by hand"}).status_code == 404


def test_forbidden_is_no_reader(client, page, signs, chen, sarah):
    no = Consent(status="active", decision="deny", scope="speaking about health", actor="Wei Chen")
    did(
        by=viewer_of(sarah, NOW),
        patient=chen,
        kind="note",
        says="no",
        at=NOW,
        states=[("Consent", no)],
    )
    assert "Wei Chen</option>" not in page(signs())


def test_a_note_of_a_caregiver_is_not_printed_with_her_record(client, page, signs, chen):
    there = reverse("note", args=[chen.public_id, signs("caregiver").id])
    assert "whole-note no-print" in client.get(there).content.decode()


def test_a_look_is_one_entry(page, signs):
    note = signs()
    before = AuditEntry.objects.count()
    page(note)
    assert AuditEntry.objects.count() == before + 1
