"""One hand-over told by the pharmacy and again by the payer is one: the bottle is in the house once."""

from datetime import date, timedelta

from northstar.chart.medicines import MedicationDispense

Dated = tuple[date, MedicationDispense]
_BILLED_WITHIN = timedelta(
    days=3
)  # a claim carries the day of billing, the pharmacy that of pick-up


def told_once(fills: list[Dated]) -> list[Dated]:
    """Hand-overs of one ingredient, oldest first; what another feed repeats is left out."""
    kept: list[Dated] = []
    repeats: set[tuple[int, str]] = set()  # a feed repeats each hand-over of another only once
    for day, fill in fills:
        first = next(
            (at for at, own in enumerate(kept) if _same(own, (day, fill), at, repeats)), None
        )
        if first is None:
            kept.append((day, fill))
        else:
            repeats.add((first, _feed(fill)))
            if fill.days_supply and not kept[first][1].days_supply:
                kept[first] = (day, fill)
    return kept


def lengths(fills: list[Dated]) -> list[tuple[date, int]]:
    """(day, days) of each fill whose length is told. Of several boxes of one day the longest counts, as
    two strengths that make one dose last no longer than one."""
    longest: dict[date, int] = {}
    for day, fill in fills:
        if fill.days_supply and fill.days_supply > 0:
            longest[day] = max(longest.get(day, 0), round(fill.days_supply))
    return sorted(longest.items())


def _same(own: Dated, other: Dated, at: int, repeats: set[tuple[int, str]]) -> bool:
    (day, first), (later, second) = own, other
    if _feed(first) == _feed(second) or later - day > _BILLED_WITHIN:
        return False
    if (at, _feed(second)) in repeats:
        return False
    return _alike(first.days_supply, second.days_supply) and _alike(first.quantity, second.quantity)


def _alike(one: float | None, other: float | None) -> bool:
    return not one or not other or one == other


def _feed(fill: MedicationDispense) -> str:
    return fill.source.feed if fill.source else ""
