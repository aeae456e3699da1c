"""The events of one visit, folded into what the visit is now.

A hospital speaks of a stay in steps (admitted, moved, discharged, discharge taken back). Each step is
a fact of its own; folding them by the hospital's own times makes the order of arrival irrelevant.
"""

from collections import defaultdict

from msgspec.structs import asdict, force_setattr

from northstar.chart.visits import Encounter

_ADMITS = {
    "A01": "in-progress",
    "A04": "in-progress",
    "A05": "planned",
    "A14": "planned",
}
_CANCELS = {"A11", "A38", "A27"}


def folded(encounters: list[Encounter]) -> list[Encounter]:
    """One Encounter a visit, in order of start; cancelled and mistaken ones are left out."""
    whole = [e for e in encounters if not e.event]
    by_visit: dict[tuple, list[Encounter]] = defaultdict(list)
    for step in encounters:
        if step.event:
            by_visit[(step.source.feed if step.source else "", step.visit)].append(step)
    whole += [_fold(steps) for steps in by_visit.values()]
    alive = [e for e in whole if e.status not in ("cancelled", "entered-in-error")]
    return sorted(alive, key=lambda e: (e.began.start.timestamp() if e.began else 0.0, e.visit))


def _fold(steps: list[Encounter]) -> Encounter:
    steps = sorted(steps, key=_moment)
    now: dict = {}
    decided = steps[0]
    for step in steps:
        for name, value in asdict(step).items():
            if value not in ("", None, ()) and name not in (
                "status",
                "end",
                "source",
                "quote",
            ):
                now[name] = value
        status, end = now.get("status", ""), now.get("end")
        if step.event in _CANCELS:
            status, decided = "cancelled", step
        elif step.event == "A13":
            status, end, decided = "in-progress", None, step
            now.pop("disposition", None)
            now.pop("disposition_text", None)
        elif step.event == "A03":
            status, end, decided = "finished", step.end or step.occurred, step
        elif step.event in _ADMITS and status != "finished":
            status, decided = _ADMITS[step.event], step
        elif step.event in ("A06", "A07", "A02", "A12") and status != "finished":
            status, decided = "in-progress", step
        elif not status:
            status, decided = step.status or "in-progress", step
            end = step.end
        now["status"], now["end"] = status, end
    now["event"] = ""
    if now.get("end") and not now.get("start"):
        now["start"] = None
    result = Encounter(
        **{k: v for k, v in now.items() if k not in ("source", "quote")},
        quote=decided.quote,
    )
    force_setattr(result, "source", decided.source)
    return result


def _moment(step: Encounter):
    at = step.occurred or step.began
    written = step.source.written if step.source else None
    return (
        at.start.timestamp() if at else 0.0,
        written.timestamp() if written else 0.0,
        step.event,
    )
