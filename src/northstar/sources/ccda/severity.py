"""How bad it is, in FHIR's words: mild, moderate or severe.

C-CDA's severity observation says it in SNOMED CT (value set 2.16.840.1.113883.3.88.12.3221.6.8), often
without a name beside the code; a step between two counts as the worse, fatal as severe. Words of
another kind stay as they were written.
"""

from northstar.sources.ccda.document import Document, code_of, one, statements, templates

_TEMPLATE = "2.16.840.1.113883.10.20.22.4.8"
_CODES = {
    "255604002": "mild",
    "371923003": "moderate",
    "6736007": "moderate",
    "371924009": "severe",
    "24484000": "severe",
    "399166001": "severe",
}
_WORDS = {
    "mild": "mild",
    "mild to moderate": "moderate",
    "moderate": "moderate",
    "moderate to severe": "severe",
    "severe": "severe",
    "fatal": "severe",
    "life threatening severity": "severe",
}
_WORST_FIRST = ("severe", "moderate", "mild")


def said_severity(doc: Document, observation) -> str:
    """The word of the severity observation inside another, or ''."""
    for _, inner in statements(observation):
        if _TEMPLATE in templates(inner) or code_of(inner, "code") == "SEV":
            known = _CODES.get(code_of(inner, "value"))
            words = doc.concept(one(inner, "value")).words
            return known or _WORDS.get(words.strip().lower(), words)
    return ""


def rank(severity: str) -> int:
    """0 for the worst; what is not known comes last."""
    return _WORST_FIRST.index(severity) if severity in _WORST_FIRST else len(_WORST_FIRST)
