"""What each role may open and do. A role is dated and given by a person; see `models.Role`."""

from collections.abc import Iterable

COORDINATOR = "coordinator"
NURSE = "nurse"
SOCIAL_WORKER = "social-worker"
COMMUNITY_HEALTH_WORKER = "community-health-worker"
PHARMACIST = "pharmacist"
PROVIDER = "provider"
ON_CALL = "on-call"
BILLER = "biller"
MANAGER = "manager"
PRIVACY_OFFICER = "privacy-officer"
ADMINISTRATOR = "administrator"

ROLES = {
    COORDINATOR: "Coordinator",
    NURSE: "Nurse",
    SOCIAL_WORKER: "Social worker",
    COMMUNITY_HEALTH_WORKER: "Community health worker",
    PHARMACIST: "Pharmacist",
    PROVIDER: "Provider",
    ON_CALL: "On call",
    BILLER: "Biller",
    MANAGER: "Manager",
    PRIVACY_OFFICER: "Privacy officer",
    ADMINISTRATOR: "Administrator",
}

CARE = frozenset(
    {
        COORDINATOR,
        NURSE,
        SOCIAL_WORKER,
        COMMUNITY_HEALTH_WORKER,
        PHARMACIST,
        PROVIDER,
        ON_CALL,
    }
)
LEADING = frozenset({MANAGER})
ANYONE = frozenset(ROLES)

# These roles are not bound to a panel, once they have said what they look for.
ALL_PANELS = frozenset({PRIVACY_OFFICER, ON_CALL})
# These can change who sees what, so a password alone does not let them in.
SECOND_STEP = frozenset({ADMINISTRATOR, PRIVACY_OFFICER})

# An administrator keeps the house and has no business in a chart; a biller sees coverage, not care.
MAY: dict[str, frozenset[str]] = {
    # pages
    "today": CARE | LEADING | {PRIVACY_OFFICER},
    "inbox": CARE | LEADING,
    "patients": CARE | LEADING | {BILLER, PRIVACY_OFFICER},
    "patient": CARE | LEADING | {PRIVACY_OFFICER},
    "search": CARE | LEADING | {BILLER, PRIVACY_OFFICER},
    "source": CARE | LEADING | {PRIVACY_OFFICER},
    "schedule": CARE | LEADING,
    "coverage": CARE | LEADING | {BILLER},
    "community": CARE | LEADING,
    "insights": CARE | LEADING,
    "feeds": CARE | LEADING | {ADMINISTRATOR, PRIVACY_OFFICER},
    "staff": frozenset({ADMINISTRATOR}),
    "who-looked": frozenset({PRIVACY_OFFICER}),
    "account": ANYONE,
    # acts
    "work": CARE | LEADING | {PRIVACY_OFFICER},
    "hand-over": CARE | LEADING | {PRIVACY_OFFICER},
    "hand-over-for": LEADING,  # for a colleague who cannot do it
    "settle-identity": frozenset({COORDINATOR, NURSE, MANAGER, PRIVACY_OFFICER}),
    "settle-disagreement": CARE | LEADING,
    # Who else reconciles prepares the list; these put their name under it. Nobody here prescribes by it.
    "sign-list": frozenset({COORDINATOR, NURSE, PHARMACIST, PROVIDER}),
    "replay": frozenset({COORDINATOR, MANAGER, ADMINISTRATOR}),
    "read-in": CARE | LEADING | {ADMINISTRATOR},
    "advance-clock": ANYONE,
    "export": frozenset({PRIVACY_OFFICER, MANAGER}),
    "expunge": frozenset({PRIVACY_OFFICER}),
}


def allowed(roles: Iterable[str], name: str) -> bool:
    """Whether one of these roles may open the page, or perform the act, of that name."""
    return not MAY[name].isdisjoint(roles)
