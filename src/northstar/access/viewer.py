"""Who is looking, what that person is entitled to, and whom they looked at."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import reduce
from operator import or_
from uuid import UUID

from django.db import connection

from northstar.access import roles
from northstar.access.models import Staff
from northstar.access.rota import is_on_call

ALL_LABELS = 0x7FFF


@dataclass(frozen=True)
class Viewer:
    """The one argument that decides what a query may answer."""

    staff_id: int | None
    public_id: str  # of the staff member, or the name of an unattended job
    name: str
    roles: frozenset[str] = frozenset()
    labels: int = 0  # bits of chart.sensitivity.Label; a fact shows if all of its bits are here
    teams: frozenset[int] = frozenset()
    everyone: bool = False  # not bound to a panel
    purpose: str = ""  # why they look outside their panel; empty: they do not
    is_system: bool = False
    came: datetime | None = None  # the machine's time when they came to the door
    address: str = ""  # where they sit, for the audit chain
    device: str = ""
    looked: dict[str, set[str]] = field(
        default_factory=lambda: {"patients": set(), "arrivals": set()}, compare=False, repr=False
    )

    def may_see(self, label: int) -> bool:
        return label & ~self.labels == 0

    def may(self, name: str) -> bool:
        return self.is_system or roles.allowed(self.roles, name)

    def looks_at(
        self, patients: Iterable[UUID | str] = (), arrivals: Iterable[UUID | str] = ()
    ) -> None:
        """Every query that hands out patient data says here whose, by public id."""
        self.looked["patients"].update(map(str, patients))
        self.looked["arrivals"].update(map(str, arrivals))

    @property
    def has_looked(self) -> bool:
        return any(self.looked.values())


def viewer_of(
    staff: Staff,
    now: datetime,
    purpose: str = "",
    *,
    came: datetime | None = None,
    address: str = "",
    device: str = "",
) -> Viewer:
    """What this person is and may see at this moment, from the dated rows."""
    held, teams, closed, labels = _standing(staff, now)
    if not purpose and roles.ON_CALL in held and is_on_call(now, staff, teams | closed):
        purpose = "on call"
    return Viewer(
        staff_id=staff.pk,
        public_id=str(staff.public_id),
        name=staff.name,
        roles=held,
        labels=labels,
        teams=teams,
        everyone=bool(purpose and held & roles.ALL_PANELS),
        purpose=purpose,
        came=came,
        address=address,
        device=device,
    )


def system_viewer(name: str) -> Viewer:
    """An unattended job. Its reads are no person's views; what it writes is audited in its name."""
    return Viewer(
        staff_id=None, public_id=name, name=name, labels=ALL_LABELS, everyone=True, is_system=True
    )


# Every page asks this first, so it is one question in plain SQL instead of three built anew.
_HOLDS = 'x.start <= %s AND (x."end" IS NULL OR x."end" > %s)'
# Nothing in it comes from outside.
_STANDING = f"""
SELECT 'role', x.role, 0 FROM access_role x WHERE x.staff_id = %s AND {_HOLDS}
UNION ALL SELECT CASE WHEN t.is_active THEN 'team' ELSE 'closed team' END, '', x.team_id
FROM access_membership x JOIN access_team t ON t.id = x.team_id WHERE x.staff_id = %s AND {_HOLDS}
UNION ALL SELECT 'labels', x.role, x.labels FROM access_entitlement x
WHERE (x.staff_id = %s OR x.staff_id IS NULL) AND {_HOLDS}
"""


def _standing(
    staff: Staff, now: datetime
) -> tuple[frozenset[str], frozenset[int], frozenset[int], int]:
    """The roles, teams, closed teams and labels that somebody has at this moment. An entitlement
    that names a role holds for whoever has it."""
    at = connection.ops.adapt_datetimefield_value(now)
    with connection.cursor() as cursor:
        cursor.execute(_STANDING, [staff.pk, at, at] * 3)
        rows = cursor.fetchall()
    held = frozenset(role for what, role, _ in rows if what == "role")
    labels = [n for what, role, n in rows if what == "labels" and (not role or role in held)]
    teams, closed = (
        frozenset(n for what, _, n in rows if what == kind) for kind in ("team", "closed team")
    )
    return held, teams, closed, reduce(or_, labels, 0)
