"""What a rule quotes of a message stands in the mail exactly where it says it stands."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace

from northstar.chart.value import Source
from northstar.discover import declared
from northstar.rules.item import Item
from northstar.sources.mail import FORMAT
from northstar.sources.reading import Feed

NOW = datetime(2026, 9, 8, 7, 30, tzinfo=ZoneInfo("America/Los_Angeles"))
TEXTS = {
    "plain": "Content-Type: text/plain; charset=utf-8\n\n{}\n",
    "trimmed": "Content-Type: text/plain; charset=utf-8\n\n\n   {}   \n\n-- \nSent from a phone\n",
    "page": "Content-Type: text/html; charset=utf-8\n\n<html><body><p>Hello,</p><p>{}</p></body></html>\n",
}
WORDS = "I’m calling about the pills – and also my  chest feels tight, and mi mamá no puede respirar. Call me."


@pytest.mark.parametrize("shape", TEXTS)
def test_every_place_holds_the_quoted_words(shape):
    head = "From: a@example.org\nTo: b@example.org\nDate: Tue, 8 Sep 2026 06:00:00 -0700\nSubject: Hello\n"
    data = (
        head + "MIME-Version: 1.0\nContent-Transfer-Encoding: 8bit\n" + TEXTS[shape].format(WORDS)
    ).encode()
    found = next(
        f for f in FORMAT.read(data, Feed("mail"), "m.eml").found if f.kind == "Communication"
    )
    source = Source(feed="mail", arrival="a", locator=found.locator, kind=found.kind, key=found.key)
    item = Item(replace(found.value, source=source))
    reasons = [
        reason
        for rule in declared("northstar.rules.inbox", "SIGNAL")
        for finding in rule.find(item, NOW)
        for reason in finding.because
        if reason.place
    ]
    assert len(reasons) >= 2
    for reason in reasons:
        locator = f"{source.locator.partition('#')[0]}#{reason.place}"
        assert FORMAT.place(data, locator) == reason.quote
