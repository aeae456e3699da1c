"""By which roads may we write: wishes, confidential addresses, relatives, offices, the dead, the restricted."""

from datetime import UTC, datetime

import pytest

from northstar.chart.chart import Chart
from northstar.chart.people import Address, ContactPoint, HumanName, Patient, RelatedPerson
from northstar.chart.visits import Encounter
from northstar.chart.when import when
from northstar.rules.permission import answer
from northstar.rules.writing_to import as_sent, ways, wish

NOW = datetime(2026, 9, 8, 16, tzinfo=UTC)
MOBILE, OTHER, KIN = "+14155550132", "+14155550144", "+14155550177"
HOME = Address(("12 Grant Ave",), "San Francisco", "CA", "94108", use="home")
SAFE = Address(("PO Box 5",), "Oakland", "CA", "94601", use="confidential")


def person(*telecoms, addresses=(HOME,)):
    return Patient(
        names=(HumanName("Chen", ("Mei-Ling",)),), telecoms=telecoms, addresses=addresses
    )


def phone(number, use="mobile"):
    return ContactPoint("phone", number, use)


def chart(*wishes, persons=None, others=()):
    persons = persons or [person(phone("415-555-0132"), ContactPoint("email", "Mei@Example.org"))]
    return Chart(
        [("Patient", p) for p in persons] + [("Consent", w) for w in wishes] + list(others)
    )


def said(decision, day=1, channel="text", address=MOBILE, **more):
    return wish(channel, decision, when(f"2026-09-0{day}"), address=address, **more)


def forbids(found, channel="text", address=MOBILE, **more):
    return answer(found, channel, address, NOW, **more).forbids


@pytest.mark.parametrize(
    ("wishes", "why"),
    [
        ((), "Nobody has noted a yes"),
        ((said("permit"),), ""),
        ((said("permit"), said("deny", 2)), "asked for no text message"),
        ((said("deny"), said("permit", 2)), ""),
        ((said("permit"), said("deny")), "asked for no"),
        ((said("permit", address=OTHER),), "Nobody has noted a yes"),
        ((said("permit", address=""),), ""),
        ((said("permit", address=""), said("deny")), "asked for no"),
        ((said("permit", channel="email", address="mei@example.org"),), "Nobody has noted a yes"),
    ],
)
def test_the_newest_word_about_an_address_counts(wishes, why):
    told = forbids(chart(*wishes))
    assert why in told
    assert bool(why) == bool(told)


def test_a_confidential_address_closes_every_other_of_its_kind():
    found = chart(persons=[person(addresses=(SAFE,)), person(addresses=(HOME,))])
    assert "confidential address only" in forbids(
        found, "letter", "12 Grant Ave\nSan Francisco CA 94108"
    )
    best = answer(found, "letter", "", NOW)
    assert (best.address, best.forbids) == ("PO Box 5\nOakland CA 94601", "")


def test_a_source_that_does_not_know_it_does_not_open_it():
    told = Address(HOME.lines, HOME.city, HOME.state, HOME.postal_code, use="confidential")
    found = chart(persons=[person(addresses=(told,)), person(addresses=(HOME, SAFE))])
    assert [way.safe for way in ways(found, NOW) if way.channel == "letter"] == [True, True]


def test_a_confidential_number_closes_the_others():
    two = chart(
        said("permit", address=""), persons=[person(phone(MOBILE), phone(OTHER, "confidential"))]
    )
    assert "confidential" in forbids(two)
    assert not forbids(two, address=OTHER)


def test_here_and_nowhere_else_until_it_is_taken_back():
    found = chart(said("permit", channel="letter", address="PO Box 9\nReno NV 89501", only=True))
    assert "confidential" in forbids(found, "letter", "")
    over = chart(
        said("permit", channel="letter", address="PO Box 9\nReno NV 89501", only=True),
        said("deny", 2, channel="letter", address="PO Box 9\nReno NV 89501", only=True),
    )
    assert not forbids(over, "letter", "")


def test_one_place_told_twice_is_one():
    bare = Address(("12 Grant Ave.",), "San Francisco", "", "94108-1234")
    found = chart(persons=[person(addresses=(bare,)), person(addresses=(HOME,))])
    assert len([way for way in ways(found, NOW) if way.channel == "letter"]) == 1
    bare = answer(found, "letter", "12 Grant Ave\nSan Francisco 94108", NOW)
    assert (bare.forbids, bare.to_person) == ("", True)


def test_two_flats_of_a_house_are_two_places():
    flat = Address(("12 Grant Ave", "Apt 4"), "San Francisco", "CA", "94108")
    found = chart(persons=[person(addresses=(flat, HOME))])
    assert len([way for way in ways(found, NOW) if way.channel == "letter"]) == 2


def test_an_old_number_is_closed():
    assert "old address" in forbids(chart(said("permit"), persons=[person(phone(MOBILE, "old"))]))


def test_a_relative_is_written_to_only_with_the_persons_yes():
    kin = RelatedPerson(names=(HumanName("Chen", ("Wei",)),), telecoms=(phone(KIN),))
    assert "address of Wei Chen" in forbids(chart(others=[("RelatedPerson", kin)]), address=KIN)
    found = chart(said("permit", address=KIN), others=[("RelatedPerson", kin)])
    assert not forbids(found, address=KIN)


@pytest.mark.parametrize("channel", ["letter", "email", "text", "fax", "portal"])
def test_nothing_is_written_to_the_dead(channel):
    died = Encounter(
        status="finished", class_code="IMP", disposition="expired", end=when("2026-09-07")
    )
    found = chart(said("permit", address=""), others=[("Encounter", died)])
    assert "has died" in forbids(found, channel, "")


def test_what_is_restricted_goes_by_letter_to_the_person_only():
    found = chart(said("permit"))
    assert "restricted" in forbids(found, label=2)
    assert "restricted" in forbids(found, "fax", OTHER, recipient="Dr. Lee", label=2)
    assert not forbids(found, "letter", "", label=2)


def test_stop_closes_an_office_too():
    stopped = {("fax", OTHER), ("text", MOBILE)}
    assert "asked us to stop" in forbids(chart(said("permit")), stopped=stopped)
    assert "asked us to stop" in forbids(
        chart(), "fax", OTHER, recipient="Dr. Lee", stopped=stopped
    )


@pytest.mark.parametrize(
    ("channel", "typed", "sent"),
    [
        ("text", "(415) 555-0132", MOBILE),
        ("text", "12", ""),
        ("email", " Mei@Example.ORG ", "mei@example.org"),
        ("email", "a@b.org\nBcc: x@y.org", ""),
        ("email", "a@b.org, x@y.org", ""),
        ("email", "a@b", ""),
        ("letter", " 1 Main St \r\n\r\n Reno  NV ", "1 Main St\nReno NV"),
    ],
)
def test_an_address_as_it_is_sent_to(channel, typed, sent):
    assert as_sent(channel, typed) == sent


def test_who_is_around_them_no_longer_gets_nothing_even_after_a_yes():
    yes = said("permit", address=KIN)
    wei = RelatedPerson(names=(HumanName(text="Wei Chen"),), telecoms=(phone(KIN),), end=when("2026-08-01"))  # fmt: skip
    assert "around them no longer" in forbids(chart(yes, others=[("RelatedPerson", wei)]), address=KIN)  # fmt: skip
    still = RelatedPerson(names=wei.names, telecoms=wei.telecoms)
    both = [("RelatedPerson", wei), ("RelatedPerson", still)]
    assert forbids(chart(yes, others=both), address=KIN) == ""
