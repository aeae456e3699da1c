"""How an open loop reads as a line: whom to ask, and what is left of it after a death. Pure."""

from northstar.rules.loop import Loop

AFTER_DEATH = "has died"


def asks(loop: Loop) -> tuple[str, str]:
    """Whom to ask next: what the line says, and what it suggests."""
    return f"has {loop.name} to be brought round: ask {loop.whom}"[:400], f"Ask {loop.whom}"[:400]


def to_the_clinician(loop: Loop) -> tuple[str, str]:
    """A result that was asked for is still read by whoever asked for it: it may tell the family, or the
    next patient, something. Nobody tells it to the person any more."""
    here = "is here and nobody has read it" if loop.answered else "has not come back"
    return (
        f"{AFTER_DEATH}; {loop.name} {here}: it goes to who ordered it"[:400],
        (
            "See that the clinician who ordered it knows of the death and reads it. The family hears of it from "
            "the clinician, if at all."
        ),
    )
