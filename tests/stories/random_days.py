"""What may happen in a small clinic, how often, and one story of it."""

import random

from django.db import transaction

from tests.stories.small_clinic import PEOPLE

# What may happen, how often, and with what.
STEPS = {
    "promise": (6, lambda d: (_one(d), d.choice(PEOPLE), d.randrange(10))),
    "another_day": (2, lambda d: (_one(d), d.randrange(9), d.randrange(10))),
    "keep": (2, lambda d: (_one(d), d.randrange(9))),
    "call_off": (1, lambda d: (_one(d), d.randrange(9))),
    "later": (2, lambda d: (_one(d), d.randrange(9), d.randrange(10))),
    "queue": (4, lambda d: (d.choice(PEOPLE),)),
    "claim": (4, lambda d: (_one(d), d.randrange(9))),
    "release": (2, lambda d: (d.randrange(9),)),
    "hand": (2, lambda d: (_one(d), _one(d), d.randrange(9))),
    "offer": (6, lambda d: (d.randrange(9), d.randrange(4), d.random() < 0.5, d.randrange(-1, 7))),
    "accept": (7, lambda d: (d.randrange(9), d.random() < 0.8)),
    "decline": (1, lambda d: (d.randrange(9),)),
    "take_back": (1, lambda d: (d.randrange(9),)),
    "away": (2, lambda d: (_one(d), d.randrange(6), d.randrange(7), d.randrange(-1, 3))),
    "back": (1, lambda d: (d.randrange(9),)),
    "admit": (1, lambda d: (d.choice(PEOPLE),)),
    "home": (1, lambda d: (d.choice(PEOPLE), d.random() < 0.5)),
    "same": (2, lambda d: (d.choice(["same", "same", "different", "withdrawn"]), *d.sample(PEOPLE, 2))),
    "whose": (1, lambda d: (d.choice(PEOPLE), d.randrange(9))),
    "undo": (3, lambda d: (d.randrange(9),)),
    "leaves": (0.3, lambda d: (_one(d), _one(d))),
    "night": (7, lambda d: (d.randrange(1, 5),)),
}  # fmt: skip


def _one(dice):
    return dice.randrange(3)


def drawn(seed):
    """One step, as likely as in life; a list of them shrinks by leaving steps out."""
    dice = random.Random(seed)
    [what] = dice.choices(list(STEPS), [often for often, _ in STEPS.values()])
    return (what, *STEPS[what][1](dice))


class Undone(Exception):
    """The world is taken away again."""


def days_of(founded, steps):
    """The days of one story; gives how many they were."""
    try:
        with transaction.atomic():
            clinic = founded.again()
            for step in steps:
                clinic.do(step)
                clinic.holds()
            raise Undone
    except Undone:
        return clinic.days
