"""`northstar chart`: what the record holds about one person, each fact with its source."""

import json
from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING, Any
from uuid import UUID

from northstar.config.cli import Sorry

if TYPE_CHECKING:
    from datetime import datetime

    from northstar.access.viewer import Viewer
    from northstar.chart.chart import Chart
    from northstar.chart.value import Value

HELP = "one person's chart as text, by kind, each fact with its source"
_TITLES = ("title", "description", "subject", "text")
SIGNS = True


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("patient", help="a public id, or enough of a name to mean one person")
    parser.add_argument("--json", action="store_true", help="for machines")


def run(args: Namespace) -> int:
    from northstar.access.audit import viewed
    from northstar.access.refuse import Refused
    from northstar.config.clock import clinic_now, machine_now
    from northstar.config.store import ready
    from northstar.config.verbs.user import at_the_command_line
    from northstar.record import charts

    ready()
    now, viewer = clinic_now(), at_the_command_line()
    try:
        chart = charts.chart_of(viewer, _meant(viewer, args.patient, now), now)
    except Refused as refused:
        raise Sorry(str(refused)) from None
    viewed(viewer, "chart", now, machine_now())
    print(json.dumps(as_json(chart), ensure_ascii=False) if args.json else in_words(chart))
    return 0


def _meant(viewer: "Viewer", text: str, now: "datetime") -> str:
    from northstar.record import finding

    try:
        return str(UUID(text))
    except ValueError:
        rows, more = finding.find(viewer, text, now.date(), 2)
    if not rows:
        raise Sorry("Nobody here is called that; `northstar patients` lists everyone.")
    if len(rows) > 1 or more:
        raise Sorry("Several people fit; `northstar patients --find` shows their ids.")
    return str(rows[0].public_id)


def as_json(chart: "Chart") -> dict[str, Any]:
    """Every current fact by kind, with its body and where it stands."""
    import msgspec

    def told(value: "Value") -> dict[str, Any]:
        body = msgspec.to_builtins(value)
        source = body.pop("source", None) or {}
        kept = ("feed", "arrival", "locator", "key", "written", "received")
        return {"says": words(value), "source": {k: source.get(k) for k in kept}, "body": body}

    kinds = {kind: [told(value) for value in chart.of(kind)] for kind in chart.kinds()}
    return {"patient": chart.patient, "facts": kinds}


def in_words(chart: "Chart") -> str:
    """The chart for a person."""
    lines = [chart.patient]
    for kind in chart.kinds():
        lines.append(f"\n{kind} ({len(chart.of(kind))})")
        for value in chart.of(kind):
            began = value.began.text[:16] if value.began else ""
            where = f"[{value.source.feed} {value.source.locator}]" if value.source else ""
            lines.append(f"  {began:<16} {words(value)}  {where}")
    return "\n".join(lines)


def words(value: "Value") -> str:
    """The shortest fair saying of one fact: what it is, its value, its state."""
    parts = [_who(value), _what(value), _measured(value)]
    if not any(parts):
        parts = [value.quote]
    state = getattr(value, "clinical_status", "") or getattr(value, "status", "")
    said = " ".join(part for part in parts if part)
    said = " ".join(said.split())[:160] or "(nothing said in words)"
    return f"{said} ({state})" if state else said


def _who(value: "Value") -> str:
    """A person's own name, before what they are to the patient."""
    named = getattr(value, "name", None) or next(iter(getattr(value, "names", ())), None)
    return getattr(named, "plain", str(named)) if named else ""


def _what(value: "Value") -> str:
    """What it is in its source's words; a bare code only where there are none."""
    main = value.main
    told = [main.words] if main and main.words != main.token else []
    told += [str(getattr(value, name, "") or "") for name in _TITLES]
    told += [main.words] if main else []
    return next(filter(None, told), "")


def _measured(value: "Value") -> str:
    """A result with its unit, an answer in words, a dosage."""
    number, unit = getattr(value, "number", None), getattr(value, "unit", "")
    if number is not None:
        return f"{getattr(value, 'comparator', '')}{number:g} {unit}".strip()
    coded = getattr(value, "value", None)
    return getattr(coded, "words", "") or getattr(value, "dosage", "")
