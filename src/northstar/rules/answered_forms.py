"""Answers to screening questions, whether a feed sends them one by one or as a whole form."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from northstar.chart.chart import Chart
from northstar.chart.clinical import Observation
from northstar.chart.value import Value
from northstar.chart.when import When
from northstar.knowledge.screening_scores import asked_after, question_in
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


def spoken_with(chart: Chart, answer: Answer) -> Value | None:
    """The first conversation or later visit after an answer; None where there is none."""
    after = answer.at
    for contact in contacts(chart):
        if contact.at.start >= (after.end if contact.seen else after.start):
            return contact.fact
    return None


def followed_up(chart: Chart, answer: Answer) -> Value | None:
    """The first conversation, later visit, referral or task after an answer; None where there is none. A
    blood test ordered at the same visit answers nothing that a form asked."""
    after = answer.at
    if spoken := spoken_with(chart, answer):
        return spoken
    for order in (*chart.requests, *chart.of("Task")):
        if (
            order.began
            and order.began.start >= after.start
            and order.status not in ("revoked", "entered-in-error")
            and not _is_test(order)
        ):
            return order
    return None


def _is_test(order: Value) -> bool:
    category = getattr(order, "category", "")
    if category in ("referral", "counselling", "education"):
        return False
    tested = category in ("laboratory", "imaging", "immunization")
    return tested or bool(order.code.code("loinc"))  # type: ignore[attr-defined]


def _all(chart: Chart) -> dict[str, list[Answer]]:
    if "answers" not in chart.views:
        index: dict[str, list[Answer]] = {}
        for answer in (*_observed(chart), *_from_forms(chart)):
            index.setdefault(answer.loinc, []).append(answer)
        chart.views["answers"] = index
    return chart.views["answers"]


def _observed(chart: Chart) -> Iterator[Answer]:
    for found in chart.observations:
        if found.status in _NOT_SAID or not found.began:
            continue
        # Many senders file what a form says among laboratory results; of those only what we ask after.
        asked = asked_after() if found.category in ("laboratory", "vital-signs") else None
        for loinc in _questions(found):
            if asked is None or loinc in asked:
                code = found.value.codings[0].code if found.value and found.value.codings else ""
                words = found.value.words if found.value else found.text
                yield Answer(loinc, found.began, found.number, code, words, found)
        for part in found.components:
            for coding in part.code.codings:
                if coding.system == "loinc" and (asked is None or coding.code in asked):
                    yield Answer(coding.code, found.began, part.number, "", part.text, found)


def _questions(found: Observation) -> list[str]:
    """Its LOINC codes; where it has none, what its words name."""
    told = [coding.code for coding in found.code.codings if coding.system == "loinc"]
    named = "" if told else question_in(found.code.words[:400])
    return told or ([named] if named else [])


def _from_forms(chart: Chart) -> Iterator[Answer]:
    for form in chart.of("QuestionnaireResponse"):
        if form.status in _NOT_SAID or not form.began:
            continue
        for at, (question, said) in enumerate(form.answers):
            loinc = question.strip("/").rpartition("/")[2]
            code = form.codes[at] if form.codes else said if said.startswith("LA") else ""
            yield Answer(loinc, form.began, _number(said), code, said, form)


def _number(said: str) -> float | None:
    try:
        return float(said)
    except ValueError:
        return None
