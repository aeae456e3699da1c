"""docs/rules.md says what the rules say of themselves: written by `check --fix`, never by hand."""

from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

from northstar.discover import modules

TITLE = "rules"

PAGE = Path(__file__).parents[4] / "docs" / "rules.md"
FOLDERS = (
    ("signals", "About a person's chart"),
    ("contradictions", "About papers that contradict each other before a procedure"),
    ("inbox", "About a message whose person is not settled"),
    ("feeds", "About a source system"),
)
_BANDS = ("life or safety", "a clock that ends today", "harm this week", "the rest")
_HEAD = """\
# Rules

What each rule looks for, why, by whose word, and on which examples it is tested. This page is written from the code by
`./northstar check --fix`; a rule is changed in its own file under `src/northstar/rules/`. How bands, points and holders
work: [the coordinator's day](coordinator.md). How to add one: [a new signal](how-to/new-signal.md).

A rule speaks of the facts we hold and says nothing else. *Argues from silence* means that it speaks only where every feed
that would have told us was heard throughout. *Rides* means that it opens no line of its own and waits for the next
contact. *Speaks after a death* marks the few that do; all others fall silent.
"""


def problems() -> Iterator[str]:
    if not PAGE.exists() or PAGE.read_text("utf-8") != page():
        yield "docs/rules.md is not what the rules say: ./northstar check --fix writes it anew"


def mend() -> None:
    """Write the page anew."""
    PAGE.write_text(page(), "utf-8")


def page() -> str:
    """The whole page."""
    parts = [_HEAD]
    for folder, title in FOLDERS:
        rules = [m for m in modules(f"northstar.rules.{folder}") if hasattr(m, "SIGNAL")]
        parts += [f"## {title}: {len(rules)}\n", *(_entry(folder, rule) for rule in rules)]
    told = [m for m in modules("northstar.rules.disagreements") if hasattr(m, "SUBJECT")]
    parts += [f"## What sources may tell differently: {len(told)}\n", *map(_subject, told)]
    return "\n".join(parts)


def _entry(folder: str, rule: ModuleType) -> str:
    signal = rule.SIGNAL
    file = f"{folder}/{rule.__name__.rpartition('.')[2]}.py"
    marks = [
        words
        for words, holds in (
            ("argues from silence", signal.argues_from_silence),
            ("rides", signal.rides),
            ("speaks after a death", signal.after_death),
        )
        if holds
    ]
    facts = "; ".join(
        [
            f"`{signal.code}`",
            f"usually {_BANDS[signal.band]}",
            f"{signal.minutes} min",
            f"for the {signal.wants}",
            *marks,
        ]
    )
    lines = [f"### {signal.title}\n", f"{facts}.\n", f"{signal.why}\n"]
    if signal.suggests:
        lines.append(f"- **Suggests:** {signal.suggests}")
    lines.append(f"- **By:** {signal.cites} (read {signal.reviewed.isoformat()})")
    if signal.kinds:
        lines.append(f"- **Reads:** {', '.join(signal.kinds)}")
    lines += _examples(rule)
    lines.append(f"- **File:** [`{file}`](../src/northstar/rules/{file})\n")
    return "\n".join(lines)


def _subject(module: ModuleType) -> str:
    subject = module.SUBJECT
    file = f"disagreements/{module.__name__.rpartition('.')[2]}.py"
    lines = [f"### {subject.title}\n", f"{subject.why}\n"]
    lines.append(f"- **By:** {subject.cites} (read {subject.reviewed.isoformat()})")
    lines.append(f"- **Reads:** {', '.join(subject.kinds)}")
    for words, speaks in (("Differs", True), ("Does not", False)):
        names = [case.name for case in module.CASES if bool(case.differs) is speaks]
        lines.append(f"- **{words}:** {'; '.join(names)}")
    lines.append(f"- **File:** [`{file}`](../src/northstar/rules/{file})\n")
    return "\n".join(lines)


def _examples(rule: ModuleType) -> Iterator[str]:
    for words, speaks in (("Speaks", True), ("Silent", False)):
        names = [e.name for e in getattr(rule, "EXAMPLES", ()) if bool(e.finds) is speaks]
        if names:
            yield f"- **{words}:** {'; '.join(names)}"
