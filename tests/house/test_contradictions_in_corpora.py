"""The contradictions, asked of every corpus that lies beside the repository: what fires there is known.

None of these files was made to hold a planted contradiction, so each finding is looked at by a person
and listed with what it is. A new one is a fault of the rule or a fault of the file: look before adding it.
"""

from collections import Counter, defaultdict
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace

from northstar.chart.chart import Chart
from northstar.chart.value import Source
from northstar.rules.assess import contradictions, judge
from northstar.rules.procedures_ahead import every_plan
from northstar.sources.reading import Feed
from northstar.sources.recognise import read_member
from northstar.sources.unpack import members

ZONE = ZoneInfo("America/Los_Angeles")
# Looked at, and true of their files: an ONC sample of 2015 holds a note dated 2020, a generated person has a
# check-up five days after his death, and a laboratory's message quotes a result of the week after it.
KNOWN = {
    ("ccda-onc-cures", "impossible-dates"): 1,
    ("synthea-r4-2019", "impossible-dates"): 1,
    ("hl7v2-varied", "impossible-dates"): 1,
}
FOLDERS = ("ccda-*", "synthea-*", "fhir-us-core-examples", "fhir-davinci-*", "hl7v2-*")


@pytest.mark.long
def test_nothing_fires_but_what_is_known_and_true(shared_data):
    fired, people = Counter(), 0
    for pattern in FOLDERS:
        for root in sorted(shared_data.glob(pattern)):
            counts, out = found_in(root)
            people += counts["people"]
            fired.update((root.name, code) for code, *_ in out)
    assert people > 2000
    assert fired == KNOWN


def charts(root):
    """(path, person, chart, readings' own time) of every person in a folder, joined by the key alone."""
    values, written = defaultdict(list), {}
    for member in members(root):
        for _, reading in read_member(member, Feed(root.name, zone=str(ZONE))):
            told = reading.written.start if reading.written else None
            group = member.name if reading.format == "ccda" else ""
            for key, person in reading.people.items():
                source = Source(root.name, "a", "0#0", "Patient", key, received=told, written=told)
                values[group, key].append(("Patient", replace(person, source=source)))
            for found in reading.found:
                source = Source(root.name, "a", found.locator, found.kind, found.key, received=told,
                                written=found.recorded.start if found.recorded else told, label=found.label)  # fmt: skip
                values[group, found.person].append(
                    (found.kind, replace(found.value, source=source))
                )
                written[group, found.person] = told
    for (group, key), facts in values.items():
        yield group, key, Chart(facts, patient=key), written.get((group, key))


def moments(chart, written):
    """When to ask: four days and a month before each plan, and when the last paper was written."""
    asked = {plan.at - timedelta(days=days) for plan in every_plan(chart, ZONE) for days in (4, 30)}
    last = [v.source.written for k in chart.kinds() for v in chart.of(k) if v.source.written]
    asked |= {at.astimezone(ZONE) for at in (max(last, default=None), written) if at}
    return sorted(asked)


def found_in(root):
    """Every finding once, with the person and the quotes it rests on."""
    out = {}
    counts = Counter()
    for group, key, chart, written in charts(root):
        counts["people"] += 1
        counts["plans"] += len(every_plan(chart, ZONE))
        for now in moments(chart, written):
            answer = judge(chart, now, contradictions())
            assert not answer.failed
            for signal, finding in answer.found:
                out[signal.code, finding.key, group, key] = (now, finding)
    return counts, out


if __name__ == "__main__":
    import sys
    from pathlib import Path

    for pattern in sys.argv[2:] or FOLDERS:
        for root in sorted(Path(sys.argv[1]).glob(pattern)):
            counts, out = found_in(root)
            print(root.name, dict(counts), Counter(k[0] for k in out))
            for (code, _, group, person), (now, finding) in out.items():
                print("   ", code, "|", group[-40:], person[:20], now.date(), "|", finding.says)
                for why in finding.because[:2]:
                    print("        ", why.says[:120], "|", why.quote[:160].replace("\n", " "))
