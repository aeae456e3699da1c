"""What two sides say of a person, field by field."""

from northstar.chart.people import Patient as Person
from northstar.chart.when import when
from northstar.record.comparing import side_by_side


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
