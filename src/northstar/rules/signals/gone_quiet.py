"""Gone quiet: someone at high risk has neither been seen nor spoken with for months."""

from datetime import date, timedelta

from northstar.knowledge.transitions import days
from northstar.rules.contacts import contacts
from northstar.rules.departures import promised
from northstar.rules.emergency import emergency_visits
from northstar.rules.examples import appointment, call, chart_of, heard, problem, stay, visit
from northstar.rules.risk.charlson import charlson
from northstar.rules.signal import Because, Example, Finding, LookAgain, Signal, because
from northstar.rules.silence import heard_by
from northstar.rules.stays import stays
from northstar.rules.wording import counted, with_year

KINDS = ("Encounter",)
_COMING = frozenset({"booked", "pending", "arrived"})
_YEAR = timedelta(days=365)


def find(chart, now):
    last = _last_sign(chart, now)
    if not last:
        return
    on = last[0].first_day(now.tzinfo)
    due = on + timedelta(days=days("quiet", on))
    closes = on + timedelta(days=days("quiet-longest", on))
    reasons = _high_risk(chart, on, now)
    if not reasons:
        return
    yield from promised(now, due, closes + timedelta(days=1))
    if not due <= now.date() <= closes:
        return
    ahead = [a for a in chart.appointments if a.status in _COMING and a.start and a.start.end > now]
    if ahead:
        yield LookAgain(ahead[-1].start.end)
        return
    if not heard_by(chart, KINDS, last[0].start, due, now):
        return
    yield Finding(
        key=f"quiet since {on}",
        says=f"was last seen or spoken with on {with_year(on)}",
        factors={"quiet": 10, "high risk": 5},
        because=(
            because(last[1], f"The last sign of them: {with_year(on)}"),
            *reasons,
            Because(
                "No visit, stay or conversation since then, and nothing booked, in any source we hold"
            ),
        ),
    )


def _last_sign(chart, now):
    """(when, fact) of the latest visit, stay, emergency visit or conversation."""
    signs = [(c.at, c.fact) for c in contacts(chart)[-1:]]
    signs += [(s.left or s.starts, s.last) for s in stays(chart, now.tzinfo)[-1:]]
    signs += [(e.began, e) for e in emergency_visits(chart, now.tzinfo)[-1:]]
    return max(signs, key=lambda sign: sign[0].start, default=None)


def _high_risk(chart, on: date, now) -> list[Because]:
    """As it was when we last heard of them: serious diseases, or two stays in the year before."""
    zone = now.tzinfo
    recent = [s for s in stays(chart, zone) if on - _YEAR <= s.starts.first_day(zone) <= on]
    if len(recent) >= days("quiet-stays", on):
        return [
            because(
                recent[-1].last, f"{counted(len(recent), 'stay')} in hospital in the year before"
            )
        ]
    score = charlson(chart, "lace")
    if score.low >= days("quiet-comorbidity", on):
        names = ", ".join(part.name for part in score.parts if part.low)
        return [because(next(p.fact for p in score.parts if p.fact), f"Lives with {names}")]
    return []


SIGNAL = Signal(
    code="gone-quiet",
    title="Gone quiet",
    why="The ones who stop calling are often the ones who need it most. One kind call; no reproach.",
    cites="Our own limit of 90 days; seriousness by the LACE weights (van Walraven 2010)",
    reviewed=date(2026, 11, 1),
    find=find,
    suggests="Call to ask how they are, with nothing to sell.",
    minutes=10,
    matter="gone quiet",
    kinds=("Encounter", "Communication", "Condition"),
    argues_from_silence=True,
)

_ILL = (problem("Heart failure", icd10cm="I50.9"), problem("COPD", icd10cm="J44.9"))
_LAST = visit("Mon 1 Jun 2026 09:00")
_HEARD = heard("clinic", "Encounter", "1 Jan 2025", "Tue 8 Sep 2026 07:00")
_NOW = "Tue 8 Sep 2026 07:30"
EXAMPLES = [
    Example(
        "heart and lungs, last seen in June",
        chart_of(*_ILL, _LAST, heard=_HEARD),
        _NOW,
        1,
        says="was last seen or spoken with on 1 Jun 2026",
    ),
    Example(
        "spoken with in July", chart_of(*_ILL, _LAST, call("7 Jul 2026"), heard=_HEARD), _NOW, 0
    ),
    Example("not at high risk", chart_of(_LAST, heard=_HEARD), _NOW, 0),
    Example(
        "two stays in spring",
        chart_of(
            stay("1 Mar 2026", "4 Mar 2026", disposition="home"),
            stay("1 May 2026", "9 May 2026", disposition="home"),
            heard=_HEARD,
        ),
        _NOW,
        1,
        says="9 May 2026",
    ),
    Example(
        "something is booked",
        chart_of(*_ILL, _LAST, appointment("Mon 14 Sep 2026 09:00"), heard=_HEARD),
        _NOW,
        0,
        looks_again="Mon 14 Sep 2026 09:01",
    ),
    Example(
        "the feed had a gap in July",
        chart_of(
            *_ILL,
            _LAST,
            heard=heard(
                "clinic",
                "Encounter",
                "1 Jan 2025",
                "Tue 8 Sep 2026 07:00",
                gaps=[("3 Jul 2026", "9 Jul 2026")],
            ),
        ),
        _NOW,
        0,
    ),
    Example("nobody has heard the visits feed", chart_of(*_ILL, _LAST), _NOW, 0),
]
