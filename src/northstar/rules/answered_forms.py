"""Answers to screening questions, whether a feed sends them one by one or as a whole form."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from northstar.chart.chart import Chart
from northstar.chart.value import Value
from northstar.chart.when import When
from northstar.rules.contacts import contacts

_NOT_SAID = frozenset({"entered-in-error", "cancelled"})


@dataclass(frozen=True, slots=True)
class Answer:
    """One question's answer: a number, an answer code (LOINC LA), or words."""

    loinc: str
    at: When
    number: float | None
    code: str
    words: str
    value: Any


def answers(chart: Chart, *loincs: str) -> list[Answer]:
    """The answers to these questions, oldest first."""
    found = [answer for loinc in loincs for answer in _all(chart).get(loinc, ())]
    return sorted(found, key=lambda answer: answer.at.start)


def followed_up(chart: Chart, answer: Answer) -> Value | None:
    """The first conversation, later visit, referral or new order after an answer; None where there is none."""
    after = answer.at
    for contact in contacts(chart):
        if contact.at.start >= (after.end if contact.seen else after.start):
            return contact.fact
    for order in (*chart.requests, *chart.of("Task")):
        if (
            order.began
            and order.began.start >= after.start
            and order.status not in ("revoked", "entered-in-error")
        ):
            return order
    return None


def _all(chart: Chart) -> dict[str, list[Answer]]:
    if "answers" not in chart.views:
        index: dict[str, list[Answer]] = {}
        for answer in (*_observed(chart), *_from_forms(chart)):
            index.setdefault(answer.loinc, []).append(answer)
        chart.views["answers"] = index
    return chart.views["answers"]


def _observed(chart: Chart) -> Iterator[Answer]:
    for found in chart.observations:
        if (
            found.status in _NOT_SAID
            or not found.began
            or found.category in ("laboratory", "vital-signs")
        ):
            continue
        for coding in found.code.codings:
            if coding.system == "loinc":
                code = found.value.codings[0].code if found.value and found.value.codings else ""
                words = found.value.words if found.value else found.text
                yield Answer(coding.code, found.began, found.number, code, words, found)
        for part in found.components:
            for coding in part.code.codings:
                if coding.system == "loinc":
                    yield Answer(coding.code, found.began, part.number, "", part.text, found)


def _from_forms(chart: Chart) -> Iterator[Answer]:
    for form in chart.of("QuestionnaireResponse"):
        if form.status in _NOT_SAID or not form.began:
            continue
        for question, said in form.answers:
            loinc = question.strip("/").rpartition("/")[2]
            code = said if said.startswith("LA") else ""
            yield Answer(loinc, form.began, _number(said), code, said, form)


def _number(said: str) -> float | None:
    try:
        return float(said)
    except ValueError:
        return None
