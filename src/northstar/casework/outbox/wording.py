"""Words to begin with: one file a letter, in plain language, with what it promises."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from northstar.knowledge.languages import language_name

_FOLDER = Path(__file__).parent / "wordings"
_FIELD = re.compile(r"\{(\w+)\}")
BLANK = re.compile(r"\[[^\]\n]{1,60}\]")
_ASKED = {
    "visit": "day, hour and place of the visit", "reason": "why, in a few words", "phone": "our number",
    "papers": "what we need", "recipient": "the office", "born": "date of birth", "name": "name",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Text:
    """One language of a wording. `draft`: a machine translated it and no qualified person has read it."""

    language: str
    subject: str
    text: str
    draft: str = ""

    @property
    def called(self) -> str:
        """Spanish, machine draft."""
        words = language_name(self.language)
        return f"{words}, {self.draft}" if self.draft else words


@dataclass(frozen=True, slots=True)
class Wording:
    """A letter to begin with. `about` is its purpose in the notes, `grade` the school year that its
    English keeps to (0: it promises none), `office`: it goes to an office and not to the person."""

    code: str
    title: str
    about: str
    channels: tuple[str, ...]
    why: str
    texts: Mapping[str, Text]
    grade: int = 0
    office: bool = False

    def text(self, language: str) -> Text:
        """In this language, else in English."""
        return self.texts.get(language.lower()[:2]) or self.texts["en"]


@cache
def wordings() -> dict[str, Wording]:
    """Every file of the folder, by its name."""
    return {path.stem: _read(path) for path in sorted(_FOLDER.glob("*.toml"))}


def filled(text: str, values: Mapping[str, str]) -> str:
    """With what is known in its place; what is not known stands in brackets, to be filled in."""

    def value(found: re.Match) -> str:
        name = found[1]
        return values.get(name, "").strip() or f"[{_ASKED.get(name, name)}]"

    return _FIELD.sub(value, text).strip()


def _read(path: Path) -> Wording:
    told = tomllib.loads(path.read_text("utf-8"))
    texts = {
        language: Text(language, words["subject"], words["text"].strip(), words.get("draft", ""))
        for language, words in told.items()
        if isinstance(words, dict)
    }
    return Wording(
        path.stem, told["title"], told["about"], tuple(told["channels"]), told["why"], texts,
        told.get("grade", 0), told.get("office", False),
    )  # fmt: skip
