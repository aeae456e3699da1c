"""A hospital corrects what it said of a person: who stood together stands together, and a person is asked."""

from datetime import UTC, datetime
from itertools import permutations

import pytest
from django.db import transaction

from northstar import decided, spine
from northstar.access.viewer import system_viewer
from northstar.record import belonging, doubts, feeds, questions
from northstar.record.feeds import as_source
from northstar.record.models import Link, Parting
from northstar.sources.recognise import formats

pytestmark = [pytest.mark.django_db(databases=["default", "audit"]), pytest.mark.store]
NOW = datetime(2026, 9, 8, 14, 30, tzinfo=UTC)
READER = system_viewer("a test")
BORN, CORRECTED = "19480317", "19480318"


def pid(
    number: str,
    assigner: str,
    born: str = BORN,
    phone: str = "5550142",
    name: str = "James",
    died: str = "",
) -> str:
    death = f"|||||||||||||||||{died}" if died else ""
    return f"PID|1||{number}^^^{assigner}^MR||Whitaker^{name}^^^^^L||{born}|M|||12 Alder Lane^^Yakima^WA^98901^USA^H||^PRN^PH^^1^509^{phone}{death}"


def message(kind: str, at: str, facility: str, person: str) -> bytes:
    lines = [
        f"MSH|^~\\&|ADT|{facility}|NORTHSTAR|CLINIC|{at}||{kind}|{facility}-{at}|P|2.5.1",
        f"EVN|{kind[4:7]}|{at}",
        person,
        f"PV1|1|O|OUT^1^1^{facility}",
    ]
    return ("\r".join(lines) + "\r").encode()


HOSPITAL = message("ADT^A04^ADT_A01", "20260901100000", "HOSPB", pid("V4471", "HOSPB"))
CLINIC = message("ADT^A04^ADT_A01", "20260901110000", "CLINIC", pid("C9", "CLINIC"))
CORRECTION = message("ADT^A08^ADT_A01", "20260903100000", "HOSPB", pid("V4471", "HOSPB", CORRECTED))


def arrive(feed: str, data: bytes) -> None:
    row = feeds.feed(feed, format="hl7v2")
    reading = formats()["hl7v2"].read(data, as_source(row), "")
    done = spine.arrived([(data, reading, "")], row, by=READER, at=NOW)
    spine.review(done.patients, NOW)


def whose() -> list[list[str]]:
    """The records of each patient."""
    found: dict[int, list[str]] = {}
    links = Link.objects.filter(ended_at=None, identity__kind="person").select_related("identity")
    for link in links.order_by("identity__key"):
        found.setdefault(link.patient_id, []).append(link.identity.key)
    return sorted(found.values())


def asked() -> list[doubts.Doubt]:
    return doubts.doubts(READER, NOW)


TOGETHER = [["CLINIC|C9", "HOSPB|V4471"]]


@pytest.fixture
def corrected():
    arrive("Hospital B", HOSPITAL)
    arrive("Clinic", CLINIC)
    assert whose() == TOGETHER
    arrive("Hospital B", CORRECTION)


def test_the_two_stay_one_patient_and_the_contradiction_is_a_question(corrected):
    assert whose() == TOGETHER
    assert not Parting.objects.exists()
    [doubt] = asked()
    assert "birth date is a digit apart" in doubt.why
    [change] = doubts.doubt(READER, doubt.who.id, NOW).changed
    assert (change.name, change.before, change.now[0].text) == (
        "Birth date",
        ("1948-03-17",),
        "1948-03-18",
    )
    assert change.now[0].source.feed == "Hospital B"
    assert questions.questions(READER, NOW)[0] == []
    assert belonging.counts().questions == 1


def test_it_settles_by_itself_where_the_correction_is_taken_back(corrected):
    arrive(
        "Hospital B", message("ADT^A08^ADT_A01", "20260904100000", "HOSPB", pid("V4471", "HOSPB"))
    )
    assert whose() == TOGETHER
    assert asked() == []


def test_it_settles_by_itself_where_the_other_source_corrects_too(corrected):
    arrive(
        "Clinic",
        message("ADT^A31^ADT_A05", "20260905090000", "CLINIC", pid("C9", "CLINIC", CORRECTED)),
    )
    assert whose() == TOGETHER
    assert asked() == []


def test_it_is_the_same_in_whatever_order_the_messages_arrive():
    told = (("Hospital B", HOSPITAL), ("Clinic", CLINIC), ("Hospital B", CORRECTION))
    for order in permutations(told):
        try:
            with transaction.atomic():
                for feed, data in order:
                    arrive(feed, data)
                assert whose() == TOGETHER
                assert len(asked()) == 1
                raise InterruptedError
        except InterruptedError:
            pass


def test_who_first_speaks_after_the_correction_and_contradicts_it_is_not_joined_unasked():
    arrive("Hospital B", HOSPITAL)
    arrive("Hospital B", CORRECTION)
    arrive("Clinic", message("ADT^A04^ADT_A01", "20260905110000", "CLINIC", pid("C9", "CLINIC")))
    assert len(whose()) == 2
    assert len(questions.questions(READER, NOW)[0]) == 1


def answer(verdict: str) -> None:
    [doubt] = asked()
    decided.who_is_who(
        by=READER, pairs=doubt.pairs_for(verdict), verdict=verdict, reason="she asked him", at=NOW
    )


def test_a_person_says_they_are_one_all_the_same(corrected):
    answer("same")
    assert whose() == TOGETHER
    assert asked() == []


def test_a_person_parts_them_and_takes_it_back(corrected):
    [doubt] = asked()
    answer("different")
    assert whose() == [["CLINIC|C9"], ["HOSPB|V4471"]]
    assert asked() == questions.questions(READER, NOW)[0] == []
    decided.who_is_who(
        by=READER, pairs=doubt.pairs_for("different"), verdict="withdrawn", reason="a slip", at=NOW
    )
    assert whose() == TOGETHER
    assert len(asked()) == 1


def test_an_old_copy_of_the_same_registration_is_old_and_nobody_is_asked():
    arrive("Hospital B", HOSPITAL)
    copy = message("ADT^A04^ADT_A01", "20260902100000", "HOSPB", pid("V4471", "HOSPB"))
    arrive("Documents of Hospital B", copy)
    arrive("Hospital B", CORRECTION)
    late = message("ADT^A04^ADT_A01", "20260904100000", "HOSPB", pid("V4471", "HOSPB"))
    arrive("Laboratory of Hospital B", late)
    assert whose() == [["HOSPB|V4471"] * 3]
    assert asked() == questions.questions(READER, NOW)[0] == []


def test_one_number_with_two_birth_dates_in_two_feeds_that_never_agreed_is_asked_about():
    arrive("Documents of Hospital B", HOSPITAL)
    arrive("Hospital B", CORRECTION)
    assert whose() == [["HOSPB|V4471"]] * 2
    assert len(questions.questions(READER, NOW)[0]) == 1


def test_a_newcomer_who_says_what_the_correction_says_parts_nobody_and_joins_once_it_is_settled(
    corrected,
):
    arrive(
        "Hospital A",
        message("ADT^A04^ADT_A01", "20260906100000", "HOSPA", pid("A1", "HOSPA", CORRECTED)),
    )
    assert whose() == [*TOGETHER, ["HOSPA|A1"]]
    assert len(questions.questions(READER, NOW)[0]) == 1
    answer("same")
    assert whose() == [["CLINIC|C9", "HOSPA|A1", "HOSPB|V4471"]]
    assert asked() == questions.questions(READER, NOW)[0] == []


def test_another_phone_or_a_death_parts_nobody_and_asks_nobody():
    arrive("Hospital B", HOSPITAL)
    arrive("Clinic", CLINIC)
    moved = pid("V4471", "HOSPB", phone="5559999").replace("12 Alder Lane", "7 Birch Road")
    arrive("Hospital B", message("ADT^A08^ADT_A01", "20260903100000", "HOSPB", moved))
    assert whose() == TOGETHER
    gone = pid("V4471", "HOSPB", phone="5559999", died="Y").replace("12 Alder Lane", "7 Birch Road")
    arrive("Hospital B", message("ADT^A08^ADT_A01", "20260904100000", "HOSPB", gone))
    assert whose() == TOGETHER
    assert asked() == []


def test_somebody_else_under_the_number_is_asked_about_and_not_parted_in_silence(corrected):
    other = pid("V4471", "HOSPB", "19770101", name="Rosa").replace("|M|", "|F|")
    arrive("Hospital B", message("ADT^A08^ADT_A01", "20260905100000", "HOSPB", other))
    assert whose() == TOGETHER
    [doubt] = asked()
    assert "given name differs" in doubt.why


def test_what_a_person_has_joined_is_asked_about_again_when_something_else_is_corrected(corrected):
    answer("same")
    woman = pid("V4471", "HOSPB", CORRECTED).replace("|M|", "|F|")
    arrive("Hospital B", message("ADT^A08^ADT_A01", "20260906100000", "HOSPB", woman))
    assert whose() == TOGETHER
    [doubt] = asked()
    assert "sex differs" in doubt.why
    answer("same")
    assert asked() == []
    answer_back = message("ADT^A08^ADT_A01", "20260907100000", "HOSPB", pid("V4471", "HOSPB"))
    arrive("Hospital B", answer_back)
    assert whose() == TOGETHER
    assert asked() == []
