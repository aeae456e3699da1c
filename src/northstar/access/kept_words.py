"""What somebody had written in a form that could not be taken: shown to them again, word for word."""

import re

from django.http import QueryDict

_UUID = re.compile(r"-?[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_SECRET = re.compile(r"password|token|passphrase")


def words_of(form: QueryDict) -> list[tuple[str, str]]:
    """(name of the field, words) each: whatever reads like words, and not like a number, day or mark
    that stood in the form already. Never a password."""
    return [
        (_called(name), words.strip())
        for name in form
        if not _SECRET.search(name)
        for words in form.getlist(name)
        if _is_written(words.strip())
    ]


def is_mark(name: str) -> bool:
    """Whether a field is Django's own mark of the page it stood in: worth nothing a second time."""
    return name == "csrfmiddlewaretoken"


def has_secret(form: QueryDict) -> bool:
    """A form with a password in it is never shown again."""
    return any(_SECRET.search(name) for name in form if not is_mark(name))


def _is_written(words: str) -> bool:
    letters = [one for one in words if one.isalpha()]
    return bool(letters) and (any(map(str.isspace, words)) or not all(map(str.isascii, letters)))


def _called(name: str) -> str:
    """“note-3f2a…” is the note; “place:goals/1/words” the words."""
    last = _UUID.sub("", name).rpartition("/")[2].rpartition(":")[2]
    return last.replace("_", " ").replace("-", " ").strip().capitalize() or "Words"
