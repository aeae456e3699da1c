"""Skipped for cost: somebody wrote down, or the person said, that a medicine is stretched for its price."""

import re
from datetime import date, timedelta

from northstar.rules.examples import chart_of, message, problem
from northstar.rules.places import quoting, sentence
from northstar.rules.signal import Band, Example, Finding, LookAgain, Signal, because
from northstar.rules.wording import with_year

_HALF_A_YEAR = timedelta(days=183)
_CODES = frozenset({"Z91.120", "Z91.141", "Z91120", "Z91141"})
_WORDS = re.compile(
    r"(stretch(ing|ed)? (them|it|my (pills|tablets|medicine|insulin|inhaler))|"
    r"(can'?t|cannot|could not|couldn'?t) (afford|pay for) (my|the|this|that|it|them)|"
    r"cutting (my |the )?(pills|tablets|them) in half|"
    r"(skip(ping|ped)?|ration(ing|ed)?) (my |some )?(doses|pills|insulin|medicine|meds)\b.{0,60}(cost|price|money|afford)|"
    r"(too expensive|costs too much|copay (went|is) (up|too))|"
    r"no (puedo|me alcanza para) (pagar|comprar) (la|las|mi|mis|el|los)? ?(medicina|medicinas|pastillas|insulina))",
    re.IGNORECASE,
)


def find(chart, now):
    """By code on a problem list, or in the person's own words, within half a year."""
    for found in chart.conditions:
        written = found.recorded or found.onset
        if (
            written
            and not found.absent
            and _codes(found)
            and found.clinical_status not in ("resolved", "inactive")
        ):
            reason = because(found, f"Written down: {found.code.words}")
            yield from _while_fresh(written, now, reason)
    for told in chart.messages:
        hit = _WORDS.search(told.text) if told.began and told.text else None
        if hit:
            words = f"{with_year(told.began.first_day(now.tzinfo))}: “{sentence(told.text, *hit.span())}”"
            yield from _while_fresh(told.began, now, quoting(told, *hit.span(), words))


def _while_fresh(at, now, reason):
    until = at.start + _HALF_A_YEAR
    if now < until:
        yield LookAgain(until)
        yield Finding(
            key=f"{reason.source.feed} {reason.source.key}" if reason.source else at.text,
            says=f"may be stretching a medicine for its price (since {with_year(at.first_day(now.tzinfo))})",
            because=(reason,),
            factors={"price keeps a medicine away": 3},
            matter="medicine cost",
        )


def _codes(found) -> bool:
    return found.code.has("icd10cm", _CODES) or found.code.has("icd10", _CODES)


SIGNAL = Signal(
    code="skipped-for-cost",
    title="Stretching a medicine for its price",
    why="People halve tablets before they tell anyone. A cheaper way often exists and takes one call.",
    cites="ICD-10-CM Z91.120, Z91.141; own wording list (UNCONFIRMED)",
    reviewed=date(2026, 11, 1),
    find=find,
    band=Band.REST,
    suggests="Ask without blame, compare prices, and put the cheaper way to the prescriber as a question",
    minutes=12,
    kinds=("Condition", "Communication"),
)

_NOW = "Tue 8 Sep 2026 07:30"
EXAMPLES = [
    Example(
        "said so in a message",
        chart_of(message("I have been stretching my pills since January", "1 Sep 2026 09:00")),
        _NOW,
        1,
    ),
    Example(
        "written as a code",
        chart_of(
            problem("Underdosing due to financial hardship", icd10cm="Z91.120", since="1 Aug 2026")
        ),
        _NOW,
        1,
    ),
    Example(
        "half a year ago", chart_of(message("too expensive for me", "1 Feb 2026 09:00")), _NOW, 0
    ),
    Example(
        "speaks of stretching exercises",
        chart_of(message("I do my stretching", "1 Sep 2026 09:00")),
        _NOW,
        0,
    ),
]
