"""What experts would put into a plan for one condition: one file each, to be proposed and never imposed.

A template proposes aims, measures, steps, barriers to ask about and what to write of the whole picture; it
never holds a person's own words. Each file names its sources and the day on which it was last read through;
what no primary source was read for is marked, and the site's clinicians review a file before they use it.
"""

import re
import tomllib
from datetime import date
from functools import cache
from importlib.resources import files

import msgspec

from northstar.chart.value import Concept

# What only looks like a condition of the person: somebody else's, looked for, feared, or absent.
_NOT_HAD = re.compile(
    r"^no\b|\bno (?:history|evidence|signs?) of\b|"
    r"\b(?:family history|fh|fhx|mother|father|sister|brother|screening|risk (?:of|for)|at risk|denies|"
    r"ruled? out|suspected|possible)\b"
)
_ICD = frozenset({"icd10", "icd10cm"})


class Proposed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One step: what, and whether the person does it ("person") or it is yet to be asked who ("").
    `copy` "us": a question put in private or a duty of ours, on no copy."""

    says: str
    who: str = ""
    copy: str = ""


class Aim(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One goal without its heart: the person's words are asked with `ask`."""

    aim: str
    ask: str
    measure: str = ""
    low: float | None = None
    high: float | None = None
    unit: str = ""
    steps: tuple[Proposed, ...] = ()
    barriers: tuple[str, ...] = ()


class Template(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One file. `confidence` as in `knowledge.table`; `icd10` prefixes and `words` say whom it may suit,
    `never`, `never_icd10` and `until_age` (years) whom not; `elements` maps a code of `rules.plans.elements`
    to what to write there, `asks` to what to find out before anything is written."""

    name: str
    reviewed: date
    confidence: str
    sources: tuple[str, ...]
    icd10: tuple[str, ...]
    words: tuple[str, ...]
    goals: tuple[Aim, ...]
    elements: dict[str, str] = {}
    asks: dict[str, str] = {}
    never: tuple[str, ...] = ()
    never_icd10: tuple[str, ...] = ()
    until_age: int = 0
    note: str = ""
    code: str = ""

    @property
    def cites(self) -> str:
        """The citation as a page shows it."""
        verify = "" if self.confidence in ("A", "B") else "; verify with your clinicians"
        return f"{'; '.join(self.sources)}{verify}"

    def suits(self, condition: Concept) -> bool:
        """Whether a condition is one this was written for: the person's own, and had."""
        codes = [c.code.replace(".", "").upper() for c in condition.codings if c.system in _ICD]
        if any(code.startswith(self.icd10) for code in codes):
            return not any(self.never_icd10 and code.startswith(self.never_icd10) for code in codes)
        lower = condition.words.casefold()
        if _NOT_HAD.search(lower) or any(word in lower for word in self.never):
            return False
        return any(word in lower for word in self.words)


@cache
def templates() -> tuple[Template, ...]:
    """Every template, by name."""
    home = files("northstar.knowledge.plan_templates")
    found = [
        _read(file.name.removesuffix(".toml"), file.read_text("utf-8"))
        for file in home.iterdir()
        if file.name.endswith(".toml")
    ]
    return tuple(sorted(found, key=lambda one: one.name))


def template(code: str) -> Template | None:
    """One by the name of its file."""
    return next((one for one in templates() if one.code == code), None)


def _read(code: str, text: str) -> Template:
    return msgspec.convert(tomllib.loads(text) | {"code": code}, Template)
