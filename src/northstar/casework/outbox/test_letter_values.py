"""A letter by itself says nothing that is restricted, whoever writes it."""

import io
from datetime import UTC, datetime

import pypdf
import pytest

from northstar.chart.chart import Chart
from northstar.chart.people import HumanName, Patient
from northstar.chart.sensitivity import Label
from northstar.chart.value import Source
from northstar.chart.visits import Appointment
from northstar.chart.when import when
from northstar.engines.letters.paper import Letter, pdf
from northstar.rules.letter_values import values

NOW = datetime(2026, 9, 8, 16, tzinfo=UTC)


def labelled(label):
    return Source("a feed", label=int(label))


def visit(day, where, label=0):
    return "Appointment", Appointment(
        status="booked",
        start=when(f"2026-09-{day}T10:30:00Z"),
        location=where,
        source=labelled(label),
    )


def person(name, label=0):
    return "Patient", Patient(
        names=(HumanName("Chen", (name,)),), birth_date=when("1952-03-14"), source=labelled(label)
    )


@pytest.mark.parametrize("label", [label for label in Label if label])
def test_a_restricted_visit_or_name_stands_in_no_letter(label):
    chart = Chart([visit("10", "Canary House", label), visit("17", "Grant Avenue"),
                   person("Mei-Ling"), person("Canary", label)])  # fmt: skip
    known = values(chart, NOW)
    assert known["visit"] == "Thu, Sep 17, 10:30 am, Grant Avenue"
    assert known["name"] == "Mei-Ling Chen"
    words = "\n".join(known.values())
    paper = pdf(Letter("x", words, (known["name"],), ("y",), ("z",), "d"))
    shown = pypdf.PdfReader(io.BytesIO(paper)).pages[0].extract_text()
    assert "Grant Avenue" in shown
    assert "Canary" not in shown


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("es", "el 17 de septiembre a las 10:30, X"),
        ("zh-Hant", "9月17日 10:30, X"),
        ("en", "Thu, Sep 17, 10:30 am, X"),
    ],
)
def test_the_next_visit_in_their_language(language, said):
    assert values(Chart([visit("17", "X")]), NOW, language)["visit"] == said


def test_what_is_over_cancelled_or_unknown_is_left_open():
    over = Appointment(status="booked", start=when("2026-09-01T10:00:00Z"))
    gone = Appointment(status="cancelled", start=when("2026-09-17T10:00:00Z"))
    assert values(Chart([("Appointment", over), ("Appointment", gone)]), NOW)["visit"] == ""
    assert values(Chart(), NOW) == {"name": "", "born": "", "visit": ""}
