"""A large clinic: a few hundred people whose charts were read from files, and around them as many bare
rows as wanted: people, how they are found, who looks after them, and open lines. SQLite only."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from uuid import UUID

from northstar.chart.people import Patient as Person
from northstar.config.bench.filling import filling
from northstar.config.bench.lives import bundle
from northstar.config.bench.people import names, person, uneven
from northstar.config.bench.words import FAMILIES, GIVEN

NOW = datetime(2026, 9, 8, 14, 30, tzinfo=UTC)
MINE = 60  # lines that are due today, of the five hundred that each coordinator holds
MEASURED = 8  # coordinators whose day is measured
THEIRS = 25  # people of each of them who have a chart of three hundred facts
_HELD, _TEAM = 500, 12
_GIVEN, _FAMILIES = 4_000, 80_000


@dataclass(frozen=True, slots=True)
class Crowd:
    """How large it is; `charted` people were read from files of `feed`, the others are bare rows.
    `staff` are row numbers, those that are measured first."""

    patients: int
    lines: int
    feed: int
    charted: int
    staff: list[int]

    @property
    def bare(self) -> range:
        """Those without a chart."""
        return range(self.charted + 1, self.patients + 1)

    def of(self, hand: int, number: int) -> int:
        """The patient, by row number, of a coordinator's so many-th line."""
        if hand < MEASURED and number < THEIRS and self.charted == MEASURED * THEIRS:
            return hand * THEIRS + number + 1
        bare = self.patients - self.charted
        return self.charted + 1 + (hand + len(self.staff) * number) % bare

    def hand(self, patient: int) -> int:
        """Whose panel a patient is in, as a place in `staff`."""
        if patient <= self.charted:
            return (patient - 1) // THEIRS % len(self.staff)
        return (patient - self.charted - 1) % len(self.staff)


def crowd(patients: int, lines: int) -> list[int]:
    """Fill the store; gives the row numbers of the coordinators whose day is measured."""
    from northstar.access.models import HeldClock
    from northstar.access.writing import writing
    from northstar.record.reindex import in_bulk
    from northstar.record.words import spell

    HeldClock.objects.create(pk=1, at=NOW)
    staff = _hands(max(MEASURED, lines // _HELD))
    made = Crowd(patients, lines, *_charts(), staff)
    spelled: set[str] = set()
    with in_bulk(), filling() as fill:
        fill(_PATIENT, _patients(made))
        fill(_IDENTITY, _identities(made))
        fill(_LINK, _links(made))
        fill(_WORD, _words(made, spelled))
        fill(_PANEL, _panels(made))
        fill(_line(), _lines(made))
        fill(_STEP, _steps(made))
    with writing():
        spell(spelled)
    return staff[:MEASURED]


def _hands(count: int) -> list[int]:
    """Coordinators, in teams of twelve."""
    from northstar.access.models import Membership, Role, Staff, Team

    since = NOW - timedelta(days=900)
    hands = [
        Staff(username=f"hand{n}", name=f"{GIVEN[n % len(GIVEN)]} {FAMILIES[n % len(FAMILIES)]}", password="!")  # noqa: S106  # nosec B106 - nobody signs in so
        for n in range(count)
    ]  # fmt: skip
    Staff.objects.bulk_create(hands)
    teams = [Team(name=f"Team {n}") for n in range(1 + (count - 1) // _TEAM)]
    Team.objects.bulk_create(teams)
    Role.objects.bulk_create(Role(staff=hand, role="coordinator", start=since) for hand in hands)
    Membership.objects.bulk_create(
        Membership(staff=hand, team=teams[n // _TEAM], start=since) for n, hand in enumerate(hands)
    )
    return [hand.pk for hand in hands]


def _charts() -> tuple[int, int]:
    """People read from three bundles each, a hundred facts a bundle. Gives the feed's row number,
    and how many people there are."""
    from northstar.jobs.read_in import read_in
    from northstar.record import feeds, patients

    feed = feeds.feed("crowd", title="Crowd", format="fhir_r4")
    with TemporaryDirectory() as folder:
        for number in range(MEASURED * THEIRS):
            for part in range(3):
                name = Path(folder) / f"{number}-{part}.json"
                name.write_bytes(bundle(number, seed=1 + part))
        read_in([Path(folder)], feed, NOW - timedelta(days=30))
    return feed.pk, len(patients.everyone())


_PATIENT = (
    "INSERT INTO record_patient (id, public_id, name, sort_name, own_script, birth_date, gender, language, "
    "interpreter, died, label, look_again, rules) VALUES (?, ?, ?, ?, '', ?, 'female', 'en', NULL, 0, 0, NULL, ?)"
)
_IDENTITY = "INSERT INTO record_identity (id, feed_id, key, kind) VALUES (?, ?, ?, 'person')"
_LINK = (
    "INSERT INTO record_link (identity_id, patient_id, at, by, weight, reason, ended_by, ended_reason) "
    "VALUES (?, ?, '2024-01-01 08:00:00', 'northstar', 0, 'new', '', '')"
)
_WORD = "INSERT INTO record_word (identity_id, word, label) VALUES (?, ?, 0)"
_PANEL = (
    "INSERT INTO record_panel (patient_id, team, staff, start) VALUES (?, NULL, ?, '2024-01-01')"
)
_STEP = (
    "INSERT INTO worklist_step (line_id, at, by, what, why, outcome, before, undone) "
    "VALUES (?, '2026-09-08 14:00:00', 'northstar', 'opened', '', '', '{}', 0)"
)


def _uid(dice: Random) -> str:
    return UUID(int=dice.getrandbits(128), version=4).hex


def _bare(made: Crowd) -> Iterator[tuple[int, Person]]:
    """Row number and demographics: the same people every time."""
    dice = Random(1)
    given = uneven(names(_GIVEN, 1), Random(3))
    families = uneven(names(_FAMILIES, 2), Random(4))
    for pk in range(made.charted + 1, made.patients + 1):
        yield pk, person(pk, next(given), next(families), dice)


def _patients(made: Crowd) -> Iterator[tuple]:
    from northstar.rules import version

    rules, dice = version(), Random(3)
    for pk, one in _bare(made):
        name = one.names[0]
        called = f"{name.family}, {name.given[0]}"
        yield (
            pk,
            _uid(dice),
            name.plain,
            called,
            one.birth_date.text if one.birth_date else "",
            rules,
        )


def _identities(made: Crowd) -> Iterator[tuple]:
    return ((_identity(pk), made.feed, f"crowd-{pk}") for pk in made.bare)


def _identity(patient: int) -> int:
    return patient + 1_000_000  # above those that were read


def _links(made: Crowd) -> Iterator[tuple]:
    return ((_identity(pk), pk) for pk in made.bare)


def _words(made: Crowd, spelled: set[str]) -> Iterator[tuple]:
    """What each is found by; `spelled` gathers the words that are looked for by their sound too."""
    from northstar.record.words import words_of

    for pk, one in _bare(made):
        for word in sorted(words_of(one)):
            if word[1:2] != ":" or word[0] == "a":
                spelled.add(word)
            yield _identity(pk), word


def _panels(made: Crowd) -> Iterator[tuple]:
    return ((pk, made.staff[made.hand(pk)]) for pk in range(1, made.patients + 1))


# In the order of the columns in which `_lines` gives them; every other column has its default.
_OF_A_LINE = (
    "id", "public_id", "patient_id", "signal", "key", "matter", "says", "suggests", "because", "band", "factors",
    "score", "due", "due_day", "staff_id", "next_on", "opened", "refreshed",
)  # fmt: skip


def _line() -> str:
    from django.db import connection

    from northstar.casework.worklist.today import Line

    columns = [f for f in Line._meta.concrete_fields if f.column not in _OF_A_LINE and not f.null]
    said = [f'"{name}"' for name in (*_OF_A_LINE, *(f.column for f in columns))]
    values = [repr(_plain(f.get_db_prep_save(f.get_default(), connection))) for f in columns]
    return f"INSERT INTO worklist_line ({', '.join(said)}) VALUES ({', '.join(['?'] * len(_OF_A_LINE) + values)})"  # noqa: S608 - our own names


def _plain(value: object) -> object:
    return int(value) if isinstance(value, bool) else value


def _lines(made: Crowd) -> Iterator[tuple]:
    dice, opened = Random(2), "2026-09-08 14:00:00"
    for line in range(made.lines):
        hand, number = line % len(made.staff), line // len(made.staff)
        says, suggests, why = _MATTERS[dice.randrange(len(_MATTERS))]
        days, band = dice.randrange(10, 60), dice.choice(_BANDS)
        due = NOW + timedelta(days=dice.randrange(0, 5))
        later = 0 if number < MINE else dice.randrange(1, 60)
        yield (
            line + 1, _uid(dice), made.of(hand, number), "refill-gap", f"matter {line}", f"matter {number % 7}",
            says, suggests, _because(why), band, f'{{"days": {days}, "harm": 12, "asked before": -3}}', days + 9,
            f"{due:%Y-%m-%d %H:%M:%S}", 1, made.staff[hand], f"{NOW + timedelta(days=later):%Y-%m-%d}", opened, opened,
        )  # fmt: skip


def _because(why: str) -> str:
    return f'[{{"says": "{why}", "feed": "crowd", "arrival": "", "locator": "", "quote": ""}}]'


def _steps(made: Crowd) -> Iterator[tuple]:
    return ((line,) for line in range(1, made.lines + 1))


_BANDS = (1, 2, 2, 3, 3, 3)
_MATTERS = (
    ("A daily medicine ran out", "Call and ask: price, side effect, or worry.", "Ran out ten days ago; no new fill has come."),
    ("Home since Friday, nobody has called", "Call within two business days; go through the medicines.", "Discharged home on Friday evening."),
    ("An abnormal result nobody has followed", "Ask the practice whether it was seen.", "Potassium 5.9 mmol/L, above the range its source gives."),
    ("A referral without a report", "Ask the specialist's office for the report.", "Sent six weeks ago; no report has come back."),
    ("Missed an appointment", "Call: offer another day and a ride.", "Did not come on Thursday."),
    ("Two appointments at the same time", "Move one of them.", "Both begin at nine on Monday."),
)  # fmt: skip
