"""Cases with their steps and minutes, written at once: for measuring a month, never for a clinic."""

from datetime import UTC, date, datetime, timedelta

from northstar.access.models import Staff
from northstar.casework.acts.models import Act
from northstar.casework.programs.models import Case, Turn
from northstar.casework.time.models import Entry

_BILLER = "Dr. Bench"
_STEPS: tuple[tuple[str, str, dict], ...] = (
    ("referred", "referred", {"why": "bench"}),
    ("visited", "referred", {"kind": "office", "with": _BILLER}),
    ("eligible", "eligible", {"conditions": [{"says": "one"}, {"says": "two"}], "risk": True}),
    ("consented", "active", {"given_by": "them", "how": "said", "biller": _BILLER}),
    ("planned", "active", {"plan": "on paper"}),
    ("copied", "active", {"to": "them"}),
)


def cases(owners: dict[int, int], staff: Staff, *, start: datetime, month: date) -> None:
    """One case for each patient (row number, with that of their registration), four attested acts in the
    month: of every third person nineteen minutes, of the others twenty-eight."""
    signed = {"by": staff.name, "staff": staff}
    rows = Case.objects.bulk_create(
        [Case(identity_id=one, program="CCM", at=start, **signed) for one in owners.values()],
        batch_size=1000,
    )
    Turn.objects.bulk_create(
        [
            Turn(
                case=row, what=what, state=state, on=start.date(), at=start, detail=detail, **signed
            )
            for row in rows
            for what, state, detail in _STEPS
        ],
        batch_size=1000,
    )
    _time(
        list(owners.values()), staff, datetime(month.year, month.month, 3, 16, tzinfo=UTC), signed
    )


def _time(identities: list[int], staff: Staff, at: datetime, signed: dict) -> None:
    spans = [
        (
            identity,
            at + timedelta(days=7 * week),
            timedelta(minutes=4 if n % 3 == 0 and week else 7),
        )
        for n, identity in enumerate(identities)
        for week in range(4)
    ]
    done = Act.objects.bulk_create(
        [
            Act(identity_id=one, kind="call", says="bench", began=began, ended=began + took,
                at=began + took, **signed)
            for one, began, took in spans
        ],
        batch_size=1000,
    )  # fmt: skip
    Entry.objects.bulk_create(
        [
            Entry(act=act, program="CCM", began=act.began, ended=act.ended, at=act.at, **signed)
            for act in done
        ],
        batch_size=1000,
    )
