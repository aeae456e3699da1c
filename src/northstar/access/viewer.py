"""Who is looking, what that person is entitled to, and whom they looked at."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from northstar.access import roles
from northstar.access.models import Entitlement, Membership, Role, Staff
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
    held = frozenset(
        Role.objects.filter(Role.holding(now), staff=staff).values_list("role", flat=True)
    )
    if not purpose and roles.ON_CALL in held and is_on_call(now, staff):
        purpose = "on call"
    return Viewer(
        staff_id=staff.pk,
        public_id=str(staff.public_id),
        name=staff.name,
        roles=held,
        labels=_labels(staff, held, now),
        teams=frozenset(_teams(staff, now)),
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


def _labels(staff: Staff, held: frozenset[str], now: datetime) -> int:
    bits = 0
    given = Entitlement.objects.filter(Entitlement.holding(now))
    for row in given.filter(staff=staff) | given.filter(role__in=held):
        bits |= row.labels
    return bits


def _teams(staff: Staff, now: datetime) -> Iterable[int]:
    return Membership.objects.filter(
        Membership.holding(now), staff=staff, team__is_active=True
    ).values_list("team_id", flat=True)
