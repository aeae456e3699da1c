"""A bottle is in the house once, however many systems tell of it."""

from datetime import date

from northstar.rules import examples as ex
from northstar.rules.hand_overs import lengths, told_once


def fills(feed: str, *told: str, name: str = "lisinopril"):
    values = ex.from_feed(feed, ex.fills(**{name: told}))()
    return [(date.fromisoformat(f.handed_over.text[:10]), f) for f in values]


def once(*groups):
    every = sorted((fill for group in groups for fill in group), key=lambda pair: pair[0])
    return [(day.isoformat(), f.source.feed) for day, f in told_once(every)]


def test_what_the_payer_repeats_within_three_days_is_one():
    told = once(fills("pharmacy", "1 Oct 2026, 30 days"), fills("payer", "3 Oct 2026, 30 days"))
    assert told == [("2026-10-01", "pharmacy")]


def test_later_or_of_another_length_is_another_bottle():
    shop = fills("pharmacy", "1 Oct 2026, 30 days")
    assert len(once(shop, fills("payer", "5 Oct 2026, 30 days"))) == 2
    assert len(once(shop, fills("payer", "1 Oct 2026, 90 days"))) == 2


def test_a_feed_repeats_each_bottle_once_and_its_own_are_its_own():
    payer = fills("payer", "1 Oct 2026, 5 days", "2 Oct 2026, 5 days")
    assert len(once(fills("pharmacy", "1 Oct 2026, 5 days"), payer)) == 2
    assert len(once(payer)) == 2


def test_of_one_day_the_longest_counts():
    two = fills("pharmacy", "1 Oct 2026, 30 days", "1 Oct 2026, 90 days", "2 Nov 2026, 30 days")
    assert lengths(two) == [(date(2026, 10, 1), 90), (date(2026, 11, 2), 30)]
