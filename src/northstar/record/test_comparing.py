"""What two sides say of a person, field by field."""

from datetime import UTC, datetime

from northstar.chart.people import HumanName
from northstar.chart.people import Patient as Person
from northstar.chart.value import Source
from northstar.chart.when import when
from northstar.record.comparing import as_last_said, changed, side_by_side


def born(*days: str) -> list[Person]:
    return [Person(birth_date=when(day), gender="female") for day in days]


def verdicts(*sides) -> dict[str, tuple[str, bool]]:
    return {field.name: (field.words, field.conflicts) for field in side_by_side(sides)}


def test_who_says_two_birth_dates_agrees_with_nobody_about_it():
    said = verdicts(born("1952-08-08", "1942-02-08"), born("1942-02-08"))
    assert said["Birth date"] == ("1 says two things", True)
    assert said["Sex"] == ("they agree", False)
    assert verdicts(born("1952-08-08", "1942-02-08"), [])["Birth date"][0] == "1 says two things"


def test_one_birth_date_on_each_side_agrees_or_differs():
    assert verdicts(born("1942-02-08"), born("1942-02-08"))["Birth date"] == ("they agree", False)
    assert verdicts(born("1942-02-08"), born("1952-08-08"))["Birth date"] == ("they differ", True)


def told(hour: int, day: str, given: str = "Ana", **more) -> Person:
    written = datetime(2026, 9, 8, hour, tzinfo=UTC)
    names = (HumanName(family="Rio", given=(given,)),)
    source = Source("hospital", written=written)
    return Person(names=names, birth_date=when(day) if day else None, source=source, **more)


def test_a_laboratorys_copy_of_before_the_correction_says_nothing_against_it():
    registration, laboratory = (
        told(13, "1952-08-08", "Anna"),
        told(12, "1942-02-08", gender="female"),
    )
    said = as_last_said([registration, laboratory])
    assert [f.text for field in side_by_side([said]) for f in field.said[0]] == [
        "Anna Rio", "1952-08-08", "female",
    ]  # fmt: skip
    (name, day) = changed([told(6, "1942-02-08")], said)
    assert (name.before, day.before) == (("Ana Rio",), ("1942-02-08",))


def test_what_the_latest_leaves_out_is_said_by_the_one_before():
    said = as_last_said([told(13, ""), told(12, "1942-02-08")])
    assert [p.birth_date.text for p in said if p.birth_date] == ["1942-02-08"]
