"""On charts nobody thought of: no rule falls over, and each keeps its promise of when to look again."""

import random
from datetime import datetime, timedelta

import pytest
from msgspec.structs import fields, replace

from northstar.chart.chart import Chart
from northstar.chart.when import When, when
from northstar.rules import examples as ex
from northstar.rules.assess import assess, judge, signals
from northstar.rules.death import has_died
from northstar.rules.example_dates import moment

NOW = moment("Tue 8 Sep 2026 07:30")
CODES = ("I50.9", "E11.9", "E11.21", "J44.9", "N18.4", "N18.9", "H26.9", "Z59.41", "Z60.2", "C34.1")
DISPOSITIONS = [
    "home",
    "home",
    "home",
    "home-health",
    "snf",
    "rehab",
    "hospice-home",
    "ama",
    "transfer",
    "other",
    "expired",
]


@pytest.mark.parametrize("seed", range(150))
def test_no_answer_changes_before_the_promise(seed):
    dice = random.Random(seed)
    chart = drawn(dice)
    died = has_died(chart)
    for rule in signals():
        if died and not rule.after_death:
            continue
        first = judge(chart, NOW, [rule])
        for later in moments(dice, first.look_again):
            assert judge(chart, later, [rule]).found == first.found, (rule.code, later)


@pytest.mark.parametrize("seed", range(150))
def test_the_order_of_arrival_decides_nothing(seed):
    dice = random.Random(seed)
    values = facts(drawn(dice))
    again = values[:]
    dice.shuffle(again)
    heard = drawn(random.Random(seed)).heard
    one, other = (assess(Chart(v, heard=heard), NOW) for v in (values, again))
    assert said(one) == said(other)
    assert one.look_again == other.look_again


@pytest.mark.parametrize("seed", range(40))
def test_reading_any_chart_at_any_time_never_fails(seed):
    dice = random.Random(seed)
    chart = drawn(dice, far=True)
    for year in (1955, 2001, 2024, 2026, 2031, 2090):
        found = assess(chart, NOW.replace(year=year))
        keys = [(rule.code, finding.key) for rule, finding in found.found]
        assert len(set(keys)) == len(keys)
        assert all(finding.because for _, finding in found.found)


@pytest.mark.parametrize("text", ["1800-01-01T00:00:00Z", "1800", "2200-12-31T23:59:59Z", "2200"])
@pytest.mark.parametrize("seed", range(12))
def test_a_date_as_far_off_as_a_date_can_be_does_not_stop_the_morning(seed, text):
    dice = random.Random(seed)
    far = when(text, "America/Los_Angeles")
    chart = drawn(dice)
    values = [
        (kind, replace(value, **{n: far for n in times(value) if dice.random() < 0.4}))
        for kind, value in facts(chart)
    ]
    assess(Chart(values, heard=chart.heard), NOW)


def times(value) -> list[str]:
    return [f.name for f in fields(value) if isinstance(getattr(value, f.name), When)]


def said(assessment):
    return {(rule.code, f.key, f.says, f.due, f.band) for rule, f in assessment.found}


def facts(chart):
    return [(kind, value) for kind in chart.kinds() for value in chart.of(kind)]


def moments(dice, until: datetime | None):
    """Some moments before the promise, near and far, and its last second."""
    last = (until.astimezone(NOW.tzinfo) if until else NOW + timedelta(days=500)) - timedelta(
        seconds=1
    )
    span = (last - NOW).total_seconds()
    if span <= 0:
        return
    yield from (NOW + timedelta(seconds=span * dice.random() ** 2) for _ in range(12))
    yield last


def drawn(dice, *, far=False) -> Chart:
    """A chart by dice. `far`: also facts of long ago and of times to come."""

    def day(low=-60, high=20, clock=True):
        if far and dice.random() < 0.3:
            low, high = -40000, 20000
        at = NOW + timedelta(days=dice.randint(low, high), minutes=dice.randrange(1440))
        text = f"{at.day} {at:%b} {at:%Y}"
        return f"{text} {at:%H:%M}" if clock and dice.random() < 0.7 else text

    def stay():
        start = moment(day(-45, -1))
        end = start + timedelta(hours=dice.randrange(300))
        left = (
            f"{end.day} {end:%b} {end:%Y} {end:%H:%M}" if dice.random() < 0.9 and end < NOW else ""
        )
        return ex.stay(
            f"{start.day} {start:%b} {start:%Y} {start:%H:%M}",
            left,
            dice.choice(("IMP", "IMP", "IMP", "OBSENC", "EMER", "SS")),
            dice.choice(DISPOSITIONS[:-1] if dice.random() < 0.9 else DISPOSITIONS) if left else "",
            dice.choice(("Hospital A", "Hospital B")),
            visit=f"V{dice.randrange(5)}",
            admission_type=dice.choice(("", "E", "C")),
        )

    makers = {
        stay: 3,
        lambda: ex.visit(day(-200, -1), dice.choice(("AMB", "VR", "EMER", "EMER", "EMER"))): 4,
        lambda: ex.call(day(-9, -1), dice.choice(("reached", "no answer", "left message"))): 1,
        lambda: ex.appointment(
            day(-1, 2),
            dice.choice((15, 30, 270)),
            dice.choice(("booked", "booked", "booked", "noshow", "fulfilled")),
            service=dice.choice(("Cardiology", "Dialysis", "")),
        ): 10,
        lambda: ex.problem("problem", icd10cm=dice.choice(CODES)): 3,
        lambda: ex.document("Discharge summary", day(), "18842-5"): 1,
        lambda: ex.order(
            dice.choice(("Cardiology", "Podiatry")),
            day(-400, -1, clock=False),
            "referral",
            orders=dice.choice(((), (f"R{dice.randrange(9)}",))),
        ): 2,
        lambda: ex.asked_payer(day(-30, -1), priority=dice.choice(("", "stat"))): 1,
        lambda: ex.payer_answer(
            dice.choice(("denied", "approved", "pended")),
            day(-90, -1),
            deadline=dice.choice(("", day(-20, 60, clock=False))),
            expires=dice.choice(("", day(-20, 60, clock=False))),
            reference=f"A{dice.randrange(3)}",
        ): 2,
        lambda: ex.covered(
            "Acorn Health",
            end=dice.choice(("", day(-40, 60, clock=False))),
            code=ex.concept(dice.choice(("Medicare Advantage", "Medicaid", "HMO", "Commercial"))),
        ): 1,
        lambda: ex.fills(lisinopril=f"{day(-120, -1, clock=False)}, 30 days, rxnorm 29046"): 2,
        lambda: ex.prescribed("Warfarin", day(-90, -1), codes={"rxnorm": "11289"}): 1,
        lambda: ex.message("my chest feels tight since the new pill", day(-9, -1)): 1,
        lambda: ex.result("Hemoglobin", 11.0, "g/dL", day(), loinc="718-7"): 1,
    }
    notes = [make() for make, most in makers.items() for _ in range(dice.randrange(most + 1))]
    notes = [
        n if dice.random() < 0.6 else ex.from_feed(f"feed {dice.randrange(3)}", n) for n in notes
    ]
    # The same said twice, by another system.
    notes += [ex.from_feed("echo", n) for n in notes if dice.random() < 0.2]
    if dice.random() < 0.05:
        notes.append(ex.patient(died=day(-30, -1)))
    hearing = ex.heard(
        "clinic",
        "Encounter Appointment DocumentReference MedicationDispense Observation ClaimResponse",
        "1 Jan 2024",
        "Tue 8 Sep 2026 07:00",
    )
    return ex.chart_of(*notes, heard=hearing if dice.random() < 0.7 else ())()
