"""Who works here: taken on, given roles, given a new password, gone. Each act is signed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from northstar.access import roles
from northstar.access.audit import acted
from northstar.access.models import Credential, Entitlement, Membership, Role, Staff, Team
from northstar.access.passwords import too_weak
from northstar.access.refuse import Refused
from northstar.access.signing import let_try_again
from northstar.access.viewer import Viewer
from northstar.access.worded_once import worded_once
from northstar.access.writing import writing
from northstar.chart.sensitivity import Label

_MANY = 60
DEFAULT_TEAM = "Clinic"  # takes whom and what belongs to nobody else yet


def default_team() -> Team:
    """The team of everybody, which looks after whom nobody else looks after."""
    return Team.objects.get_or_create(name=DEFAULT_TEAM)[0]


@writing()
def take_on(
    *, username: str, name: str, password: str, by: Viewer, at: datetime, team: Team | None = None
) -> Staff:
    """A new person who can sign in, in a team; what they may open comes with a role."""
    username = username.strip().casefold()
    if not username or not username.isprintable() or " " in username:
        raise Refused("A sign-in name is one word.")
    if Staff.objects.filter(username=username).exists():
        raise Refused(f"There is already a {username}.")
    staff = Staff(username=username, name=name.strip() or username)
    _set(staff, password)
    staff.save()
    Membership.objects.create(staff=staff, team=team or default_team(), start=at, by=_signer(by))
    _sign(staff, "staff taken on", by, at)
    return staff


@writing()
def take_on_as(*, role: str, by: Viewer, at: datetime, **words: Any) -> Staff:
    """Taken on with a first role, or not at all."""
    staff = take_on(by=by, at=at, **words)
    give_role(staff=staff, role=role, by=by, at=at)
    return staff


@dataclass(frozen=True)
class Colleague:
    """One person in the list of staff."""

    staff: Staff
    roles: tuple[str, ...]


def everyone(*, at: datetime) -> list[Colleague]:
    """All staff by name, with what each is now."""
    held: dict[int, list[str]] = {}
    for row in Role.objects.filter(Role.holding(at)).order_by("role"):
        held.setdefault(row.staff_id, []).append(row.role)
    rows = Staff.objects.order_by("-is_active", "name", "username")
    return [Colleague(row, tuple(held.get(row.pk, ()))) for row in rows]


@writing()
def give_role(*, staff: Staff, role: str, by: Viewer, at: datetime) -> Role:
    """From now on; nothing happens where the person holds the role already."""
    if role not in roles.ROLES:
        raise Refused(f"There is no role {role!r}. The roles are: {', '.join(roles.ROLES)}.")
    held = staff.roles.filter(Role.holding(at), role=role).first()
    if held:
        return held
    given = Role.objects.create(staff=staff, role=role, start=at, by=_signer(by))
    _sign(staff, f"role given: {role}", by, at)
    return given


@writing()
def end_role(*, staff: Staff, role: str, by: Viewer, at: datetime) -> None:
    """The row stays and is ended: what someone was last year is still known."""
    ended = staff.roles.filter(Role.holding(at), role=role).update(end=at)
    if not ended:
        raise Refused(f"{staff.name} does not hold the role {role}.")
    _sign(staff, f"role ended: {role}", by, at)


@writing()
def found_team(*, name: str, by: Viewer, at: datetime) -> Team:
    """A new team; nothing happens where there is one of that name."""
    if not name.strip():
        raise Refused("A team has a name.")
    team, new = Team.objects.get_or_create(name=name.strip()[:120])
    if new:
        acted(by=by, action="admin", what=f"team founded: {team.name}"[:120], at=at)
    return team


def teams(*, at: datetime) -> dict[str, list[str]]:
    """Every team by name, with its people's names."""
    found: dict[str, list[str]] = {
        name: [] for name in Team.objects.order_by("name").values_list("name", flat=True)
    }
    members = Membership.objects.filter(Membership.holding(at)).order_by("staff__name")
    for team, name in members.values_list("team__name", "staff__name"):
        found[team].append(name)
    return found


def memberships(*, at: datetime) -> list[tuple[Team, list[Membership]]]:
    """Every team with who is in it now, by name."""
    found: dict[Team, list[Membership]] = {
        team: [] for team in Team.objects.filter(is_active=True).order_by("name")
    }
    rows = Membership.objects.filter(Membership.holding(at), team__is_active=True)
    for row in rows.select_related("staff", "team").order_by("staff__name", "pk"):
        found[row.team].append(row)
    return list(found.items())


def holder_named(text: str) -> Staff | Team:
    """The colleague who signs in under that name, or the team that is called so."""
    staff = Staff.objects.filter(username=text.casefold(), is_active=True).first()
    found = staff or Team.objects.filter(name=text, is_active=True).first()
    if found is None:
        raise Refused(f"There is nobody and no team called {text} here.")
    return found


@writing()
def join(*, staff: Staff, team: Team, by: Viewer, at: datetime) -> Membership:
    member, new = Membership.objects.get_or_create(
        staff=staff, team=team, end=None, defaults={"start": at, "by": _signer(by)}
    )
    if new:
        _sign(staff, f"team joined: {team.name}", by, at)
    return member


@writing()
def leave(*, staff: Staff, team: Team, by: Viewer, at: datetime) -> None:
    if Membership.objects.filter(staff=staff, team=team, end=None).update(end=at):
        _sign(staff, f"team left: {team.name}", by, at)


@writing()
def entitle(
    *, staff: Staff, labels: Label, reason: str, by: Viewer, at: datetime, end: datetime | None
) -> Entitlement:
    """Leave to see facts of these kinds, for a reason, until a day."""
    if not reason.strip():
        raise Refused("Say why: whoever reviews this will ask.")
    given = Entitlement.objects.create(
        staff=staff, labels=int(labels), reason=reason[:300], start=at, end=end, by=_signer(by)
    )
    _sign(staff, f"entitled: {labels.name or int(labels)}", by, at)
    return given


@writing()
def end_entitlement(*, staff: Staff, entitlement: int, by: Viewer, at: datetime) -> None:
    """From now on no longer; what was seen meanwhile stands in the chain."""
    rows = staff.entitlements.filter(Entitlement.holding(at), pk=entitlement)
    if not rows.update(end=at):
        raise Refused("This entitlement has ended already.")
    _sign(staff, "entitlement ended", by, at)


@writing()
def certify(
    *, staff: Staff, kind: str, number: str, by: Viewer, at: datetime, end: datetime | None
) -> Credential:
    """A licence or certificate, and until when it is good."""
    if not kind.strip():
        raise Refused("Say which licence or certificate it is.")
    given = Credential.objects.create(
        staff=staff, kind=kind.strip()[:60], number=number.strip()[:60], start=at, end=end,
        by=_signer(by),
    )  # fmt: skip
    _sign(staff, f"credential: {given.kind}", by, at)
    return given


@writing()
def end_credential(*, staff: Staff, credential: int, by: Viewer, at: datetime) -> None:
    """It is good no longer; that it was stays known."""
    if not staff.credentials.filter(Credential.holding(at), pk=credential).update(end=at):
        raise Refused("This credential has ended already.")
    _sign(staff, "credential ended", by, at)


@writing()
def new_password(*, staff: Staff, password: str, by: Viewer, at: datetime) -> None:
    """Ends every session of the person; lifts a lock-out."""
    _set(staff, password)
    staff.save(update_fields=["password"])
    let_try_again(staff.username)
    _sign(staff, "password given", by, at)


@writing()
def unlock(*, staff: Staff, by: Viewer, at: datetime) -> None:
    """After too many wrong tries: the next one counts as the first."""
    let_try_again(staff.username)
    _sign(staff, "lock-out lifted", by, at)


@writing()
def deactivate(*, staff: Staff, by: Viewer, at: datetime) -> None:
    """Gone: signs in no more, and every role, team and entitlement ends."""
    staff.is_active = False
    staff.save(update_fields=["is_active"])
    staff.roles.filter(Role.holding(at)).update(end=at)
    staff.memberships.filter(Membership.holding(at)).update(end=at)
    staff.entitlements.filter(Entitlement.holding(at)).update(end=at)
    _sign(staff, "staff deactivated", by, at)


def _set(staff: Staff, password: str) -> None:
    if complaint := too_weak(password, staff):
        raise Refused(complaint)
    staff.set_password(password)


def _signer(by: Viewer) -> Staff | None:
    return Staff.objects.filter(pk=by.staff_id).first() if by.staff_id else None


def _sign(staff: Staff, what: str, by: Viewer, at: datetime) -> None:
    acted(by=by, action="admin", what=f"{what} ({staff.public_id})"[:120], at=at)


def names_of_holders(viewer: Viewer) -> list[tuple[str, str]]:
    """Whom work can be handed to, to choose from: public id and name; people whose role opens it, then the
    teams' queues. What an administrator or a biller was given would lie where nobody looks.

    In a house of more people than one would look through, colleagues of the viewer's own teams;
    everybody else is reached by the queue of theirs.
    """
    found = _some_colleagues()
    if len(found) > _MANY:
        found = _colleagues_in(list(viewer.teams))
    return [(str(uid), name) for uid, name in (*found, *_team_names())]


def _names(rows: QuerySet) -> QuerySet:
    return rows.filter(is_active=True).order_by("name").values_list("public_id", "name")


def _at_work() -> QuerySet[Staff]:
    """Who opens what is to be done."""
    held = Role.objects.filter(end=None, role__in=sorted(roles.MAY["work"]))
    return Staff.objects.filter(pk__in=held.values("staff"))


def at_work() -> list[Staff]:
    """Everybody whose role opens patients' work, by name."""
    return list(_at_work().filter(is_active=True).order_by("name"))


def require_at_work(staff: Staff) -> None:
    """Refused where somebody's role opens no patient's work: what they held would lie unseen."""
    if not _at_work().filter(pk=staff.pk).exists():
        raise Refused(
            f"{staff.name} has no role that opens this work, so nobody would look at it. Choose somebody who has.",
            status=422,
        )


_some_colleagues = worded_once(lambda: _names(_at_work())[: _MANY + 1])
_colleagues_in = worded_once(
    lambda teams: _names(
        _at_work().filter(
            pk__in=Membership.objects.filter(team__in=teams, end=None).values("staff")
        )
    )
)
_team_names = worded_once(lambda: _names(_queues()))


def _queues() -> QuerySet[Team]:
    """Teams out of whose queue somebody takes; not one whose people all open no such work."""
    there = Membership.objects.filter(end=None)
    unseen = there.exclude(staff__in=_at_work())
    seen = there.filter(staff__in=_at_work())
    return Team.objects.exclude(
        pk__in=Team.objects.filter(pk__in=unseen.values("team")).exclude(pk__in=seen.values("team"))
    )


def holders() -> dict[str, Staff | Team]:
    """Whoever can hold work: people who work here, then the teams' queues; by public id."""
    found: list[Staff | Team] = [*_everybody(), *_all_teams()]
    return {str(one.public_id): one for one in found}


_everybody = worded_once(lambda: Staff.objects.filter(is_active=True).order_by("name"))
_all_teams = worded_once(lambda: Team.objects.filter(is_active=True).order_by("name"))


def holding(role: str, at: datetime) -> list[Staff]:
    """Who works here in this role now, by name."""
    held = Role.objects.filter(Role.holding(at), role=role).values("staff")
    return list(Staff.objects.filter(pk__in=held, is_active=True).order_by("name", "pk"))
