"""The answer key, varied as plain text and counted by its own calendar. Imports nothing of the product."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from northstar.demo.key_days import business_day_before, business_days_after

CLOCK, HARM = 1, 2


def key(text: str, retell: Callable[[str], str], removed: dict[str, Any]) -> dict[str, Any]:
    """What must and must not be found, with names and dates told anew and what a missing sentence changes."""
    told = json.loads(retell(text))
    changes = json.loads(retell(json.dumps({**removed, "sentence": ""}, ensure_ascii=False)))
    dropped = set(changes.get("drop", ()))
    told["must"] = [m for m in told["must"] if m["id"] not in dropped] + changes.get("must", [])
    told["must_not"] += changes.get("must_not", [])
    told["first"] = changes.get("first", told["first"])
    told["exactly"] = changes.get("exactly", told["exactly"])
    known = {m["id"] for m in told["must"]}
    told["above"] = [pair for pair in told["above"] if set(pair) <= known]
    today = date.fromisoformat(told["at"][:10])
    for wanted in told["must"]:
        _count(wanted, today)
    return told


def _count(wanted: dict[str, Any], today: date) -> None:
    """A due day as a date, and the band of a clock that may end today."""
    due = wanted.get("due")
    if not due:
        return
    after = date.fromisoformat(due.get("after") or due["before"])
    if "before" in due:
        day = business_day_before(after)
    elif "business_days" in due:
        day = business_days_after(after, due["business_days"])
    else:
        day = after + timedelta(days=due["days"])
    wanted["due"] = day.isoformat()
    if wanted.get("band") == "clock":
        wanted["band"] = CLOCK if day <= today else HARM
    if wanted.get("says_due"):
        wanted["says"] = [*wanted["says"], f"{day:%a} {day.day} {day:%b}"]
