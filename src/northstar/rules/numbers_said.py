"""Numbers as they are said ("seventy nine", "one oh three", "two twenty over one ten") in figures.

Speech turned to text, and people in a hurry, write numbers as words; what is measured is read as figures.
"""

import re

_UNITS = {
    w: n
    for n, w in enumerate(
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"], 1
    )
}
_TEENS = {
    w: n
    for n, w in enumerate(
        [
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ],
        10,
    )
}
_TENS = {w: n * 10 for n, w in enumerate(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], 2)}  # fmt: skip
_ONE = "|".join(_UNITS)
_BELOW = rf"(?:(?:{'|'.join(_TENS)})(?:[ -](?:{_ONE}))?|{'|'.join(_TEENS)})"
_SAID = re.compile(
    rf"\b(?:(?:(?P<hundreds>{_ONE}|a) hundred(?: and)?(?: (?P<rest>{_BELOW}|{_ONE}))?)"
    rf"|(?P<first>{_ONE}) (?:oh|o) (?P<last>{_ONE})"
    rf"|(?:(?P<front>{_ONE}) )?(?P<below>{_BELOW})"
    rf")(?: point (?P<tenth>{_ONE}))?\b"
)


def in_figures(text: str, places: list[int]) -> tuple[str, list[int]]:
    """The text with said numbers in figures, and for every character its place in the original.

    A number word alone below ten stays: it is an "one of" as often as a number.
    """
    read: list[str] = []
    kept: list[int] = []
    last = 0
    for found in _SAID.finditer(text):
        figures = _figures(found)
        read += [text[last : found.start()], figures]
        own = places[found.start() : found.end()]
        kept += places[last : found.start()] + own[: len(figures) - 1] + own[-1:]
        last = found.end()
    return "".join([*read, text[last:]]), kept + places[last:]


def _figures(found: re.Match[str]) -> str:
    if found["hundreds"]:
        number = _UNITS.get(found["hundreds"], 1) * 100 + _below(found["rest"])
    elif found["first"]:
        number = _UNITS[found["first"]] * 100 + _UNITS[found["last"]]
    else:
        number = _UNITS.get(found["front"] or "", 0) * 100 + _below(found["below"])
    return f"{number}.{_UNITS[found['tenth']]}" if found["tenth"] else str(number)


def _below(words: str | None) -> int:
    """Below a hundred."""
    known = _UNITS | _TEENS | _TENS
    return sum(known[word] for word in re.split(r"[ -]", words)) if words else 0
