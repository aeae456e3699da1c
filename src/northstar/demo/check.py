"""Does the clinic that was built agree with its answer key? Every difference is one sentence."""

from collections.abc import Iterator
from datetime import date, datetime
from importlib import resources
from typing import Any

from northstar.access.models import Staff
from northstar.access.viewer import viewer_of
from northstar.casework.worklist.morning import as_json, orphans
from northstar.demo import cast
from northstar.demo.check_record import arrivals, callers, candidates, records
from northstar.demo.key import key
from northstar.demo.vary import variation

_BANDS = ("Life or safety", "A clock that ends today", "Harm this week", "The rest")


def differences(seed: int | None = None) -> list[str]:
    """What the key says and the built clinic does not, or the other way round."""
    how = variation(seed)
    text = (resources.files("northstar.demo") / "data" / "key.json").read_text("utf-8")
    told = key(text, how.retold.text, how.removed)
    now = datetime.fromisoformat(told["at"]).replace(tzinfo=cast.ZONE)
    staff = Staff.objects.get(username="sarah")
    lines = as_json(viewer_of(staff, now), staff, now)["lines"]
    found = (
        [] if orphans() == told["orphans"] else [f"{orphans()} lines have no holder or next date."]
    )
    return [
        *compared(told, lines),
        *found,
        *arrivals(told, cast.ZONE),
        *records(told),
        *candidates(told, now),
        *callers(told, now),
    ]


def compared(told: dict[str, Any], lines: list[dict]) -> list[str]:
    """The key against a day's lines alone."""
    return [
        *_missing(told, lines),
        *_unwanted(told, lines),
        *_order(told, lines),
        *_rows(told, lines),
        *_sums(lines),
    ]


def _missing(told: dict[str, Any], lines: list[dict]) -> Iterator[str]:
    for wanted in told["must"]:
        found = [line for line in lines if _is(line, wanted)]
        if not found:
            yield f"{wanted['id']}: {wanted['name']} has no line of {wanted['signal']}."
        elif all(_faults(line, wanted) for line in found):
            yield f"{wanted['id']}: {'; '.join(_faults(found[0], wanted))}."


def _is(line: dict, wanted: dict) -> bool:
    same = line["signal"] == wanted["signal"] and _name(line) == wanted["name"]
    return same and (not wanted.get("born") or line["born"] == wanted["born"])


def _name(line: dict) -> str:
    return line["name"].removeprefix("Likely ")


def _faults(line: dict, wanted: dict) -> list[str]:
    says = " ".join(why["says"] for why in line["because"])
    quotes = " ".join(why["quote"] for why in line["because"])
    texts = (("headline", line["headline"], "says"), ("reasons", says, "because"), ("quotes", quotes, "quotes"),
             ("suggestion", line["suggests"], "suggests"))  # fmt: skip
    faults = [
        f"its {where} lack “{words}” ({text})"
        for where, text, name in texts
        for words in wanted.get(name, ())
        if words not in text
    ]
    faults += [f"its reasons hold “{w}”" for w in wanted.get("because_not", ()) if w in says]
    if "band" in wanted and line["band"] != _BANDS[wanted["band"]]:
        faults.append(f"it stands in “{line['band']}”, not in “{_BANDS[wanted['band']]}”")
    if "due" in wanted and (line["due"] is None or _day(line["due"]) != wanted["due"]):
        faults.append(f"it is due {line['due']}, not {wanted['due']}")
    if "holder" in wanted and not line["holder"].startswith(wanted["holder"]):
        faults.append(f"{line['holder']} holds it")
    return faults


def _day(moment: str) -> str:
    return f"{datetime.fromisoformat(moment).astimezone(cast.ZONE):%Y-%m-%d}"


def _unwanted(told: dict[str, Any], lines: list[dict]) -> Iterator[str]:
    for banned in told["must_not"]:
        for line in lines:
            if line["signal"] == banned["signal"] and banned["name"] in ("", _name(line)) and (
                not banned.get("born") or line["born"] == banned["born"]
            ):  # fmt: skip
                yield f"{_name(line)} has a line of {banned['signal']}, though {banned['why']}: {line['headline']}."


def _order(told: dict[str, Any], lines: list[dict]) -> Iterator[str]:
    at = {m["id"]: min((line["rank"] for line in lines if _is(line, m)), default=0) for m in told["must"]}  # fmt: skip
    if lines and lines[0]["rank"] not in [at.get(name) for name in told["first"]]:
        yield f"{' or '.join(told['first'])} is not first; that is {_name(lines[0])}: {lines[0]['headline']}."
    for one, other in told["above"]:
        if at[one] and at[other] and at[one] > at[other]:
            yield f"{one} stands below {other}."


def _rows(told: dict[str, Any], lines: list[dict]) -> Iterator[str]:
    rows: dict[tuple, list[dict]] = {}
    for line in lines:
        who = line.get("patient") or (_name(line) if line["name"].startswith("Likely ") else line["id"])  # fmt: skip
        rows.setdefault((who, line["group"]), []).append(line)
    count, minutes = len(rows), sum(some[0]["minutes"] + 2 * (len(some) - 1) for some in rows.values())  # fmt: skip
    if not told["rows"]["least"] <= count <= told["rows"]["most"]:
        yield f"Today has {count} rows."
    if minutes > _worked(told["hours"]):
        yield f"Today wants {minutes} minutes and the day has {_worked(told['hours'])}."
    for wanted in told["one_row"]:
        own = [line for line in lines if _name(line) == wanted["name"] and line["group"] == wanted["group"]]  # fmt: skip
        if len(own) < wanted["lines"] - 1 or len({line.get("patient") for line in own}) > 1:
            yield f"{wanted['name']}'s messages do not make one row: {len(own)} lines."
    for wanted in told["exactly"]:
        own = [line for line in lines if _name(line) == wanted["name"] and line["group"] == wanted["group"]]  # fmt: skip
        if len(own) != wanted["lines"]:
            yield f"{wanted['name']} has {len(own)} lines “{wanted['group']}”, not {wanted['lines']}."


def _worked(hours: dict[str, Any]) -> int:
    (h1, m1), (h2, m2) = (map(int, hours[end].split(":")) for end in ("from", "to"))
    return (h2 - h1) * 60 + m2 - m1 - hours["less"]


def _sums(lines: list[dict]) -> Iterator[str]:
    for line in lines:
        if sum(line["factors"].values()) != line["score"]:
            yield f"The weights of {_name(line)}'s {line['signal']} do not sum to its score."
        if not line["holder"] or not date.fromisoformat(line["next"]):
            yield f"{_name(line)}'s {line['signal']} has no holder or next date."
