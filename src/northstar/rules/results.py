"""Results as a coordinator asks after them: what was out of bounds, since when, and whether anybody answered.

The laboratory's flag is believed before any number of ours; a corrected result replaces its first word
(supersession), so what stands here is what the laboratory says now.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import Any

from northstar.chart.chart import Chart
from northstar.chart.clinical import Observation
from northstar.chart.value import Value
from northstar.chart.visits import Appointment
from northstar.knowledge.results import (
    ABNORMAL_FLAGS,
    CRITICAL_FLAGS,
    NORMAL_FLAGS,
    Watched,
    flag_of,
    plain_unit,
    watched_by_loinc,
)
from northstar.rules.contacts import contacts
from northstar.rules.stays import in_hospital_until
from northstar.rules.wording import amount

_NOT_A_RESULT = frozenset({"cancelled", "entered-in-error", "registered", "unknown"})
_POSITIVE = re.compile(
    r"\b(?:positive|detected|abnormal|reactive|present|hsil|asc-?h|ascus|lsil|agc|high.grade|carcinoma|malignan\w*|"
    r"suspicious|highly suggestive|bi-?rads(?: category)?:? ?(?:0|4|5|6)|category (?:0|4|5|6)|growth of)\b",
    re.IGNORECASE,
)
_NEGATIVE = re.compile(
    r"\b(?:negative|not detected|non-?reactive|no growth|none (?:seen|detected)|normal|benign|"
    r"bi-?rads(?: category)?:? ?[123]|category [123])\b",
    re.IGNORECASE,
)
_TAKEN_IN = frozenset({"EMER", "IMP", "ACUTE", "OBSENC"})
_DEAD_ORDER = frozenset({"revoked", "entered-in-error", "cancelled", "noshow", "not-done"})


@dataclass(frozen=True, slots=True)
class OutOfBounds:
    """A result that asks for an answer; `critical` where it asks at once."""

    value: Any
    test: Watched
    critical: bool
    words: str
    known: datetime

    @property
    def key(self) -> str:
        """What tells it from other results of the same person."""
        return f"{self.test.row.code} {self.value.began.text}"


def out_of_bounds(chart: Chart) -> list[OutOfBounds]:
    """Each watched test's latest result where it lies outside what may wait, oldest first."""
    if "out of bounds" not in chart.views:
        chart.views["out of bounds"] = sorted(_judged(chart), key=lambda found: found.known)
    return chart.views["out of bounds"]


def answer(chart: Chart, found: OutOfBounds) -> Value | None:
    """The first thing after it that shows somebody answered: a repeat, a visit, a call, an order."""
    return next(_answers(chart, found), None)


def last_under(chart: Chart, key: str) -> tuple[Watched, Any] | None:
    """The watched test and its result of an `OutOfBounds.key`; None for the result where it was taken back. Nothing
    where a later result of that test has come, or where the key is of something else."""
    code, _, taken = key.partition(" ")
    test = next((test for test in watched_by_loinc().values() if test.row.code == code), None)
    if test is None or not taken:
        return None
    told = _watched(chart).get(code, (test, []))[1]
    if any(value.began.text > taken for value in told):
        return None
    return test, next((value for value in told if value.began.text == taken), None)


def was_in_hospital(chart: Chart, found: OutOfBounds, zone: tzinfo | None) -> bool:
    """Taken and told during a stay: the hospital's own people had it before them. What comes back after
    the person has left is read by nobody there."""
    taken, told = found.value.began.start, found.known
    return bool(in_hospital_until(chart, taken, zone) and in_hospital_until(chart, told, zone))


def _judged(chart: Chart) -> Iterator[OutOfBounds]:
    for test, told in _watched(chart).values():
        found = _outside(test, told)
        if found:
            yield found


def _watched(chart: Chart) -> dict[str, tuple[Watched, list]]:
    """By test: all results of it that stand, oldest first."""
    if "watched tests" not in chart.views:
        tests = watched_by_loinc()
        latest: dict[str, tuple[Watched, list]] = {}
        values: list[Any] = [*chart.observations, *chart.reports]
        for value in values:
            for coding in value.code.codings:
                test = tests.get(coding.code) if coding.system == "loinc" else None
                if (
                    test
                    and _tells(value, test)
                    and value.status not in _NOT_A_RESULT
                    and value.began
                ):
                    latest.setdefault(test.row.code, (test, []))[1].append(value)
                    break
        for _, told in latest.values():
            told.sort(key=lambda v: v.began.start)
        chart.views["watched tests"] = latest
    return chart.views["watched tests"]


def _tells(value, test: Watched) -> bool:
    """A report that only heads its own numbers, under the same code, is no later answer to them."""
    return test.by_words or isinstance(value, Observation)


def _outside(test: Watched, values: list) -> OutOfBounds | None:
    last = values[-1]
    flag = flag_of(getattr(last, "interpretation", ""))
    known = (last.issued or last.began).start
    number = _number(last, test)
    words = _words(last, number)
    if flag in CRITICAL_FLAGS:
        return OutOfBounds(last, test, True, words, known)
    if flag in NORMAL_FLAGS:
        return None
    if test.by_words:
        positive = _is_positive(last, flag) or (
            number is not None and test.high is not None and number >= test.high
        )
        return (
            OutOfBounds(last, test, test.row.code == "blood-culture", words, known)
            if positive
            else None
        )
    if test.row.code == "troponin":
        return OutOfBounds(last, test, True, words, known) if flag in ABNORMAL_FLAGS else None
    if number is None or not _beyond(number, test) or _is_known(number, test, values[:-1]):
        return None
    return OutOfBounds(last, test, _critical(number, test), words, known)


def _number(value: Any, test: Watched) -> float | None:
    """The number in the test's first unit; None where the unit is not one we know."""
    number = getattr(value, "number", None)
    if number is None:
        return None
    unit = plain_unit(value.unit)
    if not unit and test.row.code == "inr":
        return number
    factor = test.units.get(unit)
    return None if factor is None else number * factor


def _beyond(number: float, test: Watched) -> bool:
    return (test.low is not None and number < test.low) or (
        test.high is not None and number > test.high
    )


def _critical(number: float, test: Watched) -> bool:
    return (test.critical_low is not None and number <= test.critical_low) or (
        test.critical_high is not None and number >= test.critical_high
    )


def _is_known(number: float, test: Watched, earlier: list) -> bool:
    """A steady value of somebody whose kidneys have long been so is no news."""
    if test.rise is None:
        return False
    before = [n for v in earlier if (n := _number(v, test)) is not None]
    if not before:
        return False
    return number < before[-1] * test.rise if test.rise > 1 else number > before[-1] * test.rise


def _is_positive(value, flag: str) -> bool:
    text = " ".join(
        part
        for part in (
            getattr(value, "text", ""),
            getattr(value, "conclusion", ""),
            value.value.words if getattr(value, "value", None) else "",
        )
        if part
    )
    if flag in ABNORMAL_FLAGS:
        return True
    return bool(_POSITIVE.search(_NEGATIVE.sub(" ", text)))


def _words(value, number: float | None) -> str:
    if getattr(value, "number", None) is not None:
        return amount(value)
    if getattr(value, "value", None):
        return value.value.words
    told = (getattr(value, name, "") for name in ("text", "conclusion", "interpretation"))
    return next((words for words in told if words), "")[:80]


def _soon(order, found: OutOfBounds) -> bool:
    """A visit booked for next month was booked for something else."""
    if not isinstance(order, Appointment):
        return True
    return order.began.start <= found.known + timedelta(days=max(14, found.test.answer_days))


def _answers(chart: Chart, found: OutOfBounds) -> Iterator[Value]:
    after, wanted = found.value.began.end, found.test.answered_by
    answering: list[Any] = [*chart.requests, *chart.procedures, *chart.appointments]
    for order in answering:
        if order.began and order.began.end > after and order.status not in _DEAD_ORDER:
            words = f"{order.code.words} {getattr(order, 'service', '')} {order.reason}".lower()
            named = any(word in words for word in wanted)
            if named or (not wanted and _soon(order, found)):
                yield order
    if wanted:
        return
    for contact in contacts(chart):
        if contact.at.start >= (after if contact.seen else found.known):
            yield contact.fact
    for visit in chart.encounters:
        if visit.began and visit.began.start >= after and visit.class_code in _TAKEN_IN:
            yield visit
    for changed in chart.prescribed:
        if changed.authored and changed.authored.start >= after:
            yield changed
