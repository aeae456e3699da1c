"""Every rule keeps its examples, its reasons and its promise of when to look again."""

from collections import Counter
from datetime import date, datetime, timedelta

import pytest

from northstar.chart.chart import Chart
from northstar.chart.kinds import KINDS
from northstar.discover import modules
from northstar.rules.assess import as_moment, judge
from northstar.rules.death import has_died
from northstar.rules.example_dates import at, moment

FOLDERS = (
    "northstar.rules.signals", "northstar.rules.contradictions", "northstar.rules.inbox",
    "northstar.rules.feeds",
)  # fmt: skip
RULES = [m for folder in FOLDERS for m in modules(folder) if hasattr(m, "SIGNAL")]
CASES = [
    pytest.param(m.SIGNAL, example, id=f"{m.SIGNAL.code}: {example.name}")
    for m in RULES
    for example in getattr(m, "EXAMPLES", ())
]
ABSENCE = ("No ", "Not ", "Nothing ", "Nobody ", "None ")

every_rule = pytest.mark.parametrize(
    "module", [pytest.param(m, id=m.__name__.removeprefix("northstar.rules.")) for m in RULES]
)
every_case = pytest.mark.parametrize(("rule", "example"), CASES)


def test_every_rule_file_declares_a_signal():
    without = [
        m.__name__ for folder in FOLDERS for m in modules(folder) if not hasattr(m, "SIGNAL")
    ]
    assert not without


def test_codes_are_unique():
    counts = Counter(m.SIGNAL.code for m in RULES)
    assert not [code for code, n in counts.items() if n > 1]


@every_rule
def test_a_rule_says_why_by_whom_and_when_it_was_read(module):
    rule = module.SIGNAL
    assert rule.code
    assert rule.title
    assert rule.why
    assert rule.cites
    assert isinstance(rule.reviewed, date)


@every_rule
def test_a_rule_has_examples_that_find_and_that_do_not(module):
    assert len(module.EXAMPLES) >= 3
    assert any(e.finds == 0 for e in module.EXAMPLES)
    assert any(e.finds > 0 for e in module.EXAMPLES)
    assert len({e.name for e in module.EXAMPLES}) == len(module.EXAMPLES)


@every_case
def test_example(rule, example):
    subject, now = built(example), moment(example.now)
    answer = asked(rule, subject, now)
    found = [finding for _, finding in answer.found]
    assert len(found) == example.finds, [finding.says for finding in found]
    meant = [f for f in found if example.says in f.says]
    if example.says:
        assert meant, [finding.says for finding in found]
    if example.band is not None:
        assert example.band in [rule.band if f.band is None else f.band for f in meant]
    if example.due:
        assert any(same(f.due, example.due, now) for f in meant), [f.due for f in meant]
    if example.looks_again:
        assert same(answer.look_again, example.looks_again, now), answer.look_again


@every_case
def test_findings_rest_on_a_source_or_say_what_is_absent(rule, example):
    answer = asked(rule, built(example), moment(example.now))
    keys = [finding.key for _, finding in answer.found]
    assert len(set(keys)) == len(keys)
    for _, finding in answer.found:
        assert finding.because
        assert any(b.source or b.says.startswith(ABSENCE) for b in finding.because), finding.says
        assert all(isinstance(points, int) for points in finding.factors.values())
        assert not finding.says.endswith(".")


@every_case
def test_no_answer_changes_before_it_promised(rule, example):
    subject, now = built(example), moment(example.now)
    first = asked(rule, subject, now)
    for later in grid(now, first.look_again):
        assert asked(rule, subject, later).found == first.found, later


@pytest.mark.parametrize(
    ("rule", "example"), [case for case in CASES if case.values[0].argues_from_silence]
)
def test_what_argues_from_silence_is_silent_where_nothing_was_heard(rule, example):
    chart, now = built(example), moment(example.now)
    unheard = Chart([(kind, value) for kind in chart.kinds() for value in chart.of(kind)])
    assert not asked(rule, unheard, now).found


@every_rule
def test_a_rule_reads_kinds_that_exist(module):
    assert set(module.SIGNAL.kinds) <= {*KINDS, "Kept"}


def asked(rule, subject, now):
    """The rule's answer as the house gives it: a death silences all but `after_death`."""
    silent = isinstance(subject, Chart) and not rule.after_death and has_died(subject)
    return judge(subject, now, [] if silent else [rule])


def built(example):
    return example.subject() if callable(example.subject) else example.subject


def same(told, written: str, now: datetime) -> bool:
    """`written` is a moment, or a day where it has no clock time."""
    if told is None:
        return False
    meant = at(written)
    if meant.precision == "day":
        day = told.astimezone(now.tzinfo).date() if isinstance(told, datetime) else told
        return day.isoformat() == meant.text
    return as_moment(told, now) == meant.start


def grid(now: datetime, until: datetime | None):
    """Moments between now and the promise: close at first, then wider, then the last second."""
    last = (
        until.astimezone(now.tzinfo) - timedelta(seconds=1) if until else now + timedelta(days=800)
    )
    step = 0.02
    hours = 0.0
    while (point := now + timedelta(hours=hours + step)) < last:
        yield point
        hours += step
        step = min(5.0 if hours < 240 else 29.0 if hours < 2900 else 263.0, step * 2)
    yield max(now, last)
