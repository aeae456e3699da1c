"""Has this person died, by any source we hold? A death stops every clock, reminder and gap."""

from northstar.chart.chart import Chart


def death_facts(chart: Chart) -> list:
    """The facts that say so: demographics with a death, and stays that ended in death.

    A source that later says the person lives replaces its own earlier word (supersession), so what
    is here is what each source says now.
    """
    told = [p for p in chart.persons if p.deceased or p.deceased_at]
    return told + [e for e in chart.encounters if e.disposition == "expired"]


def has_died(chart: Chart) -> bool:
    """True where at least one source says so and no person has set that word aside."""
    return bool(death_facts(chart))
