"""Has this person died, by any source we hold? A death stops every clock, reminder and gap."""

from northstar.chart.chart import Chart
from northstar.chart.words import Communication

TOLD = "deceased"  # the outcome of a call in which somebody said so


def death_facts(chart: Chart) -> list:
    """The facts that say so: demographics with a death, stays that ended in death, and what our
    people were told on the telephone, unless they spoke with the person since.

    A source that later says the person lives replaces its own earlier word (supersession), so what
    is here is what each source says now.
    """
    told: list = [p for p in chart.persons if p.deceased or p.deceased_at]
    told += [e for e in chart.encounters if e.disposition == "expired"]
    return told + _on_the_telephone(chart)


def has_died(chart: Chart) -> bool:
    """True where at least one source says so and no person has set that word aside."""
    return bool(death_facts(chart))


def _on_the_telephone(chart: Chart) -> list[Communication]:
    calls = [m for m in chart.messages if m.medium == "call" and m.began]
    lives = [n for n, m in enumerate(calls) if ("reached", "patient") in m.about]
    return [m for m in calls[lives[-1] + 1 if lives else 0 :] if m.status == TOLD]
