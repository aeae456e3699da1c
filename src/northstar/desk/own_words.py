"""The clinic's own words for what cannot wait, `escalation.csv` in NORTHSTAR_HOME, beside a line."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings

from northstar.knowledge.escalation import Script, script_for, scripts
from northstar.rules.signal import Band

FILE = "escalation.csv"


@dataclass(frozen=True, slots=True)
class OwnWords:
    """`script` is None where the clinic has written none; `trouble` says why the table is not used."""

    script: Script | None
    trouble: str = ""


def own_words(line: Any) -> OwnWords | None:
    """What the clinic says about a line of life or safety; None beside any other."""
    if line is None or line.band != Band.SAFETY:
        return None
    known, trouble = _read()
    return OwnWords(script_for(known, line.factors, line.suggests), trouble)


def _read() -> tuple[dict[str, Script], str]:
    try:
        return scripts((settings.HOME / FILE).read_text("utf-8-sig")), ""
    except FileNotFoundError:
        return {}, ""
    except UnicodeDecodeError:
        told = "it is not written in UTF-8"
    except OSError:
        told = "it cannot be opened"
    except ValueError as why:
        told = str(why)
    return {}, f"The clinic's own words are not used: {told}. Tell an administrator."
