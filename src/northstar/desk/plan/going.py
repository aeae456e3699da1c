"""By which roads a copy of the plan may go, and the few words that go with it."""

from django.conf import settings

from northstar.casework.outbox.roads import is_set_up
from northstar.desk.plan.whole import Desk
from northstar.desk.write.form import seen_ways, whole_chart
from northstar.rules.plans.in_plain_words import THE_PERSON
from northstar.rules.writing_to import CHANNELS, TO_OFFICES

_NO_FILES = frozenset({"text"})  # too short for a plan


def roads_for(desk: Desk, kind: str) -> list[tuple[str, str]]:
    """(what the form sends, what it says) of every road that is open. The person's carry their address;
    to others it is typed."""
    if kind != THE_PERSON:
        there = [code for code in CHANNELS if code in TO_OFFICES and is_set_up(code)]
        return [(code, CHANNELS[code].capitalize()) for code in there]
    whole = whole_chart(desk.row, desk.now)
    return [
        (f"{way.channel}|{way.address}", f"{CHANNELS[way.channel].capitalize()}: {way.words}")
        for way in seen_ways(desk.chart, whole, desk.now)
        if not way.closed and not way.wants_yes and is_set_up(way.channel)
        and way.channel not in _NO_FILES
    ]  # fmt: skip


def words_with_it(desk: Desk, kind: str) -> str:
    """What is written beside the plan itself."""
    phone = settings.CLINIC_PHONE
    call = f" Call us at {phone}" if phone else " Call us"
    if kind == THE_PERSON:
        return f"Here is your plan of care. Read it and keep it.{call} if a part is not right, or if you want to change it."
    return f"Here is the plan of care for {desk.person}. Please keep it safe.{call} if a part does not fit what you know."
