"""Feed silent: a source that promised to speak has not; what argues from its silence waits."""

from datetime import date, timedelta

from northstar.rules.examples import heard
from northstar.rules.signal import Band, Because, Example, Finding, LookAgain, Signal
from northstar.rules.wording import day, joined

_MOMENT = timedelta(seconds=1)
# What people call the kinds; an urgent feed is one whose silence hides a clock.
_WORDS = {
    "Appointment": "appointments",
    "ClaimResponse": "payers' answers",
    "Communication": "messages",
    "Condition": "problems",
    "Coverage": "insurances",
    "DiagnosticReport": "reports",
    "DocumentReference": "documents",
    "Encounter": "visits and stays",
    "MedicationDispense": "pharmacy fills",
    "MedicationRequest": "prescriptions",
    "Observation": "results",
    "ServiceRequest": "orders and referrals",
}
_URGENT = frozenset({"Encounter", "Observation", "Communication"})


def find(heard, now):
    silent_from = heard.last + heard.every + _MOMENT
    if now < silent_from:
        yield LookAgain(silent_from)
        return
    last = heard.last.astimezone(now.tzinfo)
    yield Finding(
        key=heard.feed,
        says=f"has been silent since {day(last.date())} {last:%H:%M}; it brings {_brings(heard)}",
        due=silent_from,
        band=Band.HARM if heard.kinds & _URGENT else Band.REST,
        factors={"feed silent": 15}
        | ({"stays or results may be missed": 10} if heard.kinds & _URGENT else {}),
        because=(
            Because(
                f"Nothing since {day(last.date())} {last:%H:%M}; it promised something {_promise(heard)}"
            ),
            Because("No rule that argues from its silence speaks until it is heard again"),
        ),
    )


def _brings(heard) -> str:
    known = sorted(_WORDS[kind] for kind in heard.kinds if kind in _WORDS)
    return joined(known) if known else "facts of other kinds"


def _promise(heard) -> str:
    hours = heard.every.total_seconds() / 3600
    if hours >= 48 and hours % 24 == 0:
        return f"every {hours / 24:g} days"
    return "every day" if hours == 24 else f"every {hours:g} hours"


SIGNAL = Signal(
    code="feed-silent",
    title="Feed silent",
    why="Silence of a feed looks exactly like peace. Say so before anyone trusts an empty list.",
    cites="The feed's own promised interval",
    reviewed=date(2026, 11, 1),
    find=find,
    suggests="Call the sender's interface desk; ask them to send again what was missed.",
    minutes=10,
    matter="feed",
    wants="administrator",
)

_HOSPITAL = ("hospital b", "Encounter Observation", "1 Jan 2025", "Mon 7 Sep 2026 16:00")
EXAMPLES = [
    Example(
        "two days, and it promised every six hours",
        heard(*_HOSPITAL, every_hours=6),
        "Wed 9 Sep 2026 16:00",
        1,
        says="has been silent since Mon 7 Sep 16:00; it brings results and visits and stays",
        band=Band.HARM,
    ),
    Example(
        "within its promise",
        heard(*_HOSPITAL),
        "Tue 8 Sep 2026 07:30",
        0,
        looks_again="Tue 8 Sep 2026 16:00:01",
    ),
    Example("to the second", heard(*_HOSPITAL), "Tue 8 Sep 2026 16:00", 0),
    Example("a second later", heard(*_HOSPITAL), "Tue 8 Sep 2026 16:00:01", 1),
    Example(
        "over the night the clocks go back",
        heard("pharmacy", "MedicationDispense", "1 Jan 2026", "Sat 31 Oct 2026 12:00"),
        "Sun 1 Nov 2026 11:30",
        1,
        band=Band.REST,
    ),
]
