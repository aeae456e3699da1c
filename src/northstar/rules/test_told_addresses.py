"""What people tell us about their addresses and numbers, and what that opens, closes and moves."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from northstar.chart.when import When, when
from northstar.chart.words import Communication, Consent
from northstar.rules.telephones import own_numbers
from northstar.rules.test_writing_to import MOBILE, NOW, OTHER, chart, forbids, said
from northstar.rules.their_clock import zones_of
from northstar.rules.told_addresses import landline, theirs
from northstar.rules.when_awake import not_before
from northstar.rules.writing_to import ways

RENO, HONOLULU = "1 Main St\nReno NV 89501", "5 Beach Rd\nHonolulu HI 96815"
HOME = "12 Grant Ave\nSan Francisco CA 94108"


def told(channel: str, address: str, day: int = 1, still: bool = True) -> Consent:
    return theirs(channel, moment(day), address=address, still=still)


def moment(day: int) -> When:
    return when(f"2026-09-0{day}")


def called(status: str):
    return (
        "Communication",
        Communication(medium="call", status=status, phone=MOBILE, sent=moment(3)),
    )


def test_a_number_that_no_record_holds_is_written_to_and_called():
    found = chart(told("text", OTHER), said("permit", address=OTHER))
    assert forbids(found, address=OTHER) == ""
    assert [one.number for one in own_numbers(found)] == ["(415) 555-0144", "(415) 555-0132"]


def test_a_told_number_still_wants_a_yes():
    assert "Nobody has noted a yes" in forbids(chart(told("text", OTHER)), address=OTHER)


def test_what_is_no_longer_theirs_is_closed_and_not_called():
    found = chart(said("permit"), told("text", MOBILE, 2, still=False))
    assert "no longer theirs" in forbids(found)
    assert own_numbers(found) == []


def test_the_newest_word_counts():
    found = chart(said("permit"), told("text", MOBILE, 2, still=False), told("text", MOBILE, 3))
    assert forbids(found) == ""


def test_a_landline_takes_no_texts_until_they_say_yes_again():
    heard = landline(moment(2), address=MOBILE)
    assert "landline" in forbids(chart(said("permit"), heard))
    assert forbids(chart(heard, said("permit", 3))) == ""


@pytest.mark.parametrize(
    ("status", "why"),
    [("wrong number", "wrong number"), ("dead number", "does not work"), ("reached", "")],
)
def test_a_number_as_the_last_call_found_it(status, why):
    found = forbids(chart(said("permit"), others=[called(status)]))
    assert (why in found) if why else found == ""


def test_who_moved_sleeps_by_both_clocks_until_the_old_place_is_gone():
    night = datetime(2026, 9, 8, 16, 30, tzinfo=UTC)  # 9:30 in San Francisco, 6:30 in Honolulu
    moved = chart(told("letter", HONOLULU))
    assert {str(zone) for zone in zones_of(moved, UTC)} == {
        "America/Los_Angeles",
        "Pacific/Honolulu",
    }
    until = not_before("text", moved, night)
    assert until is not None
    assert until.astimezone(ZoneInfo("Pacific/Honolulu")).hour == 8
    gone = chart(told("letter", HONOLULU), told("letter", HOME, still=False))
    assert [str(zone) for zone in zones_of(gone, UTC)] == ["Pacific/Honolulu"]


def test_the_place_they_told_us_of_stands_first():
    letters = [way for way in ways(chart(told("letter", RENO)), NOW) if way.channel == "letter"]
    assert [way.address for way in letters] == [RENO, HOME]


def test_a_confidential_address_closes_one_that_is_told_later():
    found = chart(
        said("permit", channel="letter", address=RENO, only=True), told("letter", HONOLULU, 2)
    )
    assert "confidential address only" in forbids(found, "letter", HONOLULU)
