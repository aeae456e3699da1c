"""Words come back, numbers and marks do not, and a password never."""

from uuid import uuid4

from django.http import QueryDict

from northstar.access.kept_words import has_secret, words_of


def form(**fields):
    told = QueryDict(mutable=True)
    for name, value in fields.items():
        told[name] = value
    return told


def test_words_come_back_under_the_name_of_their_field():
    told = form(text="She wept.\nHer son comes.", speaks_with_name="Wei Chen", why="喘不過氣")
    assert words_of(told) == [
        ("Text", "She wept.\nHer son comes."),
        ("Speaks with name", "Wei Chen"),
        ("Why", "喘不過氣"),
    ]


def test_the_name_of_a_field_is_without_its_numbers():
    told = form(**{f"note-{uuid4()}": "two bottles", "place:goals/1/words": "to walk"})
    assert [name for name, _ in words_of(told)] == ["Note", "Words"]


def test_what_nobody_wrote_does_not_come_back():
    told = form(key=str(uuid4()), on="2026-09-08", outcome="reached", minutes="12", number="(415) 555-0132",
                note=" ", csrfmiddlewaretoken="a b")  # fmt: skip
    assert words_of(told) == []


def test_a_password_never_comes_back():
    told = form(old_password="correct horse battery", csrfmiddlewaretoken="x")
    assert words_of(told) == []
    assert has_secret(told)
    assert not has_secret(form(text="a b", csrfmiddlewaretoken="x"))
